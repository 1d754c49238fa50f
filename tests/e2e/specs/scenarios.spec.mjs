// Scenarios side by side: two to four, the answer first, what differs, curves laid over one another.
import { expect, expectAccessible, open, picture, test } from "../fixtures.mjs";

const verdict = (page) => page.locator(".verdict__action");
const table = (page) => page.getByRole("region", { name: "Scenarios side by side" });

/** The example with a copy of its scenario in which tier 1 is taken to be complete. */
async function two(page) {
  await open(page, "./?nosw#/scenarios");
  await expect(verdict(page)).toContainText("Complete the foundation first", { timeout: 30_000 });
  await expect(page.getByText("There is one scenario.")).toBeVisible();
  await page.getByRole("button", { name: "Duplicate the scenario on screen" }).click();
  await expect(table(page)).toBeVisible();
  await page.evaluate(() => (location.hash = "#/decide"));
  const row = page.locator("#gate-missing-weight-tier-1");
  const details = row.locator("details.gate__more");
  if (!(await details.evaluate((d) => d.open))) await details.locator("summary").first().click();
  const box = row.locator(".what-if .numberbox__input");
  await box.fill("0");
  await box.press("Enter");
  await expect(verdict(page)).not.toContainText("Complete the foundation first");
  await page.evaluate(() => (location.hash = "#/scenarios"));
  await expect(table(page)).toBeVisible();
}

test("the table says first whether the decision changes", async ({ page }) => {
  await two(page);
  await expect(page.getByRole("status").filter({ hasText: "Does the decision change?" })).toContainText("Yes:");
  const first = table(page).locator("tbody tr").first();
  await expect(first).toContainText("Does the decision change?");
  await expect(first).toContainText("Yes");
  await expect(table(page)).toContainText("Gates that come out differently");
  await expect(table(page)).toContainText("What if");
  await expectAccessible(page);
});

test("up to four are compared, chosen by keyboard; the one on screen stays", async ({ page }) => {
  await two(page);
  for (let i = 0; i < 3; i += 1) await page.getByRole("button", { name: "Duplicate the scenario on screen" }).click();
  await expect(table(page).locator("thead th")).toHaveCount(4);
  const boxes = page.getByRole("group", { name: /Compare 2 to 4/ }).getByRole("checkbox");
  await expect(boxes).toHaveCount(5);
  await expect(page.getByRole("checkbox", { name: /the one on screen/ })).toBeDisabled();
  const on = boxes.and(page.locator(":checked:enabled")).first();
  await on.focus();
  await page.keyboard.press("Space");
  await expect(table(page).locator("thead th")).toHaveCount(3);
});

test("ready scenarios are made in one click, said before, and taken back", async ({ page }) => {
  await open(page, "./?nosw#/scenarios");
  await expect(verdict(page)).toContainText("Complete the foundation first", { timeout: 30_000 });
  const ready = page.getByRole("region", { name: "Ready scenarios" });
  await expect(ready.getByRole("listitem")).toHaveCount(4);
  await expect(ready.getByRole("listitem").filter({ hasText: "Ten times the data" })).toContainText(/Up to .+ records can be added\./);
  await ready.getByRole("button", { name: "Ten times the data" }).click();
  await expect(page.getByRole("checkbox", { name: "Ten times the data (the one on screen)" })).toBeVisible();
  await expect(table(page)).toContainText("Settings that differ");
  await expect(table(page)).toContainText("Record budget");
  await ready.getByRole("button", { name: "Quality only" }).click();
  await expect(table(page).locator("thead th")).toHaveCount(3);
  await expectAccessible(page);
  await picture(page, "scenarios-ready");
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(page.getByRole("checkbox", { name: "Ten times the data (the one on screen)" })).toBeVisible();
});

test("on a phone the table scrolls in its own box", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await two(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
  const box = await table(page).evaluate((e) => [e.scrollWidth, e.clientWidth]);
  expect(box[0]).toBeGreaterThan(box[1]);
  await picture(page, "scenarios-phone");
});
