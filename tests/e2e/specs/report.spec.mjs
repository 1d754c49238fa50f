// The report as a file: the same as the command line's, readable by anyone, from disk, with scripts off, without a network.
import { expect, expectAccessible, open, test } from "../fixtures.mjs";
import { execFile } from "node:child_process";
import { access, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

const TARGET = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL("../../../target", import.meta.url));
const PROGRAM = join(TARGET, "debug", "headroom");
const WORDS = "Complete the foundation first";
const run = promisify(execFile);

async function saved(page, button) {
  const download = page.waitForEvent("download", { timeout: 55_000 });
  await page.getByRole("main").getByRole("button", { name: button, exact: true }).click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

async function visit(page) {
  await open(page, "./?nosw");
  await expect(page.locator(".verdict__action")).toContainText(WORDS, { timeout: 30_000 });
  // Something of one's own, so that more than the example is compared.
  await page.goto("./?nosw#/evidence");
  const price = page.getByRole("textbox", { name: "Value of Acquiring one record" });
  await price.fill("0.6");
  await price.press("Enter");
  await expect(page.locator("tr", { has: price })).toContainText("changed");
  await page.goto("./?nosw#/report");
}

test("report, Markdown, JSON and record are byte for byte the command line's", async ({ page }) => {
  test.setTimeout(180_000);
  const there = await access(PROGRAM).then(() => true, () => false);
  test.skip(!there, `${PROGRAM} is not built: ./dev test native builds it`);
  await visit(page);
  const project = await saved(page, "Project with its files");
  const folder = await mkdtemp(join(tmpdir(), "headroom-"));
  const input = join(folder, project.name);
  await writeFile(input, project.bytes);
  for (const [button, ending] of [
    ["Report, one HTML file", "html"],
    ["Report, Markdown", "md"],
    ["Decision and numbers, JSON", "json"],
    ["Decision record, Markdown", "record.md"],
  ]) {
    const here = await saved(page, button);
    const out = join(folder, `out.${ending}`);
    const kind = ending === "record.md" ? ["--format", "record"] : [];
    await run(PROGRAM, ["report", input, "--out", out, ...kind]);
    const theirs = await readFile(out);
    expect(here.bytes.equals(theirs), `${button}: ${here.bytes.length} bytes here, ${theirs.length} there`).toBe(true);
  }
});

test("the report is accessible in light, dark and on a phone, and needs nothing from anywhere", async ({ page, browser }) => {
  test.setTimeout(120_000);
  await visit(page);
  const { bytes } = await saved(page, "Report, one HTML file");
  expect(bytes.length).toBeLessThan(200_000);
  const folder = await mkdtemp(join(tmpdir(), "headroom-"));
  const file = join(folder, "report.html");
  await writeFile(file, bytes);
  const address = pathToFileURL(file).href;
  for (const options of [{}, { colorScheme: "dark" }, { viewport: { width: 390, height: 844 } }]) {
    const context = await browser.newContext(options);
    const reader = await context.newPage();
    const asked = [];
    reader.on("request", (request) => asked.push(request.url()));
    await reader.goto(address);
    await expect(reader.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(reader);
    const wide = await reader.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide, "the page scrolls sideways").toBeLessThanOrEqual(0);
    expect(asked.filter((url) => !url.startsWith("file:") && !url.startsWith("data:"))).toEqual([]);
    await context.close();
  }
  const quiet = await browser.newContext({ javaScriptEnabled: false });
  const reader = await quiet.newPage();
  await reader.goto(address);
  await expect(reader.getByText(WORDS).first()).toBeVisible();
  await expect(reader.locator("svg").first()).toBeVisible();
  await quiet.close();
});

test("a day to look at the decision again is set on the page, stands in the record, and can be undone", async ({ page }) => {
  await open(page, "./?nosw#/report");
  const record = page.getByRole("region", { name: "Decision record" }).last();
  await expect(record).toContainText("Review date: not set.", { timeout: 30_000 });
  await page.getByLabel("Look at the decision again on").fill("2027-03-31");
  await expect(record).toContainText("Review date: 2027-03-31.");
  await page.getByRole("button", { name: /^Undo: edit a note/ }).click();
  await expect(record).toContainText("Review date: not set.");
});

test("a report comes though the record is drawn anew meanwhile", async ({ page }) => {
  await visit(page);
  await page.goto("./?nosw#/report");
  const button = page.getByRole("main").getByRole("button", { name: "Report, one HTML file", exact: true });
  await expect(button).toBeVisible();
  const download = page.waitForEvent("download", { timeout: 55_000 });
  await page.evaluate(() => {
    [...document.querySelectorAll("main button")].find((b) => b.textContent.trim() === "Report, one HTML file").click();
    const day = document.querySelector("main input[type=date]");
    day.value = "2027-03-31";
    day.dispatchEvent(new Event("change", { bubbles: true }));
  });
  expect((await download).suggestedFilename()).toMatch(/\.html$/);
});
