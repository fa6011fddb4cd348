/* Five whys: every answer becomes the next question as it is typed. Without scripts the button asks the server. */
(function () {
  "use strict";
  var box = document.querySelector("[data-whys]");
  if (!box) return;
  var rows = Array.from(box.querySelectorAll("li")), button = box.querySelector("[data-ask-on]");
  var asked = box.getAttribute("data-question");

  function answer(row) { return row.querySelector("textarea").value.trim(); }

  function refresh() {
    rows.slice(1).forEach(function (row, index) {
      var before = answer(rows[index]).replace(/\.$/, "");
      if (before) row.querySelector("label").textContent = asked.replace("{}", before);
    });
    button.hidden = !rows.some(function (row) { return row.hidden; });
  }

  button.addEventListener("click", function (event) {
    var next = rows.find(function (row) { return row.hidden; });
    event.preventDefault();
    if (!next) return;
    next.hidden = false;
    refresh();
    next.querySelector("textarea").focus();
  });
  box.addEventListener("input", refresh);
  refresh();
})();
