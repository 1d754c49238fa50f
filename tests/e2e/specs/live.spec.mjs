// The live report: one file that is the report, and where scripts may run the program, too. From disk, without a network,
// without storage, the same bytes as the command line's.
import { DIST } from "../serve.mjs";
import { expect, expectAccessible, open, test, watch } from "../fixtures.mjs";
import { execFile } from "node:child_process";
import { access, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

const TARGET = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL("../../../target", import.meta.url));
const PROGRAM = join(TARGET, "debug", "headroom");
const WORDS = "Complete the foundation first";
const MOST = 2_200_000;
const run = promisify(execFile);

let folder, file, bytes;

/** The live report of the worked example, as the page writes it; once for all tests here. */
test.beforeAll(async ({ browser, site }) => {
  test.setTimeout(120_000);
  folder = await mkdtemp(join(tmpdir(), "headroom-"));
  const context = await browser.newContext();
  const page = await context.newPage();
  await open(page, `${site.url}?nosw#/report`);
  await expect(page.locator(".verdict__action")).toContainText(WORDS, { timeout: 30_000 });
  const download = page.waitForEvent("download", { timeout: 90_000 });
  await page.getByRole("main").getByRole("button", { name: "Live report, one HTML file", exact: true }).click();
  bytes = await readFile(await (await download).path());
  file = join(folder, "live.html");
  await writeFile(file, bytes);
  await context.close();
});

/** Opens the file from disk in a browser without a network; everything it asks for is recorded. */
async function reader(browser, complaints, options = {}, address = pathToFileURL(file).href) {
  const context = await browser.newContext(options);
  await watch(context, complaints);
  if (address.startsWith("file:")) await context.setOffline(true);
  const page = await context.newPage();
  page.asked = [];
  page.on("request", (request) => page.asked.push(request.url()));
  await page.goto(address);
  return page;
}

async function started(page) {
  await expect(page.locator(".sent")).toContainText(`As it was sent: ${WORDS}`, { timeout: 20_000 });
  await expect(page.locator(".sent")).toContainText("Nothing on this page differs from it");
}

/** Moves the slider of a gate to a place on its track, from 0 to 1. */
async function move(page, gate, place) {
  await page.locator(`#${gate} input[type=range]`).evaluate((slider, place) => {
    slider.value = String(place * Number(slider.max));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    slider.dispatchEvent(new Event("change", { bubbles: true }));
  }, place);
}

test("the live report is small, byte for byte the command line's, and opens again in the app", async ({ page }) => {
  test.setTimeout(120_000);
  console.log(`live report of the worked example: ${bytes.length} bytes`);
  expect(bytes.length).toBeLessThan(MOST);
  await open(page, "./?nosw#/evidence");
  await page.locator("input[type=file]").first().setInputFiles(file);
  await expect(page.locator(".verdict__action")).toContainText(WORDS, { timeout: 30_000 });
  await expect(page.getByRole("textbox", { name: "Name of the project" })).toHaveValue(/Therapeutic AI/);

  const there = await access(PROGRAM).then(() => true, () => false);
  test.skip(!there, `${PROGRAM} is not built: ./dev test native builds it`);
  const out = join(folder, "out.html");
  await run(PROGRAM, ["report", file, "--live", "--program", DIST, "--out", out]);
  const theirs = await readFile(out);
  expect(bytes.equals(theirs), `${bytes.length} bytes here, ${theirs.length} there`).toBe(true);
});

test("from disk, without a network, its thresholds move, and what differs from what was sent is said", async ({ browser, complaints }) => {
  const page = await reader(browser, complaints);
  await started(page);
  await move(page, "gate-missing-weight-tier-1", 0.9);
  await expect(page.locator(".verdict__action")).not.toContainText(WORDS);
  const sent = page.locator(".sent");
  await expect(sent).toContainText(`As it was sent: ${WORDS}`);
  await expect(sent.getByText("1 thing differs from it")).toBeVisible();
  // The search goes on in its worker.
  await expect(page.locator(".verdict__flip.stale")).toHaveCount(0, { timeout: 20_000 });
  await sent.getByText("1 thing differs from it").click();
  await expect(sent).toContainText("Threshold of Missing weight of tier 1: 45 % instead of 4 %");
  await sent.getByRole("button", { name: "Back to what was sent" }).click();
  await expect(page.locator(".verdict__action")).toContainText(WORDS);
  await expect(sent).toContainText("Nothing on this page differs from it");
  await page.keyboard.press("Control+z");
  await expect(sent.getByText("1 thing differs from it")).toBeVisible();

  // The file can be saved with the change, and the scenario shared.
  const download = page.waitForEvent("download");
  await page.getByText("Save", { exact: true }).click();
  await page.getByRole("button", { name: "Project with its files" }).click();
  const saved = JSON.parse(await readFile(await (await download).path(), "utf8"));
  expect(saved.project.scenarios[0].thresholds["missing-weight-tier-1"].threshold).toBeCloseTo(0.45);
  expect(saved.files.length).toBeGreaterThan(3);

  // What is sent back is a line of text that goes behind the address of the same file.
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const line = await page.getByRole("textbox", { name: "Link" }).inputValue();
  expect(line).toMatch(/^#h1\.[\w-]+$/);
  expect(line.length).toBeLessThan(2_000);
  const other = await reader(browser, complaints, {}, pathToFileURL(file).href + line);
  await expect(other.getByRole("dialog")).toContainText("1 change", { timeout: 20_000 });
  await other.getByRole("button", { name: "Open it" }).click();
  await expect(other.locator(".sent").getByText("1 thing differs from it")).toBeVisible();
  await other.context().close();
  await page.keyboard.press("Escape");

  for (const name of ["Evidence", "Curves", "Scaling", "Options", "Perspectives", "Scenarios", "Decide"]) {
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  }
  // No way leads to a page that the program leaves out, and the report is still there as it was sent.
  await expect(page.locator('a[href="#/policy"], a[href="#/report"], a[href="#/workshop"]')).toHaveCount(0);
  await page.getByRole("button", { name: "As it was sent", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Summary" })).toBeAttached();
  await expect(page.locator("#app")).toHaveCount(0);
  await page.getByRole("button", { name: "Live", exact: true }).click();
  await expect(sent.getByText("1 thing differs from it")).toBeVisible();

  expect(page.asked.filter((url) => !/^(file|blob|data):/.test(url))).toEqual([]);
  const kept = await page.evaluate(async () => [localStorage.length, (await indexedDB.databases()).length]);
  expect(kept, "storage was touched").toEqual([0, 0]);
  await page.context().close();
});

test("without scripts it is the report, and from a server it is the same", async ({ browser, complaints }) => {
  const quiet = await reader(browser, complaints, { javaScriptEnabled: false });
  await expect(quiet.getByText(WORDS).first()).toBeVisible();
  await expect(quiet.locator("svg").first()).toBeVisible();
  expect(await quiet.locator("section[aria-labelledby]").count()).toBeGreaterThan(15);
  await quiet.context().close();

  const server = createServer((_, response) => response.end(bytes)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const page = await reader(browser, complaints, {}, `http://127.0.0.1:${server.address().port}/`);
  await started(page);
  await move(page, "gate-missing-weight-tier-1", 0.9);
  await expect(page.locator(".verdict__action")).not.toContainText(WORDS);
  await page.context().close();
  server.close();
});

test("where there are no workers and no inflater it still runs; where it cannot run the report says why", async ({ browser, complaints }) => {
  const context = await browser.newContext();
  await watch(context, complaints);
  await context.addInitScript(() => {
    delete window.Worker;
    delete window.DecompressionStream;
  });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  await started(page);
  await move(page, "gate-missing-weight-tier-1", 0.9);
  await expect(page.locator(".verdict__flip.stale")).toHaveCount(0, { timeout: 30_000 });
  await context.close();

  const old = await browser.newContext();
  await old.addInitScript(() => {
    delete window.WebAssembly;
  });
  const reading = await old.newPage();
  await reading.goto(pathToFileURL(file).href);
  await expect(reading.getByRole("status")).toContainText("do not move in this browser");
  await expect(reading.getByText(WORDS).first()).toBeVisible();
  await old.close();
});

test("the live report is accessible in light, dark and on a phone", async ({ browser, complaints }) => {
  test.setTimeout(120_000);
  for (const options of [{ viewport: { width: 1280, height: 860 } }, { colorScheme: "dark" }, { viewport: { width: 390, height: 844 } }]) {
    const page = await reader(browser, complaints, options);
    await started(page);
    await move(page, "gate-missing-weight-tier-1", 0.9);
    await expectAccessible(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide, "the page scrolls sideways").toBeLessThanOrEqual(0);
    await page.getByRole("button", { name: "As it was sent", exact: true }).click();
    await expectAccessible(page);
    await page.context().close();
  }
});

test("text of files is only text in it", async ({ browser, complaints, page }) => {
  test.setTimeout(120_000);
  const hostile = `</script><img src=x onerror="alert(1)"><!--`;
  const csv = `name,family,tier,status,records\n"${hostile.replaceAll('"', '""')}",books,1,missing,\nbeta,forum,2,present,1200\n`;
  await open(page, "./?nosw");
  await expect(page.locator(".verdict__action")).toContainText(WORDS, { timeout: 30_000 });
  const name = page.getByRole("textbox", { name: "Name of the project" });
  await name.fill(hostile);
  await name.press("Enter");
  await page.goto("./?nosw#/evidence");
  await page.locator("main input[type=file]").first().setInputFiles({ name: `${hostile.replaceAll("/", "")}.csv`, mimeType: "text/csv", buffer: Buffer.from(csv) });
  await expect(page.getByText("onerror").first()).toBeVisible();
  await page.goto("./?nosw#/report");
  const download = page.waitForEvent("download", { timeout: 60_000 });
  await page.getByRole("main").getByRole("button", { name: "Live report, one HTML file", exact: true }).click();
  const bad = join(folder, "hostile.html");
  await writeFile(bad, await readFile(await (await download).path()));
  const opened = await reader(browser, complaints, {}, pathToFileURL(bad).href);
  opened.on("dialog", (dialog) => complaints.push(`it ran: ${dialog.message()}`));
  await expect(opened.locator(".sent")).toContainText("As it was sent", { timeout: 20_000 });
  for (const page of ["Evidence", "Curves", "Options", "Scenarios"]) {
    await opened.getByRole("link", { name: page, exact: true }).click();
    await expect(opened.locator("img")).toHaveCount(0);
  }
  await opened.getByRole("button", { name: "As it was sent", exact: true }).click();
  await expect(opened.locator("img")).toHaveCount(0);
  await opened.context().close();
});
