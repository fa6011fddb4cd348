/* A board as a screen: turns its pages by itself, goes on without a network, draws itself anew when a version changes. */
(function () {
  "use strict";
  var POLL = 180000, RETRY = 10000, AFTER_TOUCH = 60000, LONGEST_PAUSE = 300000, LONGEST_TIMER = 2147000000;
  var root = document.querySelector("[data-kiosk]"), page = document.documentElement;
  if (!root) return;
  var notices = Array.from(root.querySelectorAll("[data-notice]"));
  var bar = document.querySelector("[data-kiosk-bar]");
  var turn = bar.querySelector("[data-turn]"), net = bar.querySelector("[data-net]");
  var buttons = bar.querySelector("[data-buttons]"), pauseButton = bar.querySelector("[data-pause]");
  var calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  var large = window.matchMedia("(min-width: 48em) and (min-height: 34em)");
  var at = 0, leaf = 0, paused = false, timer = 0, pauseTimer = 0, changeTimer = 0, retryTimer = 0;

  function flowOf(notice) { return notice.querySelector("[data-flow]"); }
  function stride(flow) { return flow.clientWidth + parseFloat(getComputedStyle(flow).columnGap || "0"); }
  function leaves(notice) {
    var flow = flowOf(notice);
    return Math.max(1, Math.ceil((flow.scrollWidth - 2) / stride(flow)));
  }

  function show() {
    if (!page.classList.contains("turning")) return;
    notices.forEach(function (notice, index) { notice.classList.toggle("now", index === at); });
    var all = leaves(notices[at]), flow = flowOf(notices[at]);
    leaf = Math.min(leaf, all - 1);
    flow.scrollLeft = leaf * stride(flow);
    var words = { n: at + 1, all: notices.length, page: leaf + 1, pages: all };
    turn.textContent = root.dataset.turnWords.replace(/\{(\w+)\}/g, function (_, name) { return words[name]; });
    root.dataset.at = at + "." + leaf;
  }

  function move(step) {
    leaf += step;
    if (leaf < 0) { at = (at + notices.length - 1) % notices.length; leaf = leaves(notices[at]) - 1; }
    else if (leaf >= leaves(notices[at])) { at = (at + 1) % notices.length; leaf = 0; }
    show();
  }

  // Whoever wants less motion gets longer between two changes.
  function pace() { return Number(root.dataset.seconds) * 1000 * (calm.matches ? 2 : 1); }
  function wait(time) {
    window.clearTimeout(timer);
    if (paused || !page.classList.contains("turning")) return;
    timer = window.setTimeout(function () { move(1); wait(pace()); }, time);
  }
  function byHand(step) { move(step); wait(AFTER_TOUCH); }
  function setPaused(stop) {
    paused = stop;
    pauseButton.setAttribute("aria-pressed", String(stop));
    pauseButton.textContent = stop ? pauseButton.dataset.goWords : pauseButton.dataset.pauseWords;
    window.clearTimeout(pauseTimer);
    // Nobody may be there any more to let it go on.
    if (stop) pauseTimer = window.setTimeout(function () { setPaused(false); }, LONGEST_PAUSE);
    wait(pace());
  }

  function begin() {
    var turning = large.matches && notices.length > 0;
    page.classList.toggle("turning", turning);
    buttons.hidden = turn.hidden = !turning;
    if (turning) { show(); wait(pace()); }
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || !page.classList.contains("turning")) return;
    if (event.key === "ArrowRight" || event.key === "PageDown") byHand(1);
    else if (event.key === "ArrowLeft" || event.key === "PageUp") byHand(-1);
    else return;
    event.preventDefault();
  });
  bar.querySelector("[data-next]").addEventListener("click", function () { byHand(1); });
  bar.querySelector("[data-back]").addEventListener("click", function () { byHand(-1); });
  pauseButton.addEventListener("click", function () { setPaused(!paused); });
  var startX = null;
  root.addEventListener("pointerdown", function (event) { startX = event.clientX; });
  root.addEventListener("pointerup", function (event) {
    var way = startX === null ? 0 : event.clientX - startX;
    startX = null;
    if (Math.abs(way) > 60) byHand(way < 0 ? 1 : -1);
  });

  // --- Is it still so? ---
  function markOld(isAway) {
    net.hidden = !isAway;
    notices.forEach(function (notice) {
      var until = Date.parse(notice.dataset.until || "");
      notice.querySelector("[data-maybe-old]").hidden = !(isAway && until && until <= Date.now());
    });
    show();
  }
  function ask() {
    window.clearTimeout(retryTimer);
    fetch(root.dataset.stateUrl, { cache: "no-store" }).then(function (answer) {
      if (answer.status === 404) { location.reload(); return null; }
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }).then(function (state) {
      if (!state) return;
      markOld(false);
      if (state.fingerprint !== root.dataset.fingerprint) location.reload();
      else askAt(state.next_change);
    }).catch(away);
  }
  // Not every way back is told by an event, so the screen looks for itself.
  function away() {
    markOld(true);
    window.clearTimeout(retryTimer);
    retryTimer = window.setTimeout(ask, RETRY);
  }
  function askAt(moment) {
    window.clearTimeout(changeTimer);
    var left = Date.parse(moment || "") - Date.now();
    if (left > 0 && left < LONGEST_TIMER) changeTimer = window.setTimeout(ask, left + 2000);
  }
  window.addEventListener("online", ask);
  window.addEventListener("offline", away);
  window.setInterval(ask, POLL);
  askAt(root.dataset.nextChange);
  if (!navigator.onLine) away();

  if (navigator.wakeLock) navigator.wakeLock.request("screen").catch(function () { /* the screen's own settings decide */ });
  window.addEventListener("resize", begin);
  large.addEventListener("change", begin);
  (document.fonts ? document.fonts.ready : Promise.resolve()).then(begin);
  ask();
})();
