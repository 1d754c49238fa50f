// The service worker: after the first load the program works without a network.
//
// `tools/stamp.sh` puts two lines above this text at build time: `BUILD`, a digest of every file of the build, and `FILES`,
// their relative addresses with the SHA-256 of each. Two kinds of file:
//   - named by its content (the program, its workers, its style sheet): from this build's cache, else from the network;
//   - plainly named (the page, the examples, the policies): from the network, else from this build's cache.
// A page of a newer build therefore asks for names this cache does not hold and gets the newer files, never a mixture.
// Only what fits its digest is kept and served from the cache: an entry that was damaged or cut is fetched again, and one
// that the network answered for is looked at too, so that the next visit without a network finds it whole. A new build
// waits until no page of the old one is open besides the page that brought it, then removes the old cache.

const PREFIX = `headroom:${new URL(self.registration.scope).pathname}:`;
const CACHE = PREFIX + BUILD;
const address = (path) => new URL(path, self.registration.scope).href;
const HOME = address("./index.html");

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      await Promise.all(Object.keys(FILES).map((path) => fetchAndKeep(cache, address(path))));
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

const EXPECTED = new Map(Object.entries(FILES).map(([path, digest]) => [address(path), digest]));
const plain = (url) => url.split(/[?#]/)[0];
const digestOf = async (bytes) =>
  Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** True where these are the bytes that this build has at this address. */
const fits = async (url, bytes) => EXPECTED.get(plain(url)) === (await digestOf(bytes));

/** Keeps a file of this build and answers it; throws where the network does not give it. */
async function fetchAndKeep(cache, url) {
  const answer = await fetch(new Request(url, { cache: "no-cache" }));
  if (!answer.ok) throw new Error(`${url}: status ${answer.status}`);
  const bytes = await answer.arrayBuffer();
  if (!(await fits(url, bytes))) throw new Error(`${url}: not the file of this build`);
  const whole = new Response(bytes, { headers: { "content-type": answer.headers.get("content-type") ?? "application/octet-stream" } });
  await cache.put(plain(url), whole.clone());
  return whole;
}

/** The kept file, where it is there and is what was kept. */
async function kept(url) {
  const cache = await caches.open(CACHE);
  const answer = await cache.match(plain(url));
  if (answer === undefined) return undefined;
  try {
    if (await fits(url, await answer.clone().arrayBuffer())) return answer;
  } catch {}
  await cache.delete(plain(url));
  return undefined;
}

/** Fetches what this build should hold and does not hold whole. Never fails: without a network it stays as it is. */
async function heal(url) {
  try {
    if (EXPECTED.has(plain(url)) && (await kept(url)) === undefined) await fetchAndKeep(await caches.open(CACHE), url);
  } catch {}
}

async function cacheFirst(request) {
  const answer = await kept(request.url);
  if (answer !== undefined) return answer;
  try {
    return await fetchAndKeep(await caches.open(CACHE), request.url);
  } catch {
    // No room to keep it, or not of this build: whatever the network says.
    return fetch(request);
  }
}

async function networkFirst(event, url) {
  try {
    const answer = await fetch(event.request);
    if (!answer.ok) return (await kept(url)) ?? answer;
    event.waitUntil(heal(url));
    return answer;
  } catch (error) {
    const answer = await kept(url);
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
    if (path === "" || path === "index.html") event.respondWith(networkFirst(event, HOME));
  } else {
    event.respondWith(NAMED_BY_CONTENT.test(path) ? cacheFirst(request) : networkFirst(event, request.url));
  }
});
