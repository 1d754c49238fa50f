// The page starts: under its policy, under a sub-path, without a network, and across a new build.
import { expect, expectAccessible, installed, open, picture, test } from "../fixtures.mjs";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DIST, serve } from "../serve.mjs";
import { workbook } from "../xlsx.mjs";

test("the page mounts under its policy and is accessible", async ({ page }) => {
  await open(page);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page).toHaveTitle(/Headroom/);
  await expectAccessible(page);
  await picture(page, "start");
});

test("inline scripts are refused", async ({ page, complaints }) => {
  await open(page);
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.refused = false";
    document.body.append(script);
  });
  expect(await page.evaluate(() => window.refused)).toBeUndefined();
  await expect.poll(() => complaints.join("\n")).toContain("policy violation: script-src-elem inline");
  complaints.length = 0;
});

test("the workers lie where the page says", async ({ page, request, baseURL }) => {
  await open(page);
  const engine = await page.locator('meta[name="headroom-engine"]').getAttribute("content");
  expect(engine).toMatch(/^\.\/engine-[0-9a-f]{12}\/$/);
  for (const name of ["worker_loader.js", "worker.js", "worker_bg.wasm", "sheets_loader.js", "sheets.js", "sheets_bg.wasm"]) {
    const answer = await request.get(new URL(engine + name, baseURL).href);
    expect(answer.status(), name).toBe(200);
  }
});

test("after the first load it opens without a network", async ({ page, context }) => {
  const site = await serve();
  await open(page, site.url);
  await installed(page);
  await site.close();
  await context.setOffline(true);
  await page.reload();
  await expect(page.locator("#app > .boot")).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await open(page, `${site.url}index.html?from=bookmark`);
});

test("a new build replaces the old one and leaves no cache behind", async ({ page }) => {
  let newer = false;
  const home = (bytes) => Buffer.from(bytes.toString().replace('<html lang="en"', '<html lang="en" data-newer'));
  const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");
  const was = await readFile(join(DIST, "index.html"));
  const rewrite = (path, bytes) => {
    if (!newer) return bytes;
    if (path === "sw.js") {
      return Buffer.from(bytes.toString().replace(/^const BUILD = "/, 'const BUILD = "newer').replace(digest(was), digest(home(was))));
    }
    return path === "index.html" ? home(bytes) : bytes;
  };
  const site = await serve({ rewrite });
  const caches = () => page.evaluate(() => window.caches.keys());
  await open(page, site.url);
  await installed(page);
  const before = await caches();
  expect(before).toHaveLength(1);

  newer = true;
  await page.reload();
  await expect(page.locator("html[data-newer]")).toHaveCount(1);
  await expect.poll(caches).toEqual([before[0].replace("/:", "/:newer")]);
  await site.close();
});

test("an old tab beside a new build goes on with what it was built with, and neither loses the other's work", async ({ page, context }) => {
  test.setTimeout(120_000);
  let newer = false;
  const was = await readFile(join(DIST, "index.html"));
  const home = (bytes) => Buffer.from(bytes.toString().replace('<html lang="en"', '<html lang="en" data-newer'));
  const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");
  const rewrite = (path, bytes) => {
    if (!newer) return bytes;
    if (path === "sw.js") {
      return Buffer.from(bytes.toString().replace(/^const BUILD = "/, 'const BUILD = "newer').replace(digest(was), digest(home(was))));
    }
    // The reader of spreadsheets of the old build is on the server no more.
    if (/^engine-.*\/sheets/.test(path)) throw new Error("gone");
    return path === "index.html" ? home(bytes) : bytes;
  };
  const site = await serve({ rewrite });
  await open(page, site.url);
  await installed(page);
  await expect(page.locator(".verdict__action")).toContainText("Complete the foundation first", { timeout: 30_000 });
  newer = true;
  const second = await context.newPage();
  await open(second, site.url);
  await expect(second.locator("html[data-newer]")).toHaveCount(1);
  await second.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update().catch(() => {}));

  // The old tab still has everything of its own build, also what it loads only now.
  await page.goto(`${page.url().split("#")[0]}#/evidence`);
  await page.locator("main input[type=file]").first().setInputFiles({
    name: "survey.xlsx",
    mimeType: "application/octet-stream",
    buffer: workbook({ Inventory: [["name", "family", "tier", "status"], ["Old tab", "books", 1, "present"]] }),
  });
  await expect(page.locator("main")).toContainText("Old tab", { timeout: 30_000 });
  const renamed = second.getByRole("textbox", { name: "Name of the project" });
  await renamed.fill("From the new tab");
  await renamed.press("Enter");
  await page.waitForTimeout(1_000);

  // Both are closed; the next visit is the new build's, with one cache, and the work of both is there.
  await page.close();
  await second.reload();
  await expect(second.locator("html[data-newer]")).toHaveCount(1);
  await expect(second.getByRole("textbox", { name: "Name of the project" })).toHaveValue("From the new tab", { timeout: 30_000 });
  await second.getByRole("button", { name: /^Undo/ }).click();
  await second.goto(`${second.url().split("#")[0]}#/evidence`);
  await expect(second.locator("main")).toContainText("survey.xlsx");
  await site.close();
});

test("damaged entries of the cache are not served but healed, with the network and after it without", async ({ page, context, complaints }) => {
  const site = await serve();
  await open(page, site.url);
  await installed(page);
  // One is cut with its label kept, one is replaced, one is empty: each kind of file in turn.
  const damage = () =>
    page.evaluate(async () => {
      const [name] = await window.caches.keys();
      const cache = await window.caches.open(name);
      const keys = await cache.keys();
      for (const [i, request] of keys.entries()) {
        const answer = await cache.match(request);
        const bytes = await answer.arrayBuffer();
        const init = { headers: answer.headers };
        const bad = [() => new Response(bytes.slice(0, bytes.byteLength / 2), init), () => new Response("damaged"), () => new Response(null, init)];
        await cache.put(request, bad[i % 3]());
      }
      return keys.length;
    });
  expect(await damage()).toBeGreaterThan(8);
  await page.reload();
  await open(page, site.url);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  // What the page needed is whole again, the page itself too, though the network answered for it.
  const home = await readFile(join(DIST, "index.html"), "utf8");
  await expect.poll(() => page.evaluate(async () => (await window.caches.match(new URL("index.html", location.href)))?.text())).toBe(home);
  await context.setOffline(true);
  await page.reload();
  await expect(page.locator("#app > .boot")).toHaveCount(0, { timeout: 30_000 });
  await context.setOffline(false);
  await site.close();
  complaints.length = 0;
});

test("?nosw keeps the service worker out of the way", async ({ page }) => {
  await open(page, "./?nosw");
  await page.waitForTimeout(500);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
});

test("a first visit sees the example's verdict before the program, and the same one after it", async ({ page }) => {
  // The program is held back until the opening has been looked at.
  let go;
  const gate = new Promise((resolve) => (go = resolve));
  await page.route("**/*_bg.wasm", async (route) => {
    await gate;
    await route.continue();
  });
  await page.goto("./?nosw");
  const before = page.locator("#opening .verdict__action");
  await expect(before).toBeVisible();
  const words = (await before.innerText()).trim();
  await expectAccessible(page);
  go();
  await expect(page.locator("#opening")).toHaveCount(0, { timeout: 30_000 });
  await expect(page.locator(".verdict__action")).toContainText(words.split(/\s{2,}|\n/)[0].replace(/ [\d.]+ ?% sure$/, ""));
});

test("who asks for another page, or has a project, is not shown the opening", async ({ page }) => {
  await page.route("**/*_bg.wasm", () => {});
  await page.goto("./?nosw#/curves");
  await expect(page.locator("#opening")).toHaveCount(0);
  await page.evaluate(() => localStorage.setItem("headroom-project", "kept"));
  await page.goto("about:blank");
  await page.goto("./?nosw");
  await expect(page.locator("#opening")).toHaveCount(0);
  await expect(page.locator(".boot")).toBeVisible();
});
