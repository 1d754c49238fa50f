// A small static server for the built page, under a sub-path as on a project page: correct types, nothing else.
// Also runs by itself: node serve.mjs [folder] [base] [port]
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

export const DIST = fileURLToPath(new URL("../../dist", import.meta.url));

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".jsonl": "application/jsonl",
  ".md": "text/markdown; charset=utf-8",
  ".svg": "image/svg+xml",
  ".tsv": "text/tab-separated-values; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/**
 * Serves `root` below `base` on 127.0.0.1. `rewrite(path, bytes)` may change what a file says (a newer build, say);
 * `compress` answers in Brotli; `sent` counts the bytes of each answer's body.
 */
export async function serve({ root = DIST, base = "/headroom/", port = 0, rewrite = (_, bytes) => bytes, compress = false } = {}) {
  const folder = resolve(root);
  const sent = new Map();
  const packed = new Map();
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://local").pathname);
    const inside = path.startsWith(base) ? path.slice(base.length) || "index.html" : undefined;
    const file = inside === undefined ? undefined : normalize(join(folder, inside));
    try {
      if (file === undefined || !file.startsWith(folder + sep)) throw new Error("outside");
      let bytes = rewrite(inside, await readFile(file));
      const headers = { "content-type": TYPES[extname(file)] ?? "application/octet-stream", "cache-control": "no-cache" };
      if (compress) {
        if (!packed.has(inside)) packed.set(inside, brotliCompressSync(bytes));
        bytes = packed.get(inside);
        headers["content-encoding"] = "br";
      }
      sent.set(inside, bytes.length);
      response.writeHead(200, headers).end(bytes);
    } catch {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
    }
  });
  await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${server.address().port}${base}`;
  const close = () =>
    new Promise((closed) => {
      server.close(closed);
      server.closeAllConnections();
    });
  return { url, sent, close };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [root = DIST, base = "/headroom/", port = "8081"] = process.argv.slice(2);
  const { url } = await serve({ root, base, port: Number(port) });
  console.log(url);
}
