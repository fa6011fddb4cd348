/* Dossier screens: saves clicks only, every page works without it. Loaded with `defer`. */
(function () {
  "use strict";

  // --- A form is sent once: a double click sends nothing more; the back button gives the form back. ---
  document.querySelectorAll("form[data-once]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
    });
    window.addEventListener("pageshow", function () { delete form.dataset.sent; });
  });

  // --- The print button of a new dossier is what comes next. ---
  var next = document.querySelector("[data-focus]");
  if (next && !document.querySelector(".errors")) next.focus();

  // --- Search as you type over procedures: the page itself is asked again, its list replaced. ---
  var choose = document.querySelector("form[data-choose]");
  if (choose) searchAsYouType(choose);

  function searchAsYouType(form) {
    var box = form.elements.q, list = document.getElementById("cac-thu-tuc"), shown = box.value.trim(), asked = 0, timer;
    function ask() {
      var words = box.value.trim(), number = ++asked;
      if (words === shown) return Promise.resolve();
      return fetch(form.action + "?q=" + encodeURIComponent(words), { credentials: "same-origin" }).then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.text();
      }).then(function (html) {
        var fresh = new DOMParser().parseFromString(html, "text/html").getElementById("cac-thu-tuc");
        if (fresh && number === asked) { list.replaceChildren.apply(list, Array.from(fresh.childNodes)); shown = words; }
      });
    }
    box.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(function () { ask().catch(function () {}); }, 150);
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      clearTimeout(timer);
      ask().then(function () {
        var first = list.querySelector("a");
        if (first && box.value.trim()) window.location.assign(first.href);
      }).catch(function () { form.submit(); });
    });
  }

  // --- Reception: papers, date and fees follow case, channel and unit. ---
  var intake = document.querySelector("form[data-intake]");
  if (intake) keepFresh(intake);

  function keepFresh(form) {
    var follows = ["case_code", "channel", "competent_unit"], parts = ["phan-giay-to", "phan-han", "phan-le-phi"], asked = 0;
    form.addEventListener("change", function (event) {
      if (follows.indexOf(event.target.name) < 0) return;
      var data = new FormData(form), number = ++asked;
      data.set("viec", "lam-moi");
      fetch(window.location.href, { method: "POST", body: data, credentials: "same-origin" }).then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.text();
      }).then(function (html) {
        if (number !== asked) return;
        var page = new DOMParser().parseFromString(html, "text/html");
        parts.forEach(function (id) {
          var fresh = page.getElementById(id), old = document.getElementById(id);
          if (fresh && old) old.replaceWith(document.importNode(fresh, true));
        });
        var before = page.querySelector("[name='le-phi-truoc']");
        if (before) form.elements["le-phi-truoc"].value = before.value;
        showTickAll();
      }).catch(function () {});
    });
    form.addEventListener("click", function (event) {
      var button = event.target.closest("[data-tick-all]");
      if (!button) return;
      form.querySelectorAll(".checklist input[type=checkbox]").forEach(function (box) {
        if (!box.closest(".of-group") && !box.closest("li").querySelector(".pill")) box.checked = true;
      });
    });
    showTickAll();
  }
  function showTickAll() {
    document.querySelectorAll("[data-tick-all]").forEach(function (button) { button.hidden = false; });
  }

  // --- j and k go down and up in a list, Enter opens what has the focus. ---
  var rows = document.querySelector("[data-rows]");
  document.querySelectorAll("[data-keys]").forEach(function (hint) { hint.hidden = false; });
  document.addEventListener("keydown", function (event) {
    if (!rows || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key !== "j" && event.key !== "k") return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    var links = Array.from(document.querySelectorAll("[data-rows] > li a:first-of-type")), here = links.indexOf(document.activeElement);
    var to = links[event.key === "j" ? Math.min(here + 1, links.length - 1) : Math.max(here - 1, 0)];
    if (to) { event.preventDefault(); to.focus(); }
  });
})();
