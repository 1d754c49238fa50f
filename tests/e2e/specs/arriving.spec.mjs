// Files that are large, many or in folders, and engines that die at work: nothing is lost, what is not read is said in words,
// and the page answers a person meanwhile. How fast it answers is measured by bench_answering.mjs, not here.
import { expect, open, test } from "../fixtures.mjs";
import { lines } from "../large.mjs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const FOUNDATION = "Complete the foundation first";
const action = (page) => page.locator(".verdict__action");
const card = (page, name) => page.getByRole("article", { name, exact: true });
const csv = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
const inventory = (name) => `name,tier,status,records\n${name},3,present,10\n`;

async function visit(page, address = "./?nosw#/evidence") {
  await open(page, address);
  await expect(action(page)).toContainText(FOUNDATION, { timeout: 30_000 });
}

/** Drops files and folders of this machine on the page, as the browser does it for a person. */
async function drop(page, paths) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) await session.send("Input.dispatchDragEvent", { type, x: 400, y: 400, data });
}

test("a folder that is dropped is read with the folders inside it, and an empty one gets words", async ({ page }, info) => {
  const folder = info.outputPath("team");
  await mkdir(join(folder, "deeper", "still"), { recursive: true });
  await mkdir(info.outputPath("nothing"), { recursive: true });
  await writeFile(join(folder, "first.csv"), inventory("one"));
  await writeFile(join(folder, ".hidden.csv"), inventory("hidden"));
  for (let i = 0; i < 120; i += 1) await writeFile(join(folder, "deeper", `part-${i}.csv`), inventory(`part ${i}`));
  await writeFile(join(folder, "deeper", "still", "last.csv"), inventory("last"));
  await visit(page);
  await drop(page, [folder]);
  // Four of the example, and all 122 of the folder: a browser hands out the files of a folder a hundred at a time.
  await expect(page.getByRole("article")).toHaveCount(126, { timeout: 60_000 });
  for (const name of ["team/first.csv", "team/deeper/part-119.csv", "team/deeper/still/last.csv"]) {
    await expect(card(page, name)).toContainText("1 data set", { timeout: 60_000 });
  }
  await drop(page, [info.outputPath("nothing")]);
  await expect(page.getByRole("alert").filter({ hasText: "the folder is empty" })).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(126);
});

/** Ends the worker at the first message that begins so, with or without a last word, as an operating system does. */
async function endsAt(page, begin, word) {
  await page.addInitScript(
    ([begin, word]) => {
      window.ended = 0;
      const Real = window.Worker;
      window.Worker = class extends Real {
        postMessage(message, ...rest) {
          super.postMessage(message, ...rest);
          if (!window.armed || !message[0].startsWith(begin)) return;
          window.armed = false;
          window.ended += 1;
          this.terminate();
          if (word) setTimeout(() => this.dispatchEvent(new ErrorEvent("error", { message: "out of memory" })), 20);
        }
      };
    },
    [begin, word],
  );
}

for (const [what, begin, word] of [
  ["the fits, with an error", '{"run"', true],
  ["the search for flips, with an error", '{"explore"', true],
  ["the fits, without a word", '{"run"', false],
]) {
  test(`an engine that is killed during the analysis is started anew and nothing is lost: ${what}`, async ({ page }) => {
    test.setTimeout(120_000);
    await endsAt(page, begin, word);
    await visit(page);
    await expect(page.locator(".verdict__sure")).toContainText("% sure", { timeout: 30_000 });
    await page.evaluate(() => (window.armed = true));
    await page.getByLabel("Choose files").setInputFiles([csv("mine.csv", inventory("mine")), csv("also.csv", inventory("also"))]);
    await expect(page.getByRole("alert").filter({ hasText: "started anew" })).toBeVisible({ timeout: 30_000 });
    for (const name of ["mine.csv", "also.csv"]) await expect(card(page, name)).toContainText("1 data set", { timeout: 30_000 });
    await expect(page.getByRole("article")).toHaveCount(6);
    await expect(action(page)).toContainText(FOUNDATION);
    await expect(page.locator(".verdict__sure")).toContainText("% sure", { timeout: 30_000 });
    expect(await page.evaluate(() => window.ended)).toBe(1);
    await page.waitForTimeout(1_000);
    await page.reload();
    await expect(card(page, "also.csv")).toContainText("1 data set", { timeout: 30_000 });
    await expect(page.getByRole("article")).toHaveCount(6);
  });
}

/** Ends the worker at every analysis or search (`kind`) of a project that takes in a file of this name. */
async function endsWith(page, kind, name) {
  await page.addInitScript(
    ([kind, name]) => {
      window.armed = true;
      const Real = window.Worker;
      window.Worker = class extends Real {
        postMessage(message, ...rest) {
          super.postMessage(message, ...rest);
          const request = window.armed ? JSON.parse(message[0])[kind] : undefined;
          if (!request?.project.files.some((file) => file.name === name && !file.left_out)) return;
          this.terminate();
          setTimeout(() => this.dispatchEvent(new ErrorEvent("error", { message: "out of memory" })), 20);
        }
      };
    },
    [kind, name],
  );
}

test("a file that ends every analysis is left out and named; it can be taken in again", async ({ page }) => {
  test.setTimeout(120_000);
  await endsWith(page, "run", "deadly.csv");
  await visit(page);
  await expect(page.getByRole("article")).toHaveCount(4, { timeout: 30_000 });
  await page.getByLabel("Choose files").setInputFiles([csv("deadly.csv", inventory("deadly"))]);
  const said = page.getByRole("alert").filter({ hasText: "deadly.csv" });
  await expect(said).toContainText("stopped twice with this file (out of memory)", { timeout: 30_000 });
  await expect(said).toContainText("left out");
  await expect(page.getByRole("article")).toHaveCount(5, { timeout: 30_000 });
  await expect(card(page, "deadly.csv")).toContainText("left out");
  await expect(action(page)).toContainText(FOUNDATION);
  await page.evaluate(() => (window.armed = false));
  await page.getByRole("button", { name: "Take in again deadly.csv" }).click();
  await expect(card(page, "deadly.csv")).toContainText("1 data set", { timeout: 30_000 });
  await expect(card(page, "deadly.csv")).not.toContainText("left out");
});

test("a search that ends the engine is given up after two tries, and the verdict stands", async ({ page }) => {
  test.setTimeout(120_000);
  await endsWith(page, "explore", "deadly.csv");
  await visit(page);
  await expect(page.getByRole("article")).toHaveCount(4, { timeout: 30_000 });
  await page.getByLabel("Choose files").setInputFiles([csv("deadly.csv", inventory("deadly"))]);
  const said = page.getByRole("alert").filter({ hasText: "looked for what would change the verdict" });
  await expect(said).toBeVisible({ timeout: 30_000 });
  await expect(card(page, "deadly.csv")).toContainText("1 data set", { timeout: 30_000 });
  await expect(action(page)).toContainText(FOUNDATION);
  const before = await page.getByRole("alert").count();
  await page.waitForTimeout(4_000);
  expect(await page.getByRole("alert").count()).toBe(before);
  // The next change is tried again.
  await page.evaluate(() => (window.armed = false));
  await page.getByRole("button", { name: "Remove deadly.csv" }).click();
  await expect(page.locator(".verdict__sure")).toContainText("% sure", { timeout: 30_000 });
});

test("a worker whose program is not to be had: the analysis runs on the page", async ({ page, complaints }) => {
  await page.route("**/worker_loader.js", (route) => route.abort());
  await visit(page);
  await page.getByLabel("Choose files").setInputFiles([csv("mine.csv", inventory("mine"))]);
  await expect(card(page, "mine.csv")).toContainText("1 data set", { timeout: 30_000 });
  expect(complaints.filter((text) => !text.includes("worker_loader.js"))).toEqual([]);
  complaints.length = 0;
});

/** Milliseconds from a click on a link of the page to its heading, by the clock of the page. */
async function answer(page, name) {
  const took = page.evaluate(
    (name) =>
      new Promise((done) => {
        addEventListener(
          "pointerdown",
          (event) => {
            const look = () => (document.querySelector("h1")?.textContent === name ? done(performance.now() - event.timeStamp) : requestAnimationFrame(look));
            look();
          },
          { capture: true, once: true },
        );
      }),
    name,
  );
  await page.getByRole("link", { name, exact: true }).first().click();
  return took;
}

test("a CSV file of 200 MB is read whole, and the page answers meanwhile", async ({ page }, info) => {
  test.setTimeout(180_000);
  await visit(page);
  await expect(page.locator(".verdict__sure")).toContainText("% sure", { timeout: 30_000 });
  const idle = Math.max(await answer(page, "Curves"), await answer(page, "Evidence"));
  const file = info.outputPath("large.csv");
  const padding = "-".repeat(4_000);
  await lines(file, { head: "name,tier,status,records,padding\n", line: (i) => `shard-${i},3,present,10,${padding}\n`, rows: 50_000 });
  await page.getByLabel("Choose files").setInputFiles(file);
  const bound = Math.max(3_000, 10 * idle);
  for (const name of ["Curves", "Decide", "Evidence"]) expect(await answer(page, name)).toBeLessThan(bound);
  await expect(card(page, "large.csv")).toContainText("50,000 data sets", { timeout: 120_000 });
  await expect(page.getByRole("article")).toHaveCount(5);
  await rm(file);
});

test("a CSV file beyond what is read is named with its size, and everything else is as it was", async ({ page }) => {
  await visit(page);
  // The bytes are never asked for: a file of 300 MB that weighs nothing here.
  await page.evaluate(() => {
    const block = new Uint8Array(30 << 20).fill(97);
    const data = new DataTransfer();
    data.items.add(new File(Array(10).fill(block), "beyond.csv", { type: "text/csv" }));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await expect(page.getByRole("alert").filter({ hasText: "beyond.csv" })).toContainText("more than the", { timeout: 30_000 });
  await expect(page.getByRole("article")).toHaveCount(4);
  await expect(action(page)).toContainText(FOUNDATION);
});

test("the page answers while 300 files are read", async ({ page }) => {
  test.setTimeout(120_000);
  await visit(page);
  await expect(page.locator(".verdict__sure")).toContainText("% sure", { timeout: 30_000 });
  const idle = Math.max(await answer(page, "Curves"), await answer(page, "Evidence"));
  const files = Array.from({ length: 300 }, (_, i) => csv(`part-${i}.csv`, inventory(`part ${i}`)));
  await page.getByLabel("Choose files").setInputFiles(files);
  const bound = Math.max(3_000, 10 * idle);
  for (const name of ["Curves", "Decide", "Evidence"]) expect(await answer(page, name)).toBeLessThan(bound);
  await expect(page.getByRole("article")).toHaveCount(304, { timeout: 60_000 });
  await expect(card(page, "part-299.csv")).toContainText("1 data set");
});
