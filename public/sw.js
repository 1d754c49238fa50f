// The service worker: after the first load the program works without a network.
//
// `tools/stamp.sh` puts two lines above this text at build time: `BUILD`, a digest of every file of the build, and `FILES`,
// their relative addresses. Two kinds of file:
//   - named by its content (the program, its workers, its style sheet): from this build's cache, else from the network;
//   - plainly named (the page, the examples, the policies): from the network, else from this build's cache.
// A page of a newer build therefore asks for names this cache does not hold and gets the newer files, never a mixture.
// Every kept file carries the SHA-256 of what the network gave: an entry that does not fit it any more (damaged, cut) is not
// served but fetched again. A new build waits until no page of the old one is open besides the page that brought it, then removes the old cache.

const PREFIX = `headroom:${new URL(self.registration.scope).pathname}:`;
const CACHE = PREFIX + BUILD;
const address = (path) => new URL(path, self.registration.scope).href;
const HOME = address("./index.html");

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      await Promise.all(FILES.map((path) => fetchAndKeep(cache, address(path))));
      const pages = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
      if (pages.length <= 1) await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

const NAMED_BY_CONTENT = /-[0-9a-f]{12,}(\/|[._])/;

const DIGEST = "x-headroom-digest";
const digestOf = async (bytes) =>
  Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Fetches a file of this build and keeps it with its digest; throws where the network does not give it. */
async function fetchAndKeep(cache, url) {
  const answer = await fetch(new Request(url, { cache: "no-cache" }));
  if (!answer.ok) throw new Error(`${url}: status ${answer.status}`);
  const bytes = await answer.arrayBuffer();
  const headers = { "content-type": answer.headers.get("content-type") ?? "application/octet-stream", [DIGEST]: await digestOf(bytes) };
  const whole = new Response(bytes, { headers });
  await cache.put(url, whole.clone());
  return whole;
}

/** The kept file, where it is there and is what was kept. */
async function kept(request) {
  const cache = await caches.open(CACHE);
  const answer = await cache.match(request, { ignoreSearch: true });
  if (answer === undefined) return undefined;
  try {
    const digest = answer.headers.get(DIGEST);
    if (digest !== null && digest === (await digestOf(await answer.clone().arrayBuffer()))) return answer;
  } catch {}
  await cache.delete(request, { ignoreSearch: true });
  return undefined;
}

async function cacheFirst(request) {
  const answer = await kept(request);
  if (answer !== undefined) return answer;
  try {
    return await fetchAndKeep(await caches.open(CACHE), request.url);
  } catch {
    // No room to keep it, or not of this build: whatever the network says.
    return fetch(request);
  }
}

async function networkFirst(request, keptAs) {
  try {
    const answer = await fetch(request);
    if (answer.ok) return answer;
    return (await kept(keptAs)) ?? answer;
  } catch (error) {
    const answer = await kept(keptAs);
    if (answer === undefined) throw error;
    return answer;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { scope } = self.registration;
  if (request.method !== "GET" || !request.url.startsWith(scope)) return;
  const path = request.url.slice(scope.length).split(/[?#]/)[0];
  if (request.mode === "navigate") {
    // Only the program's own page: any other file opened in a tab is left to the browser.
    if (path === "" || path === "index.html") event.respondWith(networkFirst(request, HOME));
  } else {
    event.respondWith(NAMED_BY_CONTENT.test(path) ? cacheFirst(request) : networkFirst(request, request));
  }
});
