/* Makes a page work without a network: <script src="…/offline.js" data-worker="…" data-scope="…" defer>.
   Links marked data-offline-keep are fetched too. Without service workers (plain http) nothing happens. */
(function () {
  "use strict";
  var own = document.currentScript;
  if (!("serviceWorker" in navigator) || !own) return;

  function isHere(address) { return new URL(address, location.href).origin === location.origin; }

  function parts() {
    // What scripts asked for is news, not a part of the page.
    var loaded = performance.getEntriesByType("resource").filter(function (entry) { return entry.initiatorType !== "fetch"; })
      .map(function (entry) { return entry.name; });
    var links = Array.from(document.querySelectorAll("a[data-offline-keep]"), function (link) { return link.href; });
    var all = [location.href.split("#")[0]].concat(loaded, links).filter(isHere);
    return Array.from(new Set(all.map(function (address) { return address.split("#")[0]; })));
  }

  navigator.serviceWorker.addEventListener("message", function (event) {
    if (event.data && event.data.kept) document.documentElement.dataset.offlineReady = "true";
  });

  window.addEventListener("load", function () {
    navigator.serviceWorker.register(own.dataset.worker, { scope: own.dataset.scope }).then(function (registration) {
      var worker = registration.active || registration.waiting || registration.installing;
      if (!worker) return;
      function ask() { if (registration.active) registration.active.postMessage({ keep: parts() }); }
      if (worker.state === "activated") ask();
      else worker.addEventListener("statechange", function () { if (worker.state === "activated") ask(); });
    }, function () { /* a browser that refuses still shows the page */ });
  });
})();
