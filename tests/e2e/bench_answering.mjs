// How the page answers while files are read: from a real click or key to its painted effect, the longest time in which the
// page's thread does nothing else, and the memory of the browser's processes. It is run by hand, since it takes minutes and
// gigabytes: node bench_answering.mjs [case…]; figures go to the terminal and to target/bench/answering.json.
import { chromium } from "@playwright/test";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "./browser.mjs";
import { LARGE } from "./large.mjs";
import { processes } from "./processes.mjs";
import { serve } from "./serve.mjs";

const OUT = fileURLToPath(new URL("../../target/bench", import.meta.url));
/** Milliseconds within which a person does not notice that anything else goes on. */
const BOUND = 200;
/** Longest that a file may take, in milliseconds. */
const PATIENCE = Number(process.env.HEADROOM_PATIENCE ?? 300_000);
/** How long the page is watched after its last sign of work. */
const QUIET = 4_000;

// Runs in the page before its own scripts: the longest gap between two ticks of the page's thread, and for every real click
// and key the time until a frame with its effect has been painted.
function watchPage() {
  const seen = { gap: 0, gaps: [], answers: [], said: [], workers: 0 };
  // Engines that are started: more than one of a kind means that one was given up.
  const Real = window.Worker;
  window.Worker = class extends Real {
    constructor(...given) {
      super(...given);
      seen.workers += 1;
    }
  };
  // Words that a change of page takes away again.
  const listen = () =>
    new MutationObserver(() => {
      for (const note of document.querySelectorAll("[role=alert], .notice, .working__label")) {
        const text = note.textContent.trim().slice(0, 300);
        if (text !== "" && !seen.said.includes(text)) seen.said.push(text);
      }
    }).observe(document.documentElement, { childList: true, subtree: true, characterData: true });
  if (document.documentElement) listen();
  else addEventListener("DOMContentLoaded", listen);
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    seen.gap = Math.max(seen.gap, now - last);
    if (now - last > 100) seen.gaps.push(Math.round(now - last));
    last = now;
  }, 5);
  const painted = () =>
    new Promise((done) => {
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => done(performance.now());
        channel.port2.postMessage(0);
      });
    });
  const state = () => document.querySelector("h1")?.textContent + (document.activeElement?.value ?? "");
  const measure = async (event) => {
    if (!event.isTrusted) return;
    const before = seen.before;
    let at = await painted();
    while (state() === before && at - event.timeStamp < 20_000) at = await painted();
    seen.answers.push({ what: event.type, ms: at - event.timeStamp, hit: state() !== before });
  };
  for (const type of ["pointerdown", "keydown"]) addEventListener(type, measure, { capture: true });
  window.answering = seen;
  window.answeringState = state;
}

/** One case in a browser of its own, so that its memory is that of this case. */
async function one(site, files, words) {
  const browser = await chromium.launch(launch);
  const watch = processes();
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  const page = await context.newPage();
  let died = false;
  page.on("crash", () => (died = true));
  await page.addInitScript(watchPage);
  await page.goto(`${site.url}?nosw#/decide`);
  await page.locator(".verdict__sure").waitFor({ timeout: 60_000 });
  await page.waitForTimeout(2_000);
  await browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
  const idle = await answers(page, 3);
  const idleTasks = pageTasks(JSON.parse((await browser.stopTracing()).toString()));
  await page.evaluate(() => Object.assign(window.answering, { gap: 0, gaps: [], answers: [] }));
  const before = watch.now();
  const workedBefore = watch.workers();
  await page.evaluate(() => (location.hash = "#/evidence"));
  await browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
  await page.getByLabel("Choose files").setInputFiles(files);
  const begin = performance.now();
  let quiet = begin;
  const name = (Array.isArray(files) ? files[0] : files).split("/").pop();
  let namedAfter = null;
  let seen = "";
  const said = new Set();
  while (!died && performance.now() - begin < PATIENCE) {
    await answers(page, 1).catch((error) => said.add(`no answer: ${String(error).split("\n")[0]}`));
    const now = await page
      .evaluate(() => ({
        busy: document.querySelector(".working__label")?.textContent ?? null,
        notices: window.answering.said,
        verdict: document.querySelector(".verdict__action")?.textContent ?? "",
        sure: document.querySelector(".verdict__sure")?.textContent ?? "",
      }))
      .catch(() => null);
    if (now === null) continue;
    now.notices.forEach((text) => said.add(text.slice(0, 400)));
    const is = JSON.stringify(now);
    if (namedAfter === null && now.notices.some((text) => text.includes(name) && !text.startsWith("reading"))) namedAfter = (performance.now() - begin) / 1000;
    if (is !== seen || now.busy !== null) quiet = performance.now();
    seen = is;
    if (namedAfter !== null && performance.now() - quiet > QUIET) break;
  }
  const took = quiet - begin;
  const found = died ? null : await page.evaluate(() => window.answering).catch(() => null);
  const cards = died ? [] : await listed(page).catch(() => []);
  const worked = watch.workers() - workedBefore;
  const most = watch.stop();
  const trace = await Promise.race([browser.stopTracing(), new Promise((done) => setTimeout(done, 20_000))]).catch(() => undefined);
  const tasks = trace === undefined ? [] : pageTasks(JSON.parse(trace.toString()));
  await browser.close();
  const times = found?.answers.filter((a) => a.hit).map((a) => a.ms) ?? [];
  return {
    what: words,
    seconds: took / 1000,
    named_after_s: namedAfter,
    // Of the page's thread alone: how long its longest tasks ran (CPU time where the machine is busy with other things).
    longest_tasks_ms: tasks.slice(0, 8).map((t) => t.cpu),
    tasks_over: tasks.filter((t) => t.cpu > BOUND).length,
    worker_cpu_s: worked,
    died,
    workers: found?.workers ?? null,
    gap_ms: found?.gap ?? null,
    gaps: found?.gaps.sort((a, b) => b - a).slice(0, 8) ?? [],
    asked: times.length,
    worst_ms: Math.max(0, ...times),
    median_ms: median(times),
    over: times.filter((t) => t > BOUND).length,
    without_effect: found?.answers.filter((a) => !a.hit).length ?? null,
    idle_tasks_ms: idleTasks.slice(0, 4).map((t) => t.cpu),
    idle_ms: median(idle),
    idle_worst_ms: Math.max(0, ...idle),
    before_mb: before,
    most_mb: most,
    cards,
    said: [...said],
  };
}

/** The longest tasks of the page's main thread. */
function pageTasks(trace) {
  const mains = trace.traceEvents.filter((e) => e.name === "thread_name" && e.args.name === "CrRendererMain").map((e) => `${e.pid}/${e.tid}`);
  const tasks = trace.traceEvents.filter((e) => e.ph === "X" && e.name.endsWith("RunTask") && mains.includes(`${e.pid}/${e.tid}`));
  return tasks.map((e) => ({ cpu: Math.round((e.tdur ?? e.dur) / 1000), wall: Math.round(e.dur / 1000) })).sort((a, b) => b.cpu - a.cpu);
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function listed(page) {
  await page.evaluate(() => (location.hash = "#/evidence"));
  await page.waitForTimeout(500);
  const cards = page.getByRole("article");
  const count = await cards.count();
  const shown = [];
  for (let i = Math.max(0, count - 2); i < count; i += 1) shown.push((await cards.nth(i).innerText()).slice(0, 300).replaceAll("\n", " | "));
  return [`${count} cards`, ...shown];
}

/** Real input: to another page by its link, a slider moved by a key, and back. */
async function answers(page, rounds) {
  for (let round = 0; round < rounds; round += 1) {
    await act(page, "Curves");
    await act(page, "Decide");
    // Gates that pass lie in a line that opens: which sliders there are depends on the evidence.
    const slider = page.locator("main input[type=range]:visible").first();
    if ((await slider.count()) === 0) continue;
    await slider.focus({ timeout: 2_000 }).catch(() => null);
    for (const name of round % 2 === 0 ? ["ArrowRight", "ArrowLeft"] : ["ArrowLeft", "ArrowRight"]) await key(page, name);
  }
  return page.evaluate(() => window.answering.answers.filter((a) => a.hit).map((a) => a.ms));
}

async function act(page, name) {
  const box = await page.getByRole("link", { name, exact: true }).first().boundingBox({ timeout: 20_000 });
  await page.evaluate(() => (window.answering.before = window.answeringState()));
  const before = await page.evaluate(() => window.answering.answers.length);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForFunction((before) => window.answering.answers.length > before, before, { timeout: 22_000 });
}

async function key(page, name) {
  await page.evaluate(() => (window.answering.before = window.answeringState()));
  const before = await page.evaluate(() => window.answering.answers.length);
  await page.keyboard.press(name);
  await page.waitForFunction((before) => window.answering.answers.length > before, before, { timeout: 22_000 });
}

const wanted = process.argv.slice(2);
const folder = process.env.HEADROOM_LARGE ?? join(OUT, "large");
await mkdir(folder, { recursive: true });
const site = await serve();
const results = [];
for (const [name, { words, make }] of Object.entries(LARGE)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const files = await make(join(folder, name));
  const result = { name, ...(await one(site, files, words)) };
  results.push(result);
  console.log(JSON.stringify(result, null, 1));
  if (process.env.HEADROOM_LARGE === undefined) await rm(join(folder, name), { recursive: true, force: true });
}
await site.close();
await mkdir(OUT, { recursive: true });
await writeFile(join(OUT, "answering.json"), `${JSON.stringify(results, null, 2)}\n`);
for (const r of results) {
  console.log(
    `${r.what}: ${r.died ? "the tab died" : "the tab lives"} after ${r.seconds.toFixed(1)} s; ${r.asked} clicks and keys, median ${r.median_ms?.toFixed(0)} ms, worst ${r.worst_ms.toFixed(0)} ms, ${r.over} over ${BOUND} ms (idle: ${r.idle_ms?.toFixed(0)}); longest gap ${r.gap_ms?.toFixed(0)} ms, longest task ${r.longest_tasks_ms[0]} ms of processor time (idle: ${r.idle_tasks_ms[0]}); renderer at most ${r.most_mb.renderer} MB, the browser itself ${r.most_mb.browser} MB`,
  );
}
