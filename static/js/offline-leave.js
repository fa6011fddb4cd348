/* Signing out of a device that keeps unsent work: what it keeps to read goes, what waits to be sent stays. */
(function () {
  "use strict";
  document.querySelectorAll("form[data-keep-unsent]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (!window.caches || form.dataset.forgotten) return;
      event.preventDefault();
      caches.keys().then(function (names) {
        return Promise.all(names.map(function (name) { return caches.delete(name); }));
      }).finally(function () {
        form.dataset.forgotten = "true";
        form.submit();
      });
    });
  });
})();
