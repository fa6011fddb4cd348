/* Keeps the pages of one part of the site readable without a network. See docs/features/offline.md.
   Pages come from the network while there is one; what was kept is shown when there is none. */
"use strict";
const SCOPE = new URL(self.registration.scope).pathname;
const CACHE = "kept:" + SCOPE;
const PATIENCE = 6000; // milliseconds until a kept page is better than a network that does not answer
const MOST_FILES = 120;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data && event.data.keep) event.waitUntil(keepAll(event.data.keep));
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(keptFirst(request));
  else if (url.pathname.startsWith(SCOPE)) event.respondWith(networkFirst(request));
});

async function keptFirst(request) {
  const kept = await caches.match(request);
  return kept || fetch(request);
}

async function networkFirst(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreVary: true });
  const network = fetch(request).then((response) => {
    if (isWorthKeeping(response)) cache.put(request, response.clone());
    return response;
  });
  if (!kept) return network;
  network.catch(() => undefined);
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  return Promise.race([network.catch(() => kept), late]);
}

/* A redirect to the sign-in form must not take the place of a page. */
function isWorthKeeping(response) {
  return response.ok && !response.redirected && response.type === "basic";
}

async function keepAll(addresses) {
  const cache = await caches.open(CACHE);
  for (const address of addresses) {
    const url = new URL(address, self.location.origin);
    if (url.origin !== self.location.origin) continue;
    const isFile = url.pathname.startsWith("/static/");
    if (!isFile && !url.pathname.startsWith(SCOPE)) continue;
    if (isFile && (await cache.match(url.href))) continue;
    try {
      const response = await fetch(url.href, { credentials: "same-origin" });
      if (isWorthKeeping(response)) await cache.put(url.href, response);
    } catch (error) {
      return; // no network: what is kept stays
    }
  }
  await forgetOldFiles(cache);
}

/* Files of earlier releases, oldest first. */
async function forgetOldFiles(cache) {
  const files = (await cache.keys()).filter((request) => new URL(request.url).pathname.startsWith("/static/"));
  for (const request of files.slice(0, Math.max(0, files.length - MOST_FILES))) await cache.delete(request);
}
