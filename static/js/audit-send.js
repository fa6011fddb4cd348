/* Sends what is kept, whenever there is a network: auditSend({url, photoUrl, user, store, onState, onSay, onRefused}).
   Nothing leaves the store before the server said what became of it. */
(function () {
  "use strict";
  var EVERY = 20000, PATIENCE = 30000, PHOTO_PATIENCE = 180000, BATCH = 50; // ms; answers at once

  window.auditSend = function (own) {
    var busy = false, again = false, timer;

    async function ask(url, options, patience) {
      var stop = new AbortController(), clock = setTimeout(function () { stop.abort(); }, patience || PATIENCE);
      try {
        var answer = await fetch(url, Object.assign({ cache: "no-store", credentials: "same-origin", signal: stop.signal, headers: {} }, options));
        var isOurs = /^application\/json/.test(answer.headers.get("Content-Type") || "");
        // A page instead of our JSON: a sign-in page of some network in between, or a server in trouble.
        if (!isOurs) throw { say: answer.status >= 400 ? "later" : "away" };
        var body = await answer.json();
        if (answer.status === 401) throw { say: "signin" };
        if (answer.status === 409) throw { say: "other" };
        if (answer.status === 403 || answer.status === 404) throw { say: "closed" };
        if (answer.status >= 500) throw { say: "later" };
        return { status: answer.status, body: body };
      } catch (error) {
        throw error && error.say ? error : { say: "away" };
      } finally {
        clearTimeout(clock);
      }
    }

    async function refuse(row, sentence) {
      row.refused = sentence;
      await own.store.put(row);
      own.onRefused(row);
    }

    async function sendBatch(token, rows) {
      var answers = rows.filter(function (row) { return row.kind === "answer"; }).map(function (row) {
        return { number: row.n, uid: row.uid, grade: row.grade, note: row.note, based_on: row.based_on, at: row.at };
      });
      var removals = rows.filter(function (row) { return row.kind === "removal"; }).map(function (row) { return row.uid; });
      var got = await ask(own.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ user: own.user, answers: answers, removals: removals })
      });
      if (got.status !== 200) throw { say: "later" };
      for (var result of got.body.results) {
        var row = rows.find(function (one) { return one.uid === result.uid; });
        if (!row) continue;
        if (result.outcome === "refused") await refuse(row, result.sentence);
        else await own.store.settle(row.key, row.uid);
      }
      await own.onState(got.body.state);
    }

    async function sendPhoto(token, row) {
      var form = new FormData();
      form.append("user", own.user);
      form.append("number", row.n);
      form.append("uid", row.uid);
      form.append("at", row.at);
      form.append("photo", row.blob, "photo.jpg");
      var got = await ask(own.photoUrl, { method: "POST", headers: { "X-CSRFToken": token }, body: form }, PHOTO_PATIENCE);
      if (got.status === 422) await refuse(row, got.body.sentence);
      else if (got.status !== 200) throw { say: "later" };
      else await own.store.settle(row.key, row.uid);
    }

    async function round() {
      var hello = (await ask(own.url, {})).body;
      if (String(hello.user) !== String(own.user)) throw { say: "other" };
      await own.onState(hello.state);
      var rows = (await own.store.all()).filter(function (row) { return hello.mayAudit || !row.refused; });
      if (!rows.length) { own.onSay(hello.mayAudit ? "sent" : "closed"); return; }
      own.onSay("sending");
      var small = rows.filter(function (row) { return row.kind !== "photo"; });
      for (var start = 0; start < small.length; start += BATCH) await sendBatch(hello.token, small.slice(start, start + BATCH));
      var photos = rows.filter(function (row) { return row.kind === "photo"; });
      for (var photo of photos) await sendPhoto(hello.token, photo);
      if (photos.length) await own.onState((await ask(own.url, {})).body.state);
      var left = await own.store.all();
      own.onSay(!left.length ? "sent" : !hello.mayAudit ? "closed" : left.some(function (row) { return row.refused; }) ? "refused" : "sending");
    }

    async function now() {
      clearTimeout(timer);
      if (busy) { again = true; return; }
      busy = true;
      try {
        await round();
      } catch (error) {
        if (!error.say) throw error;
        own.onSay(error.say);
      } finally {
        busy = false;
        timer = setTimeout(now, again ? 500 : EVERY);
        again = false;
      }
    }

    function soon(wait) { if (busy) again = true; else { clearTimeout(timer); timer = setTimeout(now, wait); } }

    window.addEventListener("online", now);
    window.addEventListener("offline", function () { own.onSay("away"); });
    document.addEventListener("visibilitychange", function () { now(); });
    return { now: now, soon: soon };
  };
})();
