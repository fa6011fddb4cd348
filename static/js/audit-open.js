/* A question of a checklist opens in the page that also works without a network, where the browser can do that. */
(function () {
  "use strict";
  var own = document.currentScript;
  if (window.indexedDB && window.fetch && !sessionStorage.getItem("walk-plain")) location.replace(own.dataset.app);
})();
