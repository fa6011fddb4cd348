/* Keeps the pages of its scope and the files they need, so that they open without a network.
   Served by the view `offline_worker`, which puts BUILD and AWAY in front. See docs/features/offline.md. */
(function () {
  "use strict";
  var scope = new URL(self.registration.scope).pathname;
  var PREFIX = "offline " + scope + " ";
  var NAME = PREFIX + BUILD;
  var PATIENCE = 8000; // ms; a network that is slower than this counts as none where a kept answer exists
  var HASHED = /\.[0-9a-f]{12}\.\w+$/;

  self.addEventListener("install", function () { self.skipWaiting(); });

  self.addEventListener("activate", function (event) {
    event.waitUntil(moveOn().then(function () { return self.clients.claim(); }));
  });

  // A new build takes over the pages of the one before (a screen may be offline just then), not its files.
  async function moveOn() {
    var now = await caches.open(NAME);
    for (var name of await caches.keys()) {
      if (name === NAME || !name.startsWith(PREFIX)) continue;
      var old = await caches.open(name);
      for (var request of await old.keys()) {
        if (!(await now.match(request))) await now.put(request, await old.match(request));
      }
      await caches.delete(name);
    }
  }

  self.addEventListener("fetch", function (event) {
    var request = event.request, url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== self.location.origin || request.cache === "no-store") return;
    if (HASHED.test(url.pathname)) event.respondWith(keptFirst(request));
    else if (url.pathname.startsWith(scope) || url.pathname.startsWith(FILES)) event.respondWith(networkFirst(request));
  });

  async function keptFirst(request) {
    var kept = await (await caches.open(NAME)).match(request);
    return kept || networkFirst(request);
  }

  async function networkFirst(request) {
    var cache = await caches.open(NAME);
    var kept = await cache.match(request, { ignoreVary: true });
    try {
      var answer = await withPatience(fetch(request), kept ? PATIENCE : 0);
      if (answer.status >= 500 && kept) return kept;
      await note(cache, request, answer);
      return answer;
    } catch (error) {
      if (kept) return kept;
      if (request.mode !== "navigate") throw error;
      return new Response(AWAY, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
    }
  }

  function withPatience(answer, limit) {
    if (!limit) return answer;
    return Promise.race([answer, new Promise(function (_, refuse) { setTimeout(refuse, limit, new Error("slow")); })]);
  }

  // What is there is kept; what the server no longer shows to this person is forgotten.
  function note(cache, request, answer) {
    if (answer.ok && !answer.redirected && answer.type === "basic") return cache.put(request, answer.clone());
    if (answer.status < 500) return cache.delete(request, { ignoreVary: true });
    return Promise.resolve(false);
  }

  // The first visit happened before this worker: its page says what it is made of.
  self.addEventListener("message", function (event) {
    if (!event.data || !Array.isArray(event.data.keep)) return;
    event.waitUntil(caches.open(NAME).then(function (cache) { return keepAll(cache, event.data.keep); }));
  });

  async function keepAll(cache, addresses) {
    for (var address of addresses) {
      var url = new URL(address, self.location.origin);
      var isOurs = url.pathname.startsWith(scope) || url.pathname.startsWith(FILES) || HASHED.test(url.pathname);
      if (url.origin !== self.location.origin || !isOurs) continue;
      if (HASHED.test(url.pathname) && (await cache.match(url))) continue;
      var request = new Request(url, { credentials: "same-origin" });
      try { await note(cache, request, await fetch(request)); } catch (error) { return; }
    }
    var clients = await self.clients.matchAll();
    clients.forEach(function (client) { client.postMessage({ kept: addresses.length }); });
  }
})();
