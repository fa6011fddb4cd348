/* Signing out of a device that keeps unsent work: what it keeps to read goes, what waits to be sent stays.
   Stands in the head without `defer`: the button must not be there before what it has to do. */
(function () {
  "use strict";
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!window.caches || !form.matches("form[data-keep-unsent]")) return;
    event.preventDefault();
    caches.keys().then(function (names) {
      return Promise.all(names.map(function (name) { return caches.delete(name); }));
    }).finally(function () { form.submit(); });
  });
})();
