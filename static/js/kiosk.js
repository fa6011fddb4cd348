/* Turns the notices of a board by itself: screen after screen of one notice, then the next notice.
   Arrow keys, buttons and touch work too; a touch stops the turning for two minutes. */
(function () {
  "use strict";
  var sheets = Array.prototype.slice.call(document.querySelectorAll(".sheet"));
  if (!sheets.length) return watchForNews();
  var calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  var SECONDS = calm ? 60 : 25, PAUSE_AFTER_TOUCH = 120, NEWS_EVERY = 180;
  var notice = 0, screen = 0, stopped = false, quietUntil = 0, stale = false;
  var noticeOf = document.querySelector("[data-notice-of]"), screenOf = document.querySelector("[data-screen-of]");
  var pause = document.querySelector("[data-pause]");

  document.documentElement.classList.add("turning");
  document.querySelector("[data-controls]").hidden = false;

  function pages() { return sheets[notice].querySelector(".pages"); }
  function gap() { return parseFloat(getComputedStyle(pages()).columnGap) || 0; }
  function step() { return pages().clientWidth + gap(); }
  function screens() { return Math.max(1, Math.ceil((pages().scrollWidth - 2) / step())); }

  function show() {
    sheets.forEach(function (sheet, index) { sheet.classList.toggle("shown", index === notice); });
    pages().scrollLeft = screen * step();
    noticeOf.hidden = screenOf.hidden = false;
    noticeOf.textContent = (notice + 1) + "/" + sheets.length;
    screenOf.textContent = screens() > 1 ? "(" + (screen + 1) + "/" + screens() + ")" : "";
  }
  function forward() {
    if (screen + 1 < screens()) screen += 1;
    else { screen = 0; notice = (notice + 1) % sheets.length; if (!notice && stale) return window.location.reload(); }
    show();
  }
  function back() {
    if (screen) screen -= 1;
    else { notice = (notice + sheets.length - 1) % sheets.length; show(); screen = screens() - 1; }
    show();
  }
  function byHand(move) { quietUntil = Date.now() + PAUSE_AFTER_TOUCH * 1000; move(); }

  document.querySelector("[data-next]").addEventListener("click", function () { byHand(forward); });
  document.querySelector("[data-back]").addEventListener("click", function () { byHand(back); });
  pause.addEventListener("click", function () {
    stopped = !stopped;
    pause.setAttribute("aria-pressed", String(stopped));
    pause.textContent = stopped ? pause.dataset.goWords : pause.dataset.stopWords;
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "ArrowRight" || event.key === "PageDown") byHand(forward);
    else if (event.key === "ArrowLeft" || event.key === "PageUp") byHand(back);
    else return;
    event.preventDefault();
  });
  window.addEventListener("resize", function () { screen = 0; show(); });
  document.fonts.ready.then(show);
  show();
  window.setInterval(function () { if (!stopped && Date.now() > quietUntil) forward(); }, SECONDS * 1000);
  watchForNews();

  /* New versions come by themselves while there is a network; without one the page says when it may be old. */
  function watchForNews() {
    var body = document.body, maybeOld = document.querySelector("[data-maybe-old]"), away = document.querySelector("[data-offline-note]");
    function sayNetwork() { away.hidden = navigator.onLine; }
    window.addEventListener("online", sayNetwork);
    window.addEventListener("offline", sayNetwork);
    sayNetwork();
    window.setInterval(function () {
      if (maybeOld) maybeOld.hidden = !(body.dataset.until && new Date() > new Date(body.dataset.until));
      fetch(window.location.href, { method: "HEAD", cache: "no-store" }).then(function (response) {
        if (!response.ok || response.headers.get("X-Content-Version") === body.dataset.version) return;
        if (sheets.length) stale = true; else window.location.reload();
      }).catch(function () { /* no network now */ });
    }, (NEWS_EVERY || 180) * 1000);
  }
}());
