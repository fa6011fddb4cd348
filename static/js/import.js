/* The import desk: many files one by one, source and result that point at each other, rows of a form.
   Every page works without this file. Loaded with `defer`. */
(function () {
  "use strict";
  var AT_ONCE = 2, SHOWN = 50;

  // --- Files: each goes up by its own request, two at a time -------------------------------------------------------
  function dropZone(zone) {
    var say = zone.dataset, form = zone.querySelector("form"), input = form.querySelector("input[type=file]");
    var token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    var queue = [], failed = [], running = 0, total = 0, done = 0, taken = 0, sent = 0, started = 0;
    var paused = false, stopped = false, packed = say.packed.split(","), endings = say.endings.split(",");
    var box = zone.querySelector("[data-progress]"), bar = box.querySelector("progress");
    var pauseButton = box.querySelector("[data-pause]");

    document.documentElement.classList.add("has-script");

    function fill(words, values) {
      return words.replace(/\{(\w+)\}/g, function (_all, name) { return values[name]; });
    }
    function isBusy() { return running > 0 || (queue.length > 0 && !stopped); }
    function endsWith(name, list) {
      var low = name.toLowerCase();
      return list.some(function (ending) { return low.slice(-ending.length) === ending; });
    }
    function refusal(file) {
      if (endsWith(file.name, packed)) return say.wPacked;
      if (!endsWith(file.name, endings)) return say.wKind;
      if (file.size > Number(say.maxBytes)) return say.wLarge;
      return "";
    }
    function add(files) {
      if (!isBusy()) { total = done = taken = sent = 0; failed = []; stopped = paused = false; started = Date.now(); }
      Array.prototype.forEach.call(files, function (file) {
        if (/^(\.|~\$)/.test(file.name)) return;  // lock files and hidden files of a folder
        total += 1;
        var why = total > Number(say.maxFiles) ? fill(say.wMany, { n: say.maxFiles }) : refusal(file);
        if (why) { done += 1; failed.push([file.name, why]); } else queue.push({ file: file, tries: 0 });
      });
      if (!total) return;
      box.hidden = false;
      zone.querySelector("[data-result]").textContent = "";
      pump();
    }
    function pump() {
      while (!paused && !stopped && running < AT_ONCE && queue.length) send(queue.shift());
      show();
      if (!isBusy() || (stopped && !running)) finish();
    }
    function send(job) {
      var data = new FormData();
      data.append("csrfmiddlewaretoken", token);
      data.append("tep", job.file, job.file.name);
      running += 1;
      fetch(say.url, { method: "POST", body: data, headers: { Accept: "application/json" }, credentials: "same-origin" })
        .then(function (response) {
          if (response.redirected || response.status === 403) { stopped = true; throw new Error("session"); }
          if (response.status >= 500) throw new Error("server");
          return response.json();
        })
        .then(function (answer) {
          done += 1; sent += 1;
          if (answer.state === "refused") failed.push([job.file.name, answer.words]); else taken += 1;
        })
        .catch(function (error) {
          if (error.message === "session") { done += 1; failed.push([job.file.name, say.wSession]); return; }
          job.tries += 1;
          if (job.tries < 2) { queue.push(job); return; }
          done += 1;
          failed.push([job.file.name, error.message === "server" ? say.wServer : say.wLost]);
        })
        .then(function () { running -= 1; pump(); });
    }
    function timeLeft() {
      if (sent < 3 || done >= total) return "";
      var seconds = Math.round((Date.now() - started) / 1000 / sent * (total - done));
      var time = seconds < 90 ? fill(say.wSeconds, { n: Math.max(seconds, 1) }) : fill(say.wMinutes, { n: Math.round(seconds / 60) });
      return fill(say.wLeft, { time: time });
    }
    function show() {
      bar.max = total; bar.value = done;
      box.querySelector("[data-count]").textContent = fill(say.wCount, { done: done, total: total });
      box.querySelector("[data-left]").textContent = timeLeft();
    }
    function finish() {
      box.hidden = true;
      var left = queue.length;
      queue = [];
      if (!failed.length && !left && taken) { window.location.assign(window.location.pathname); return; }
      zone.querySelector("[data-result]").textContent = left
        ? fill(say.wStopped, { ok: taken, left: left })
        : fill(say.wDone, { ok: taken, bad: failed.length });
      var list = zone.querySelector("[data-failed]"), rows = list.querySelector("ul");
      rows.textContent = "";
      failed.slice(0, SHOWN).forEach(function (pair) {
        var row = document.createElement("li"), name = document.createElement("b");
        name.textContent = pair[0] + ": ";
        row.append(name, pair[1]);
        rows.append(row);
      });
      if (failed.length > SHOWN) {
        var more = document.createElement("li");
        more.textContent = fill(say.wMore, { n: failed.length - SHOWN });
        rows.append(more);
      }
      if (sent) renewHead();
      list.hidden = !(failed.length || left);
      list.querySelector("p b").hidden = !failed.length;
    }

    pauseButton.addEventListener("click", function () {
      paused = !paused;
      pauseButton.textContent = paused ? say.wResume : say.wPause;
      pump();
    });
    box.querySelector("[data-stop]").addEventListener("click", function () { stopped = true; pump(); });
    input.addEventListener("change", function () { add(input.files); input.value = ""; });
    [["[data-choose]", false], ["[data-choose-folder]", true]].forEach(function (pair) {
      var button = zone.querySelector(pair[0]);
      button.hidden = false;
      button.addEventListener("click", function () {
        input.webkitdirectory = pair[1];
        input.click();
      });
    });
    ["dragenter", "dragover"].forEach(function (name) {
      zone.addEventListener(name, function (event) { event.preventDefault(); zone.classList.add("is-over"); });
    });
    zone.addEventListener("dragleave", function (event) {
      if (!zone.contains(event.relatedTarget)) zone.classList.remove("is-over");
    });
    zone.addEventListener("drop", function (event) {
      event.preventDefault();
      zone.classList.remove("is-over");
      filesOf(event.dataTransfer).then(add);
    });
    window.addEventListener("beforeunload", function (event) { if (isBusy()) event.preventDefault(); });
  }

  // The page stays, for it tells what was refused; its head must not go on saying that nothing is here.
  function renewHead() {
    fetch(window.location.pathname, { credentials: "same-origin" })
      .then(function (response) { return response.redirected ? "" : response.text(); })
      .then(function (text) {
        var head = new DOMParser().parseFromString(text, "text/html").querySelector(".page-head");
        if (head) document.querySelector(".page-head").replaceWith(head);
      })
      .catch(function () { /* the list tells it, too */ });
  }

  // Files of a drop, with those inside folders.
  function filesOf(transfer) {
    var entries = Array.prototype.map.call(transfer.items || [], function (item) {
      return item.webkitGetAsEntry && item.webkitGetAsEntry();
    }).filter(Boolean);
    if (!entries.length) return Promise.resolve(transfer.files);
    return Promise.all(entries.map(walk)).then(function (lists) { return [].concat.apply([], lists); });
  }
  function walk(entry) {
    if (entry.isFile) {
      return new Promise(function (resolve) {
        entry.file(function (file) { resolve([file]); }, function () { resolve([]); });
      });
    }
    var reader = entry.createReader(), found = [];
    return new Promise(function (resolve) {
      (function next() {  // a reader gives at most 100 at a time
        reader.readEntries(function (some) {
          if (!some.length) {
            Promise.all(found.map(walk)).then(function (lists) { resolve([].concat.apply([], lists)); });
            return;
          }
          found = found.concat(some);
          next();
        }, function () { resolve([]); });
      })();
    });
  }

  // --- Ticks -------------------------------------------------------------------------------------------------------
  function choice(form) {
    var counter = form.querySelector("[data-chosen]"), all = form.querySelector("[data-tick-all]");
    var boxes = form.querySelectorAll("input[name=chon]");
    if (!counter) return;
    var elsewhere = Number(counter.dataset.chosen) - form.querySelectorAll("input[name=chon]:checked").length;
    function count() {
      var here = form.querySelectorAll("input[name=chon]:checked").length;
      counter.textContent = counter.dataset.words.replace("{n}", elsewhere + here);
      if (all) { all.checked = here === boxes.length; all.indeterminate = here > 0 && here < boxes.length; }
    }
    if (all && boxes.length) {
      all.hidden = false;
      all.addEventListener("change", function () {
        boxes.forEach(function (box) { box.checked = all.checked; });
        count();
      });
    }
    form.addEventListener("change", count);
    count();
  }

  // --- Writing -----------------------------------------------------------------------------------------------------
  function writing(panel) {
    var bar = panel.querySelector("progress"), words = panel.querySelector("[data-words]");
    function ask() {
      fetch(panel.dataset.url, { headers: { Accept: "application/json" }, credentials: "same-origin" })
        .then(function (response) { return response.json(); })
        .then(function (answer) {
          if (answer.is_over) { window.location.assign(answer.url); return; }
          if (answer.total) { bar.max = answer.total; bar.value = answer.done; }
          words.textContent = answer.words;
          later();
        })
        .catch(later);
    }
    function later() { window.setTimeout(ask, 1000 * Number(panel.dataset.seconds)); }
    later();
  }

  // --- Source and result point at each other -----------------------------------------------------------------------
  function sheet(root) {
    var lit = [];
    function clear() { lit.forEach(function (el) { el.classList.remove("is-lit"); }); lit = []; }
    function light(el, scrolls) {
      if (!el) return;
      el.classList.add("is-lit");
      lit.push(el);
      if (scrolls) reveal(el);
    }
    function reveal(el) {
      var box = el.closest("[data-scroll]");
      if (!box || box.scrollHeight <= box.clientHeight) return;
      var top = el.getBoundingClientRect().top - box.getBoundingClientRect().top;
      if (top < 8 || top > box.clientHeight - 64) box.scrollTop += top - box.clientHeight / 3;
    }
    function point(event) {
      var passage = event.target.closest(".passage[data-target]");
      var place = passage ? null : event.target.closest("[data-passages]:not([data-passages=''])");
      if (passage) {
        clear();
        light(passage, false);
        light(document.getElementById(passage.dataset.target), true);
      } else if (place && !place.classList.contains("sheet-part")) {
        clear();
        light(place, false);
        place.dataset.passages.split(" ").forEach(function (number, index) {
          light(document.getElementById("p-" + number), index === 0);
        });
      }
    }
    var timer = 0;
    root.addEventListener("mouseover", function (event) {
      window.clearTimeout(timer);
      timer = window.setTimeout(function () { point(event); }, 120);
    });
    root.addEventListener("focusin", point);
    root.addEventListener("mouseleave", function () { window.clearTimeout(timer); clear(); });

    // The other column stays where it was when one part is opened or saved.
    var key = "import-scroll:" + root.dataset.item;
    var boxes = root.querySelectorAll("[data-scroll]");
    try {
      var kept = JSON.parse(window.sessionStorage.getItem(key) || "{}");
      boxes.forEach(function (box) {
        if (!window.location.hash || box.dataset.scroll === "source") box.scrollTop = kept[box.dataset.scroll] || box.scrollTop;
      });
      window.addEventListener("pagehide", function () {
        var now = {};
        boxes.forEach(function (box) { now[box.dataset.scroll] = box.scrollTop; });
        window.sessionStorage.setItem(key, JSON.stringify(now));
      });
    } catch (_error) { /* a browser without storage keeps nothing */ }
  }

  // --- Rows of a form ----------------------------------------------------------------------------------------------
  function rows(form) {
    var template = form.querySelector("template"), button = form.querySelector("[data-add-row]");
    var changed = false;
    form.addEventListener("input", function () { changed = true; });
    form.addEventListener("submit", function () { changed = false; });
    window.addEventListener("beforeunload", function (event) { if (changed) event.preventDefault(); });
    form.addEventListener("change", function (event) {
      if (/-DELETE$/.test(event.target.name)) event.target.closest("[data-row]").classList.toggle("is-gone", event.target.checked);
    });
    if (!template || !button) return;
    var total = form.querySelector("[name$='-TOTAL_FORMS']");
    button.addEventListener("click", function (event) {
      event.preventDefault();
      var holder = document.createElement("div");
      holder.innerHTML = template.innerHTML.replace(/__prefix__/g, total.value);
      total.value = Number(total.value) + 1;
      var row = holder.firstElementChild;
      button.closest("p").before(row);
      var first = row.querySelector("textarea, input, select");
      if (first) first.focus();
    });
  }

  document.querySelectorAll("[data-import-drop]").forEach(dropZone);
  document.querySelectorAll("[data-import-choice]").forEach(choice);
  document.querySelectorAll("[data-import-writing]").forEach(writing);
  document.querySelectorAll("[data-import-sheet]").forEach(sheet);
  document.querySelectorAll("[data-import-part]").forEach(rows);
})();
