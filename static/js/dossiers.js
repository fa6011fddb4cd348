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
    var follows = /(^|-)(case_code|channel|competent_unit)$/, asked = 0;
    form.addEventListener("change", function (event) {
      if (!follows.test(event.target.name)) return;
      var data = new FormData(form), number = ++asked;
      data.set("viec", "lam-moi");
      fetch(window.location.href, { method: "POST", body: data, credentials: "same-origin" }).then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.text();
      }).then(function (html) {
        if (number !== asked) return;
        var page = new DOMParser().parseFromString(html, "text/html");
        form.querySelectorAll("[data-fresh]").forEach(function (old) {
          var fresh = page.getElementById(old.id);
          if (fresh) old.replaceWith(document.importNode(fresh, true));
        });
        var before = page.querySelector("[name='le-phi-truoc']");
        if (before) form.elements["le-phi-truoc"].value = before.value;
        showTickAll();
      }).catch(function () {});
    });
  }

  // --- Everything that is asked for, ticked at once, but for what was said to be not needed. ---
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-tick-all]");
    if (!button) return;
    button.closest("[data-papers], form").querySelectorAll("[data-required]").forEach(function (row) {
      if (!row.querySelector(".not-needed :checked")) row.querySelector("input[type=checkbox]").checked = true;
    });
  });
  showTickAll();
  function showTickAll() {
    document.querySelectorAll("[data-tick-all]").forEach(function (button) { button.hidden = false; });
  }
})();
