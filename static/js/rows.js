/* Lists of work: with the focus in a list, j and k go down and up; Enter opens, as always. Loaded with `defer`.
   Letters act only while the list has the focus (WCAG 2.1.4), so nobody is surprised elsewhere. */
(function () {
  "use strict";
  var LISTS = "[data-rows], .jobs";

  // "?" and its button open the list of keys; the dialog itself keeps the focus, Escape and its button close it.
  var help = document.querySelector("dialog[data-key-help]"), opener = document.querySelector("[data-keys]");
  if (help && help.showModal) {
    opener.hidden = false;
    opener.addEventListener("click", function () { help.showModal(); });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "?" || event.altKey || event.ctrlKey || event.metaKey || help.open) return;
      if (event.target.closest("input, textarea, select, [contenteditable]")) return;
      event.preventDefault();
      help.showModal();
    });
  }

  document.addEventListener("keydown", function (event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if ((event.key !== "j" && event.key !== "k") || !event.target.closest(LISTS)) return;
    var rows = Array.from(document.querySelectorAll(LISTS)).flatMap(function (list) { return Array.from(list.children); })
      .filter(function (row) { return row.querySelector("a"); });
    var here = rows.findIndex(function (row) { return row.contains(event.target); });
    var to = rows[Math.max(0, Math.min(here + (event.key === "j" ? 1 : -1), rows.length - 1))];
    if (!to) return;
    event.preventDefault();
    to.querySelector("a").focus();
  });
})();
