/* Saves clicks only: every page works without this file. Loaded with `defer`. */
(function () {
  "use strict";
  var wide = window.matchMedia("(min-width: 65.01em)");

  // Filters lie open where there is room for them.
  function openFilters() {
    if (!wide.matches) return;
    document.querySelectorAll("details[data-open-wide]").forEach(function (el) { el.open = true; });
  }
  openFilters();
  wide.addEventListener("change", openFilters);

  // Print button: hidden in HTML, since printing from a page needs a script.
  document.querySelectorAll("[data-print]").forEach(function (el) {
    el.hidden = false;
    el.addEventListener("click", function () { window.print(); });
  });

  // Paper has no closed folds.
  var opened = [];
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.fold:not([open])").forEach(function (el) { el.open = true; opened.push(el); });
    document.querySelectorAll("[data-printed-at]").forEach(function (el) {
      el.textContent = new Date().toLocaleString("vi-VN", { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit" });
    });
  });
  window.addEventListener("afterprint", function () {
    opened.splice(0).forEach(function (el) { el.open = false; });
  });

  // The result of a refused form is read first; a reload keeps the case in the address.
  var summary = document.querySelector(".errors");
  if (summary) summary.focus();
  document.querySelectorAll(".by-case").forEach(function (box) {
    box.addEventListener("change", function (event) {
      if (event.target.type !== "radio" || !window.history.replaceState) return;
      var url = new URL(window.location.href);
      url.searchParams.set(event.target.name, event.target.value);
      window.history.replaceState(null, "", url);
    });
  });

  // A search box fetches its suggestions' script and style when somebody goes to it; "/" goes there.
  function wakeSearch(event) {
    var form = event.target.closest && event.target.closest("form[data-suggestions]");
    if (!form) return;
    document.removeEventListener("focusin", wakeSearch);
    var style = document.createElement("link"), script = document.createElement("script");
    style.rel = "stylesheet";
    style.href = form.dataset.style;
    script.src = form.dataset.script;
    document.head.append(style, script);
  }
  document.addEventListener("focusin", wakeSearch);
  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    var boxes = Array.from(document.querySelectorAll("form[role=search] input[type=search]")).filter(function (box) { return box.offsetParent; });
    var box = boxes.find(function (one) { return one.closest("main"); }) || boxes[0];
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // Escape and a click elsewhere close the menus that are `details`.
  var menus = "details.menu, details.more, details.account";
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll(menus).forEach(function (el) {
      if (el.open) { el.open = false; el.querySelector("summary").focus(); }
    });
  });
  document.addEventListener("click", function (event) {
    document.querySelectorAll(menus).forEach(function (el) {
      if (el.open && !el.contains(event.target)) el.open = false;
    });
  });
})();
