// The Curves page: findings, crosshair by pointer and keys, the target moved and typed, the model by hand, files.
import { readFile } from "node:fs/promises";
import { expect, expectAccessible, open, picture, test } from "../fixtures.mjs";

const page_ = "./?nosw#/curves";

async function curves(page) {
  await open(page, page_);
  await expect(page.locator(".curve .chart-view svg.chart").first()).toBeVisible();
}

test("findings stand above the charts and the page is accessible", async ({ page }) => {
  await curves(page);
  await expect(page.getByRole("heading", { name: "Which metric still gains from data?" })).toBeVisible();
  await expect(page.locator("#curve-empathy h2")).toHaveText(/Empathy .*0\.80/);
  expect(await page.locator(".multiples li").count()).toBeGreaterThan(2);
  await expectAccessible(page);
  await picture(page, "curves");
});

test("values are read by pointer and by keys, in the same words", async ({ page }) => {
  await curves(page);
  const chart = page.locator("#curve-empathy .curve__chart > .chart-view").first();
  const strip = chart.getByRole("slider", { name: "Read values along the chart" });
  await strip.focus();
  await page.keyboard.press("Home");
  const first = await strip.getAttribute("aria-valuetext");
  expect(first).toMatch(/measured/);
  await expect(chart.locator(".chart-view__tip")).toHaveText(first);
  await page.keyboard.press("End");
  await expect(chart.locator(".chart-view__tip")).toHaveText(/forecast .* range/);
  await page.keyboard.press("Escape");
  await expect(chart.locator(".chart-view__tip")).toHaveCount(0);
  const box = await strip.boundingBox();
  await page.mouse.move(box.x + 3, box.y + box.height / 2);
  await expect(chart.locator(".chart-view__tip")).toHaveText(first);
});

test("the target is typed, dragged and reset", async ({ page }) => {
  await curves(page);
  const section = page.locator("#curve-empathy");
  const box = section.getByRole("textbox", { name: /Target/ });
  await box.fill("0.75");
  await box.press("Enter");
  await expect(section.locator("h2")).toHaveText(/meets its target of ≥ 0\.75/);
  await section.getByRole("button", { name: /Reset Target/ }).click();
  await expect(section.locator("h2")).toHaveText(/0\.80/);
  const grip = section.getByRole("slider", { name: /^Threshold/ });
  await grip.focus();
  await page.keyboard.press("ArrowUp");
  await expect(grip).not.toHaveAttribute("aria-valuenow", "0.8");
  await page.keyboard.press("ArrowDown");
  await expect(grip).toHaveAttribute("aria-valuenow", "0.8");
  const at = await grip.boundingBox();
  await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2);
  await page.mouse.down();
  await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2 + 60, { steps: 5 });
  await page.mouse.up();
  expect(Number(await grip.getAttribute("aria-valuenow"))).toBeLessThan(0.8);
});

test("the model is chosen by hand and back", async ({ page }) => {
  await curves(page);
  const section = page.locator("#curve-empathy");
  const before = await section.locator(".facts").innerText();
  await section.getByLabel(/Read the curve by/).selectOption("log2");
  await expect(section.locator(".facts")).not.toHaveText(before, { useInnerText: true });
  await section.getByLabel(/Read the curve by/).selectOption("");
  await expect(section.locator(".facts")).toHaveText(before, { useInnerText: true });
});

test("rounds of collection are planned, priced by hand and undone", async ({ page }) => {
  await curves(page);
  const plan = page.locator("#curve-empathy details.plan");
  await plan.getByText("Collect in rounds").click();
  const rows = plan.getByRole("region", { name: "Rounds of collection" }).locator("tbody tr");
  await expect(rows).toHaveCount(3);
  await expect(plan).toContainText(/Collecting all .* at once for the same chance costs/);
  await plan.getByLabel("Rounds", { exact: true }).selectOption("5");
  await expect(rows).toHaveCount(5);
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(rows).toHaveCount(3);
  const before = await rows.first().innerText();
  const price = plan.getByLabel("Price of one more record");
  await price.fill("100");
  await price.press("Enter");
  await expect(rows.first()).not.toHaveText(before, { useInnerText: true });
  await expect(plan).toContainText("In place of the policy");
  await price.fill("");
  await price.press("Enter");
  await expect(rows.first()).toHaveText(before, { useInnerText: true });
});

test("numbers, CSV, SVG and PNG are taken away", async ({ page }) => {
  await curves(page);
  const chart = page.locator("#curve-empathy .curve__chart > .chart-view").first();
  await chart.getByText("Numbers of this chart").click();
  await expect(chart.getByRole("table")).toContainText("measured");
  const take = async (name) => {
    const [download] = await Promise.all([page.waitForEvent("download"), chart.getByRole("button", { name }).click()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  };
  const csv = await take("CSV");
  expect(csv.name).toBe("curve-empathy.csv");
  expect(csv.bytes.toString()).toMatch(/^size,measured,standard error,curve/);
  const svg = await take("SVG");
  expect(svg.bytes.toString()).toMatch(/^<svg [^]*<title>Empathy[^]*<style>[^]*<\/svg>\s*$/);
  const png = await take("PNG");
  expect(png.bytes.subarray(1, 4).toString()).toBe("PNG");
  expect(png.bytes.length).toBeGreaterThan(10_000);
});

for (const [name, options] of [
  ["390", { viewport: { width: 390, height: 844 } }],
  ["320", { viewport: { width: 320, height: 640 } }],
  ["dark", { colorScheme: "dark" }],
]) {
  test.describe(name, () => {
    test.use(options);
    // At 320 px the page is a few pixels too wide.
    test(`curves and scaling at ${name}`, async ({ page }) => {
      for (const where of ["curves", "scaling"]) {
        await open(page, `./?nosw#/${where}`);
        await expect(page.locator(".curve__chart svg.chart").first()).toBeVisible();
        await page.waitForTimeout(200);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(wider, "no sideways scrolling").toBeLessThanOrEqual(0);
        // Every text of every chart lies inside its picture.
        const cut = await page.evaluate(() =>
          [...document.querySelectorAll("svg.chart")].flatMap((svg) => {
            const room = svg.getBoundingClientRect();
            if (room.width === 0) return [];
            return [...svg.querySelectorAll("text")]
              .filter((text) => {
                const box = text.getBoundingClientRect();
                return box.left < room.left - 2 || box.right > room.right + 2;
              })
              .map((text) => text.textContent);
          }),
        );
        expect(cut).toEqual([]);
        await expectAccessible(page);
        await picture(page, `${where}-${name}`);
      }
    });
  });
}

test("print", async ({ page }) => {
  for (const where of ["curves", "scaling"]) {
    await open(page, `./?nosw#/${where}`);
    await expect(page.locator(".curve__chart svg.chart").first()).toBeVisible();
    await page.emulateMedia({ media: "print" });
    await picture(page, `${where}-print`);
    await page.emulateMedia({ media: "screen" });
  }
});

test("without a curve it says what to drop", async ({ page }) => {
  await open(page, "./?nosw#/curves");
  await expect(page.locator(".curve").first()).toBeVisible();
  await page.goto("./?nosw#/evidence");
  await page.getByRole("button", { name: /empty project/ }).click();
  await page.goto("./?nosw#/curves");
  await expect(page.getByText("No learning curve is loaded")).toBeVisible();
  await page.getByRole("button", { name: /example with public results/ }).click();
  await expect(page.locator(".curve").first()).toBeVisible();
});

/** Accuracy by language, Spanish with a tenth of the data. */
const BY_LANGUAGE = ["language,train_size,seed,accuracy", ...[["en", 1000, 0.7], ["es", 100, 0.42]].flatMap(([name, from, first]) =>
  [0, 1, 2, 3, 4].flatMap((k) => [1, 2].map((seed) => `${name},${from * 2 ** k},${seed},${(1 - (1 - first) * 0.83 ** k + 0.002 * seed).toFixed(4)}`)))].join("\n");

test("of curves by slice it says where more records help most", async ({ page }) => {
  await open(page, "./?nosw");
  await page.getByLabel("Start with my files").setInputFiles([{ name: "by_language.csv", mimeType: "text/csv", buffer: Buffer.from(BY_LANGUAGE) }]);
  await page.goto("./?nosw#/curves");
  const section = page.getByRole("region", { name: "Where do more records help most?" });
  await expect(section).toContainText("“es” gains most", { timeout: 30_000 });
  await expect(section.locator("tbody tr").first()).toContainText("es");
  await expect(section.locator("tbody tr")).toHaveCount(2);
  await expectAccessible(page);
  await picture(page, "most-gain");
});
