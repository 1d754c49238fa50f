// A live report, or the program as one file, from disk in Firefox and in WebKit, which Playwright drives only in builds of its
// own: by hand, `node other_browsers.mjs FILE.html`, with Debian's firefox-esr, webkit2gtk-driver and xvfb. Prints when the
// verdict stood, what a moved threshold did, when the search was done again, and (Firefox) every request and what was stored.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { ws: WebSocket } = createRequire(import.meta.url)("playwright-core/lib/utilsBundle");
const address = pathToFileURL(resolve(process.argv[2])).href;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** What is done in either; `js` runs an expression in the page. */
async function look(name, go, js) {
  const until = async (expression, began = Date.now()) => {
    while ((await js(expression)) !== true) {
      if (Date.now() - began > 60_000) throw new Error(`${name}: never came to ${expression}`);
      await pause(20);
    }
    return Date.now() - began;
  };
  const began = Date.now();
  await go(address);
  await until("document.querySelector('#gate-missing-weight-tier-1 input[type=range]') !== null", began);
  console.log(`${name}: verdict after ${Date.now() - began} ms: ${await js("document.querySelector('#app .verdict__action').textContent")}`);
  await js(`{
    const slider = document.querySelector('#gate-missing-weight-tier-1 input[type=range]');
    slider.value = String(0.9 * Number(slider.max));
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    slider.dispatchEvent(new Event('change', { bubbles: true }));
  }`);
  await pause(50);
  console.log(`${name}: moved: ${await js("document.querySelector('#app .verdict__action').textContent")}`);
  const took = await until("document.querySelector('#app .verdict__flip:not(.stale)') !== null");
  console.log(`${name}: searched again after ${took} ms: ${await js("document.querySelector('#app .verdict__flip').textContent")}`);
}

async function firefox() {
  const child = spawn("firefox-esr", ["--headless", "--profile", mkdtempSync(join(tmpdir(), "ff-")), "--remote-debugging-port", "9333", "about:blank"]);
  let said = "";
  child.stderr.on("data", (data) => (said += data));
  for (let i = 0; i < 150 && !said.includes("WebDriver BiDi listening"); i += 1) await pause(200);
  const socket = new WebSocket("ws://127.0.0.1:9333/session");
  await new Promise((done, fail) => socket.on("open", done).on("error", fail));
  const waiting = new Map();
  const heard = [];
  socket.on("message", (text) => {
    const message = JSON.parse(text);
    (waiting.get(message.id) ?? ((m) => heard.push(m)))(message);
  });
  let last = 0;
  const call = (method, params) =>
    new Promise((done, fail) => {
      const id = ++last;
      waiting.set(id, (m) => (m.type === "error" ? fail(new Error(m.message)) : done(m.result)));
      socket.send(JSON.stringify({ id, method, params }));
    });
  const { capabilities } = await call("session.new", { capabilities: {} });
  await call("session.subscribe", { events: ["log.entryAdded", "network.beforeRequestSent"] });
  const { contexts } = await call("browsingContext.getTree", {});
  const { context } = contexts[0];
  const js = async (expression) => (await call("script.evaluate", { expression, target: { context }, awaitPromise: true })).result?.value;
  await look(`Firefox ${capabilities.browserVersion}`, (url) => call("browsingContext.navigate", { context, url, wait: "none" }), js);
  console.log("stored:", await js("(async () => JSON.stringify([localStorage.length, (await indexedDB.databases()).map((d) => d.name)]))()"));
  for (const { method, params } of heard) {
    if (method === "network.beforeRequestSent") console.log("request:", params.request.url.slice(0, 80));
    else if (params.level === "error") console.log("error:", params.text);
  }
  const { data } = await call("browsingContext.captureScreenshot", { context });
  writeFileSync(join(tmpdir(), "firefox.png"), Buffer.from(data, "base64"));
  child.kill();
}

async function webkit() {
  const screen = spawn("Xvfb", [":7", "-screen", "0", "1280x900x24"]);
  await pause(1_000);
  const env = { ...process.env, DISPLAY: ":7", WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" };
  const driver = spawn("WebKitWebDriver", ["--port=4567"], { env });
  await pause(1_500);
  const call = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:4567${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (value?.error) throw new Error(value.message);
    return value;
  };
  const lib = "/usr/lib/x86_64-linux-gnu";
  const binary = join(lib, readdirSync(lib).find((name) => /^webkit2gtk-4/.test(name)), "MiniBrowser");
  const options = { "webkitgtk:browserOptions": { binary, args: ["--automation"] } };
  const { sessionId, capabilities } = await call("POST", "/session", { capabilities: { alwaysMatch: options } });
  const js = (expression) =>
    call("POST", `/session/${sessionId}/execute/sync`, { script: expression.startsWith("{") ? expression : `return ${expression}`, args: [] });
  await look(`WebKitGTK ${capabilities.browserVersion}`, (url) => call("POST", `/session/${sessionId}/url`, { url }), js);
  writeFileSync(join(tmpdir(), "webkit.png"), Buffer.from(await call("GET", `/session/${sessionId}/screenshot`), "base64"));
  await call("DELETE", `/session/${sessionId}`);
  driver.kill();
  screen.kill();
}

for (const browser of [firefox, webkit]) await browser().catch((error) => console.log("FAILED", error.message));
process.exit();
