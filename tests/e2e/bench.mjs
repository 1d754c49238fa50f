// The browser bench, on the release build in ../../dist: what the first load costs in bytes and in time, a large file beside
// Papa Parse, and how long a moved threshold takes to the painted verdict.
// `./dev bench` runs it; figures go to the terminal and to target/bench/browser.json.
import { chromium } from "@playwright/test";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { benchMoving } from "./bench_moving.mjs";
import { benchReading } from "./bench_reading.mjs";
import { launch } from "./browser.mjs";
import { DIST, serve } from "./serve.mjs";

const LOADS = 9;
const BUDGET = 200_000;
const OPENING = /^(index\.html|boot\.js|[^/]*\.css|icon\.svg)$/;
const sum = (sizes) => Object.values(sizes).reduce((a, b) => a + b, 0);
const OUT = fileURLToPath(new URL("../../target/bench", import.meta.url));

const files = (await readdir(DIST, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();
const sizes = {};
for (const file of files) {
  const bytes = await readFile(file);
  sizes[file.slice(DIST.length + 1)] = { raw: bytes.length, gzip: gzipSync(bytes).length, brotli: brotliCompressSync(bytes).length };
}

// Every load is a new visitor's: a new context, nothing cached, no service worker in the way.
const browser = await chromium.launch(launch);
const site = await serve({ compress: true });
const loads = [];
for (let load = 0; load < LOADS; load += 1) {
  const context = await browser.newContext();
  const page = await context.newPage();
  site.sent.clear();
  await page.goto(`${site.url}?nosw`);
  await page.waitForFunction(() => performance.getEntriesByName("headroom-verdict").length > 0, undefined, { timeout: 60_000 });
  const asked = Object.fromEntries(site.sent);
  // The first view is the example's verdict, which the page itself holds: nothing of the program is needed for it.
  const firstView = Object.fromEntries(Object.entries(asked).filter(([name]) => OPENING.test(name)));
  const times = await page.evaluate(() => ({
    painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
    started: performance.getEntriesByName("headroom-started")[0].startTime,
    computed: performance.getEntriesByName("headroom-verdict")[0].startTime,
  }));
  loads.push({ ...times, bytes: sum(firstView), all: sum(asked), firstView });
  await context.close();
}
await site.close();

const uncompressed = await serve();
const moving = await benchMoving(browser, uncompressed);
const reading = await benchReading(browser, uncompressed);
await uncompressed.close();
await browser.close();

const median = (values) => values.filter((value) => value !== undefined).sort((a, b) => a - b)[Math.floor(values.length / 2)];
const largest = loads.reduce((a, b) => (b.bytes > a.bytes ? b : a));
const result = {
  sizes,
  first_view: { brotli_bytes: largest.bytes, budget: BUDGET, files: largest.firstView },
  first_paint_ms: median(loads.map((load) => load.painted)),
  started_ms: median(loads.map((load) => load.started)),
  computed_verdict: { brotli_bytes: Math.max(...loads.map((load) => load.all)), ms: median(loads.map((load) => load.computed)) },
  loads: LOADS,
  moving,
  reading,
};
await mkdir(OUT, { recursive: true });
await writeFile(join(OUT, "browser.json"), `${JSON.stringify(result, null, 2)}\n`);

const column = (value) => String(value).padStart(10);
console.log(`${"file".padEnd(48)}${["raw", "gzip", "brotli"].map(column).join("")}`);
for (const [name, { raw, gzip, brotli }] of Object.entries(sizes)) {
  console.log(`${name.padEnd(48)}${[raw, gzip, brotli].map(column).join("")}${name in largest.firstView ? "  first view" : ""}`);
}
console.log(`first view, the example's verdict: ${largest.bytes} bytes in Brotli (budget ${BUDGET})`);
console.log(`with the program, until its own verdict: ${result.computed_verdict.brotli_bytes} bytes in Brotli`);
console.log(
  `median of ${LOADS} first loads: painted after ${result.first_paint_ms.toFixed(0)} ms, program started after ${result.started_ms.toFixed(0)} ms, its own verdict after ${result.computed_verdict.ms.toFixed(0)} ms`,
);
console.log(
  `threshold to painted verdict, ${moving.moves} moves: median ${moving.median_ms.toFixed(1)} ms, 95 % within ${moving.p95_ms.toFixed(1)} ms (a frame here is ${moving.frame_ms.toFixed(1)} ms)`,
);
for (const [kind, { rows, headroom_ms, papaparse_ms, ratio }] of Object.entries(reading)) {
  console.log(
    `50 MB of CSV, ${kind}, ${rows} rows: Headroom ${headroom_ms.toFixed(0)} ms, Papa Parse ${papaparse_ms.toFixed(0)} ms, ratio ${ratio.toFixed(2)}`,
  );
}
if (largest.bytes > BUDGET) process.exitCode = 1;
