/* For pages that can be read without a network: <body data-offline-scope="/lam-viec/so-tay/">.
   Links with data-offline-keep are kept too; an element with data-offline-note is shown while there is no network. */
(function () {
  "use strict";
  var scope = document.body.dataset.offlineScope;
  var note = document.querySelector("[data-offline-note]");

  function say() {
    if (note) note.hidden = navigator.onLine;
  }
  window.addEventListener("online", say);
  window.addEventListener("offline", say);
  say();

  if (!scope || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register("/offline-worker.js", { scope: scope }).then(function () {
    return navigator.serviceWorker.ready;
  }).then(function (registration) {
    var parts = performance.getEntriesByType("resource").map(function (entry) { return entry.name; });
    var links = Array.prototype.map.call(document.querySelectorAll("a[data-offline-keep]"), function (link) { return link.href; });
    registration.active.postMessage({ keep: [window.location.href.split("#")[0]].concat(parts, links) });
    document.documentElement.dataset.offline = "ready";
  }).catch(function () { /* without a worker the page needs the network, as any other */ });
}());
