/* Signing out of a device that keeps unsent work: what it keeps to read goes, what waits to be sent stays.
   The workers go first: one that is still busy keeping a page would keep it again after it was forgotten. */
(function () {
  "use strict";
  document.querySelectorAll("form[data-keep-unsent]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (!window.caches || form.dataset.forgotten) return;
      event.preventDefault();
      forgetWorkers().catch(function () { /* the pages go all the same */ }).then(forgetPages).finally(function () {
        form.dataset.forgotten = "true";
        form.submit();
      });
    });
  });

  async function forgetWorkers() {
    var workers = await navigator.serviceWorker.getRegistrations();
    await Promise.all(workers.map(function (worker) { return worker.unregister(); }));
  }

  async function forgetPages() {
    var names = await caches.keys();
    await Promise.all(names.map(function (name) { return caches.delete(name); }));
  }
})();
