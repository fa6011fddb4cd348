/* The sum of the steps against the time limit, while typing in the editor.
   Same rule as procedures/step_rules.py step_sum_problems; that one decides on submit, this one only shows. */
(function () {
  "use strict";

  const MINUTES = { minute: 1, working_hour: 60, working_day: 480, same_day: 480 };
  const LIVE_DELAY = 400; // a screen reader hears the result, not every key

  function field(prefix, name) {
    return document.getElementsByName(prefix + name)[0] || null;
  }

  function number(input) {
    if (!input || input.value.trim() === "") return null;
    const text = input.value.trim().replace(/^[1-9]\d{0,2}(\.\d{3})+(?=$|,)/, (digits) => digits.replaceAll(".", ""));
    const value = Number(text.replace(",", "."));
    return Number.isFinite(value) ? value : null;
  }

  function rows(formset) {
    const total = field("", formset + "-TOTAL_FORMS");
    const found = [];
    for (let index = 0; total && index < Number(total.value); index += 1) {
      const prefix = formset + "-" + index + "-";
      const deleted = field(prefix, "DELETE");
      const isDeleted = deleted && (deleted.type === "checkbox" ? deleted.checked : deleted.value !== "");
      if (!isDeleted) found.push(prefix);
    }
    return found;
  }

  function limitAt(prefix) {
    const value = number(field(prefix, "time_limit_value"));
    const unit = field(prefix, "time_limit_unit");
    if (value === null || !unit || !unit.value) return null;
    return { value: value, unit: unit.value, minutes: unit.value in MINUTES ? value * MINUTES[unit.value] : null };
  }

  /* The longest limit that may hold: each case's own or the general one. */
  function longestLimit() {
    const general = limitAt("");
    const cases = rows("cases").map((prefix) => limitAt(prefix) || general);
    const limits = (cases.length ? cases : [general]).filter(Boolean);
    if (!limits.length) return { kind: "none" };
    if (limits.every((limit) => limit.minutes !== null)) {
      return { kind: "working", amount: Math.max(...limits.map((limit) => limit.minutes)) };
    }
    if (limits.every((limit) => limit.unit === "calendar_day")) {
      return { kind: "calendar", amount: Math.max(...limits.map((limit) => limit.value)) };
    }
    return { kind: "mixed" };
  }

  function countedSteps(citizenRoles) {
    const steps = { minutes: 0, days: 0, working: 0, calendar: 0, outside: 0 };
    rows("steps").forEach((prefix) => {
      const role = field(prefix, "role");
      if (role && citizenRoles.includes(role.value)) return;
      const waits = field(prefix, "waits_outside");
      if (waits && waits.checked) {
        steps.outside += 1;
        return;
      }
      const value = number(field(prefix, "duration_value"));
      const unit = field(prefix, "duration_unit");
      if (value === null || !unit || !unit.value) return;
      if (unit.value === "calendar_day") {
        steps.calendar += 1;
        steps.days += value;
      } else {
        steps.working += 1;
        steps.minutes += Math.floor(value * MINUTES[unit.value]);
      }
    });
    return steps;
  }

  function say(template, values) {
    return template.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  }

  function decimal(value) {
    return String(Math.round(value * 100) / 100).replace(".", ",");
  }

  function inHours(minutes, words) {
    const hours = Math.floor(minutes / 60);
    const rest = Math.round(minutes % 60);
    const parts = [];
    if (hours || !rest) parts.push(say(words.hours, { count: hours }));
    if (rest) parts.push(say(words.minutes, { count: rest }));
    return parts.join(" ");
  }

  function compare(total, most, write, words) {
    const parts = [say(words.total, { total: write(total) }), say(words.limit, { limit: write(most) })];
    if (total > most) return { state: "bad", parts: [...parts, say(words.over, { difference: write(total - most) })] };
    if (total < most) return { state: "warn", parts: [...parts, say(words.under, { difference: write(most - total) })] };
    return { state: "ok", parts: [...parts, words.fits] };
  }

  function verdict(limit, steps, words) {
    const hours = (minutes) => inHours(minutes, words);
    const days = (count) => say(words.days, { count: decimal(count) });
    if (!steps.working && !steps.calendar) return { state: "", parts: [words.noSteps] };
    if (limit.kind === "mixed") return { state: "warn", parts: [words.mixedCases] };
    if (limit.kind === "working") {
      if (steps.calendar) return { state: "warn", parts: [words.mixedSteps] };
      return compare(steps.minutes, limit.amount, hours, words);
    }
    if (limit.kind === "calendar") {
      if (steps.working) return { state: "warn", parts: [words.mixedCalendar] };
      return compare(steps.days, limit.amount, days, words);
    }
    const sums = [];
    if (steps.working) sums.push(hours(steps.minutes));
    if (steps.calendar) sums.push(days(steps.days));
    const parts = [say(words.total, { total: sums.join(" + ") })];
    if (field("", "time_limit_value")) parts.push(words.noLimit);
    return { state: "", parts: parts };
  }

  function start(panel) {
    const words = JSON.parse(panel.dataset.words);
    const citizenRoles = JSON.parse(panel.dataset.citizenRoles);
    const line = panel.querySelector("[data-step-sum-line]");
    let waiting = 0;

    function show() {
      const steps = countedSteps(citizenRoles);
      const result = verdict(longestLimit(), steps, words);
      if (steps.outside) result.parts.push(say(words.outside, { count: steps.outside }));
      const text = result.parts.join(" · ");
      if (line.textContent !== text) line.textContent = text;
      panel.dataset.state = result.state;
    }

    function soon() {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(show, LIVE_DELAY);
    }

    const form = panel.closest("form");
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    form.addEventListener("click", soon); // adding and deleting rows
    show();
  }

  function startAll() {
    document.querySelectorAll("[data-step-sum]").forEach(start);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
  else startAll();
})();
