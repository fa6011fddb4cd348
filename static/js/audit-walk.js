/* The checklist on a phone: one question at a time, kept on the device with every touch, sent by audit-send.js.
   What stands on the server and what is kept here are two things; the screen shows the second over the first. */
(async function () {
  "use strict";
  var data = JSON.parse(document.getElementById("walk-data").textContent), page = location.pathname;
  var root = document.documentElement, words = document.querySelector("[data-words]").dataset, net = document.querySelector("[data-net]");
  var overview = document.querySelector("[data-overview]"), screens = document.querySelector("[data-screens]");
  var outbox = new Map(), writing = new Map(), seen = {}, state = data.state, store, sender, saying = "", shown = null, RAISED = ["minor_nc", "major_nc"];

  function all(selector, within) { return Array.from((within || document).querySelectorAll(selector)); }
  function pattern(name) { return document.querySelector("template[data-pattern=" + name + "]").content.firstElementChild.cloneNode(true); }
  function screenOf(n) { return document.getElementById("cau-" + n); }
  function fields(n) { return document.getElementById("f-" + n).elements; }
  function rowsOf(n, kind) { return Array.from(outbox.values()).filter(function (row) { return row.n === n && row.kind === kind; }); }
  function draft(n) { return outbox.get(data.id + " answer " + n); }
  function standing(n) { return draft(n) || state.items[n]; }
  function uid() { return crypto.randomUUID ? crypto.randomUUID() : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, function (c) { return (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16); }); }

  try {
    store = await window.auditStore(data.user, data.id);
    var kept = await store.state();
    if (kept && kept.at > state.at) state = kept; // this page is a kept copy, older than the last sending
    (await store.all()).forEach(function (row) { outbox.set(row.key, row); });
  } catch (error) { // no room, or a private window: the pages without scripts still work
    sessionStorage.setItem("walk-plain", "1");
    return;
  }
  sessionStorage.removeItem("walk-plain");
  root.classList.add("walk-scripted");

  // --- What is shown ---------------------------------------------------------------------------------------
  function gradeMark(target, grade) {
    var legend = document.querySelector("template[data-grade=" + grade + "]");
    target.replaceChildren(legend.content.cloneNode(true));
    return legend.dataset.tone;
  }

  function photosOf(n) {
    var gone = new Set(rowsOf(n, "removal").map(function (row) { return row.uid; })), sent = state.items[n].photos;
    var known = new Set(sent.map(function (photo) { return photo.uid; }));
    return sent.filter(function (photo) { return !gone.has(photo.uid); })
      .concat(rowsOf(n, "photo").filter(function (row) { return !known.has(row.uid); }));
  }

  function lacks(n) {
    var now = standing(n), note = now.note.toUpperCase(), found = { note: false, evidence: false };
    if (RAISED.indexOf(now.grade) < 0) return found;
    found.note = !note.trim();
    found.evidence = !photosOf(n).length && !data.codes.some(function (code) {
      var short = (code.indexOf("-") < 0 ? "" : code.slice(code.indexOf("-") + 1)) || code;
      return short && note.indexOf(short.toUpperCase()) >= 0;
    });
    return found;
  }

  function showJumps(n) {
    var now = standing(n), lack = lacks(n), isKept = Array.from(outbox.values()).some(function (row) { return row.n === n; });
    var flags = { conflict: state.items[n].conflict, lack: lack.note || lack.evidence, kept: isKept };
    all('[data-jump="' + n + '"]').forEach(function (link) {
      var mark = link.querySelector("[data-mark]"), isHidden = mark.querySelector(".vh");
      link.className = "t-" + gradeMark(mark, now.grade);
      if (isHidden) mark.lastElementChild.className = "vh";
      for (var name in flags) link.querySelector("[data-flag=" + name + "]").hidden = !flags[name];
      if (String(n) === shown) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    });
  }

  function showFields(n) {
    var now = standing(n), form = fields(n);
    var result = RAISED.indexOf(now.grade) >= 0 ? "nonconform" : /^(observation|opportunity)$/.test(now.grade) ? "remark" : now.grade;
    form.result.value = result;
    if (result === "nonconform") form.severity.value = now.grade;
    if (result === "remark") form.remark.value = now.grade;
    // Words under the hands of somebody who types are not replaced; what came in meanwhile was not seen then.
    var isSame = form.note.value.trim() === now.note.trim();
    if (!isSame && document.activeElement === form.note) return;
    if (!isSame) form.note.value = now.note;
    seen[n] = state.items[n].version;
  }

  function showPhotos(n) {
    var list = screenOf(n).querySelector("[data-photos]"), photos = photosOf(n);
    var what = photos.map(function (photo) { return photo.uid + Boolean(photo.blob) + (photo.refused || ""); }).join();
    if (list.dataset.shows === what) return;
    list.dataset.shows = what;
    list.replaceChildren.apply(list, photos.map(function (photo, place) {
      var row = pattern("photo"), name = words.photo.replace("{n}", place + 1), isLocal = Boolean(photo.blob);
      all("[data-name]", row).forEach(function (spot) { spot.textContent = (spot.className ? " " : "") + name; });
      var at = isLocal ? new Date(photo.at).toTimeString().slice(0, 5) : photo.at;
      var size = Math.max(1, Math.round((isLocal ? photo.blob.size : photo.size) / 1024)) + " kB";
      row.querySelector("[data-about]").textContent = "· " + at + " · " + size + (isLocal ? ", " + words.local : "") + (photo.refused ? ". " + photo.refused : "");
      var thumb = row.querySelector(".thumb");
      if (isLocal) thumb.append(window.auditPhotos.thumb(photo.blob, name));
      else { var image = new Image(); image.src = photo.url; image.alt = name; thumb.append(image); }
      row.querySelector("[data-drop]").addEventListener("click", function () { dropPhoto(n, photo); });
      return row;
    }));
  }

  function showConflict(n) {
    var item = state.items[n], box = screenOf(n).querySelector("[data-conflict]");
    box.hidden = !item.conflict;
    var list = box.querySelector("[data-rivals]");
    list.replaceChildren.apply(list, item.rivals.map(function (rival) {
      var row = pattern("rival");
      gradeMark(row.querySelector("[data-mark]"), rival.grade);
      row.querySelector("[data-note]").textContent = rival.note;
      row.querySelector("[data-by]").textContent = rival.by + ", " + rival.at;
      return row;
    }));
  }

  function showQuestion(n) {
    var lack = lacks(n), row = draft(n), refused = screenOf(n).querySelector("[data-refused]");
    for (var name in lack) screenOf(n).querySelector("[data-lack=" + name + "]").hidden = !lack[name];
    refused.hidden = !(row && row.refused);
    refused.lastElementChild.textContent = (row && row.refused) || "";
    showJumps(n);
  }

  function showProgress() {
    var numbers = Object.keys(state.items), done = numbers.filter(function (n) { return standing(Number(n)).grade !== "not_checked"; }).length;
    var bar = document.querySelector("[data-progress]");
    bar.value = done;
    document.querySelector("[data-count]").textContent = (shown || done) + " / " + numbers.length;
    all("[data-judged]").forEach(function (line) { line.textContent = line.dataset.judged.replace("{n}", done); });
    showGoOn(numbers.find(function (n) { return standing(Number(n)).grade === "not_checked"; }), done);
  }

  function showGoOn(n, done) {
    all("[data-go-on]").forEach(function (link) {
      link.parentElement.hidden = !n;
      if (!n) return;
      link.href = "#cau-" + n;
      if (done) link.firstElementChild.textContent = link.dataset.goOn.replace("{n}", n);
    });
  }

  function showAll() {
    Object.keys(state.items).map(Number).forEach(function (n) { showFields(n); showPhotos(n); showConflict(n); showQuestion(n); });
    showProgress();
  }

  // What stops the sending is told above the question; that it goes well, in the bar.
  var QUIET = ["", "sending", "sent"];
  function say(what) {
    var count = new Set(Array.from(outbox.values(), function (row) { return row.n; })).size;
    saying = what === "sent" && count ? "sending" : what;
    net.hidden = QUIET.indexOf(saying) >= 0;
    all("[data-say]").forEach(function (line) {
      line.hidden = line.dataset.say !== saying;
      var text = line.querySelector("[data-text]");
      if (text) text.textContent = count || !("none" in text.dataset) ? text.dataset.text.replace("{n}", count) : text.dataset.none;
    });
    root.dataset.walk = saying;
  }

  // --- What is kept ----------------------------------------------------------------------------------------
  async function keep(row) {
    outbox.set(row.key, row);
    writing.set(row.key, row);
    showQuestion(row.n);
    showProgress();
    say(QUIET.indexOf(saying) < 0 ? saying : navigator.onLine ? "sending" : "away");
    try { await store.put(row); } catch (error) { photoError(row.n, words.full); }
    if (writing.get(row.key) === row) writing.delete(row.key);
  }

  function answerRow(n, grade, note) {
    var before = draft(n);
    return {
      key: data.id + " answer " + n, walk: data.id, kind: "answer", n: n, uid: uid(), grade: grade, note: note,
      // What was answered without having seen the newest state stays so, however often it is changed before it is sent.
      based_on: before ? before.based_on : seen[n],
      at: Math.max(Date.now(), before ? before.at + 1 : 0)
    };
  }

  function keepAnswer(n) {
    var form = fields(n), result = form.result.value, now = standing(n);
    var grade = result === "nonconform" ? form.severity.value : result === "remark" ? form.remark.value : result;
    if (now.grade === grade && now.note.trim() === form.note.value.trim() && !now.refused) return;
    keep(answerRow(n, grade, form.note.value));
    sender.soon(3000);
  }

  function keepConfirmed(n, suggestion) {
    fields(n).note.value = suggestion.note;
    keep(answerRow(n, suggestion.grade, suggestion.note));
    showFields(n);
    sender.soon(3000);
  }

  function photoError(n, text) {
    var spot = screenOf(n).querySelector("[data-photo-error]");
    spot.hidden = !text;
    spot.textContent = text;
  }

  async function addPhotos(n, files) {
    photoError(n, "");
    for (var file of files) {
      var blob;
      try { blob = await window.auditPhotos.small(file, data.edge); } catch (error) { photoError(n, words.unreadable); continue; }
      var id = uid();
      await keep({ key: data.id + " photo " + id, walk: data.id, kind: "photo", n: n, uid: id, at: Date.now(), blob: blob });
      showPhotos(n);
      showQuestion(n);
    }
    sender.soon(500);
  }

  async function dropPhoto(n, photo) {
    if (photo.blob) {
      outbox.delete(photo.key);
      await store.settle(photo.key, photo.uid);
    } else await keep({ key: data.id + " removal " + photo.uid, walk: data.id, kind: "removal", n: n, uid: photo.uid, at: Date.now() });
    showPhotos(n);
    showQuestion(n);
    sender.soon(500);
  }

  async function takeState(fresh) {
    state = fresh;
    var rows = new Map((await store.all()).map(function (row) { return [row.key, row]; }));
    outbox = new Map([...rows, ...writing]);
    await store.keepState(fresh);
    showAll();
  }

  // --- Going back and forth --------------------------------------------------------------------------------
  function go() {
    var n = (location.hash.match(/^#cau-(\d+)$/) || [])[1], target = n && screenOf(n);
    shown = target ? n : null;
    overview.hidden = Boolean(target);
    screens.hidden = !target;
    all("[data-question]").forEach(function (screen) { screen.hidden = screen !== target; });
    Object.keys(state.items).map(Number).forEach(showJumps);
    showProgress();
    window.scrollTo(0, 0);
    ((target || overview).querySelector("h1")).focus({ preventScroll: true });
    sender.soon(200);
  }

  all("[data-jump]").forEach(function (link) { link.href = "#cau-" + link.dataset.jump; });
  all("[data-question]").forEach(function (screen) {
    var n = Number(screen.dataset.question), form = document.getElementById("f-" + n);
    form.addEventListener("change", function (event) {
      if (event.target.type === "file") { addPhotos(n, Array.from(event.target.files)); event.target.value = ""; } else keepAnswer(n);
    });
    form.elements.note.addEventListener("input", function () { keepAnswer(n); });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var pressed = event.submitter && event.submitter.dataset;
      if (pressed && "confirm" in pressed) keepConfirmed(n, pressed);
      else location.hash = form.querySelector("[data-next]").dataset.next;
    });
  });

  sender = window.auditSend({
    url: page + "gui/", photoUrl: page + "anh/", user: data.user, store: store, onState: takeState, onSay: say,
    onRefused: function (row) { outbox.set(row.key, row); showPhotos(row.n); showQuestion(row.n); }
  });
  window.addEventListener("hashchange", go);
  window.addEventListener("pagehide", function () { sender.now(); });
  showAll();
  go();
  say(navigator.onLine ? (outbox.size ? "sending" : "") : "away");
  window.addEventListener("load", function () { sender.now(); });
  new MutationObserver(function () { all("[data-kept]").forEach(function (line) { line.hidden = false; }); }).observe(root, { attributeFilter: ["data-offline-ready"] });
})();
