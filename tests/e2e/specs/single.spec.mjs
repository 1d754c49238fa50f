// The program as one file (dist/headroom.html): from disk, without a network, it does what the page does.
import { DIST } from "../serve.mjs";
import { expect, expectAccessible, fileOf, test, watch } from "../fixtures.mjs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const ADDRESS = pathToFileURL(join(DIST, "headroom.html")).href;
const WORDS = "Complete the foundation first";

test("the program in one file opens from disk, reads files, writes reports, and asks nothing of anybody", async ({ browser, complaints }) => {
  test.setTimeout(180_000);
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  await watch(context, complaints);
  await context.setOffline(true);
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(ADDRESS);
  const verdict = page.locator("#app .verdict__action");
  await expect(verdict).toContainText(WORDS, { timeout: 60_000 });
  await expect(page.locator("#app .verdict__flip:not(.stale)")).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);

  // A file of one's own, a spreadsheet by the same reader, in the same worker.
  await page.goto(`${ADDRESS}#/evidence`);
  await page.locator("main input[type=file]").first().setInputFiles(fileOf("public/examples/public-results/pythia_160m_piqa.csv"));
  await expect(page.locator("main")).toContainText("pythia_160m_piqa.csv", { timeout: 30_000 });

  // The live report is written from inside of the file, too.
  await page.goto(`${ADDRESS}#/report`);
  const download = page.waitForEvent("download", { timeout: 90_000 });
  await page.getByRole("main").getByRole("button", { name: "Live report, one HTML file", exact: true }).click();
  const live = await readFile(await (await download).path(), "utf8");
  expect(live).toContain('id="headroom-carried"');

  // It comes back as it was left.
  await page.reload();
  await expect(verdict).toBeVisible({ timeout: 60_000 });
  await page.goto(`${ADDRESS}#/evidence`);
  await expect(page.locator("main")).toContainText("pythia_160m_piqa.csv", { timeout: 30_000 });
  expect(asked.filter((url) => !/^(file|blob|data):/.test(url))).toEqual([]);
  await context.close();
});
