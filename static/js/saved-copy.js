/* Says on a page kept by js/offline.js that it is a kept copy: <div hidden data-saved-copy="address to ask">.
   What needs the network ([data-needs-network]) is closed meanwhile. */
(function () {
  "use strict";
  var note = document.querySelector("[data-saved-copy]");
  if (!note) return;

  function show(away) {
    note.hidden = !away;
    document.querySelectorAll("[data-needs-network]").forEach(function (button) { button.disabled = away; });
  }

  function ask() {
    if (!navigator.onLine) { show(true); return; }
    fetch(note.dataset.savedCopy, { method: "HEAD", cache: "no-store" })
      .then(function () { show(false); }, function () { show(true); });
  }

  window.addEventListener("online", ask);
  window.addEventListener("offline", ask);
  ask();
})();
