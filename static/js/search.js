/* Suggestions while typing; site.js loads this when somebody goes to a search box. Without it the box is a plain form. */
(function () {
  "use strict";
  var WAIT = 150, SHORTEST = 2;

  function suggest(form, number) {
    var input = form.querySelector("input[type=search]");
    var list = document.createElement("ul");
    var said = document.createElement("p");
    var timer, asked = input.defaultValue.trim(), active = -1, known = new Map();

    list.id = "suggestions-" + number;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.getAttribute("aria-label") || input.placeholder);
    said.className = "vh";
    said.setAttribute("role", "status");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    form.append(list, said);

    function close() {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function mark(place) {
      var options = list.children;
      if (active >= 0 && options[active]) options[active].setAttribute("aria-selected", "false");
      active = place;
      if (active < 0) { input.removeAttribute("aria-activedescendant"); return; }
      options[active].setAttribute("aria-selected", "true");
      options[active].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[active].id);
    }

    function choose(option) {
      input.value = option.dataset.text;
      asked = input.value;
      close();
      input.focus();
    }

    function show(items) {
      list.replaceChildren();
      items.forEach(function (item, place) {
        var option = document.createElement("li"), name = document.createElement("span"), kind = document.createElement("small");
        option.id = list.id + "-" + place;
        option.dataset.text = item.text;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        name.textContent = item.text;
        kind.textContent = item.kind;
        option.append(name, kind);
        list.append(option);
      });
      if (!items.length) { close(); said.textContent = form.dataset.none; return; }
      active = -1;
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      input.removeAttribute("aria-activedescendant");
      said.textContent = form.dataset.some.replace("#", items.length);
    }

    function ask() {
      var text = input.value.trim();
      if (text === asked) return;
      asked = text;
      if (text.length < SHORTEST) { close(); return; }
      if (known.has(text)) { show(known.get(text)); return; }
      fetch(form.dataset.suggestions + "?q=" + encodeURIComponent(text), { headers: { Accept: "application/json" } })
        .then(function (response) { return response.ok ? response.json() : { items: [] }; })
        .then(function (answer) {
          known.set(text, answer.items);
          if (text === asked && document.activeElement === input) show(answer.items);
        })
        .catch(close);
    }

    input.addEventListener("input", function () { window.clearTimeout(timer); timer = window.setTimeout(ask, WAIT); });
    input.addEventListener("keydown", function (event) {
      var last = list.children.length - 1;
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); return; }
      if (list.hidden) return;
      if (event.key === "ArrowDown") { event.preventDefault(); mark(active === last ? -1 : active + 1); }
      if (event.key === "ArrowUp") { event.preventDefault(); mark(active < 0 ? last : active - 1); }
      if (event.key === "Enter" && active >= 0) { event.preventDefault(); choose(list.children[active]); }
      if (event.key === "Tab") close();
    });
    list.addEventListener("mousedown", function (event) { event.preventDefault(); });
    list.addEventListener("click", function (event) {
      var option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
    input.addEventListener("blur", close);
    if (document.activeElement === input) ask();
  }

  document.querySelectorAll("form[data-suggestions]").forEach(suggest);
})();
