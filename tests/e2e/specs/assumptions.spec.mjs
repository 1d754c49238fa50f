// The assumption log on the Evidence page: values, ranges, sources, owners; where each number is used.
import { expect, expectAccessible, open, test } from "../fixtures.mjs";

async function log(page, address = "./?nosw#/evidence") {
  await open(page, address);
  const region = page.getByRole("region", { name: "Assumption log" });
  await expect(region).toBeVisible({ timeout: 30_000 });
  return region;
}

test("a value is changed, owned and taken back; its row says where it is used", async ({ page }) => {
  const region = await log(page);
  const row = page.locator("#log-assumption-budget_money");
  await expect(row).toContainText("illustrative");
  await expect(row).toContainText("Used in: options");
  await region.getByLabel("Value of Budget", { exact: true }).fill("200k");
  await region.getByLabel("Value of Budget", { exact: true }).press("Enter");
  await expect(row).toContainText("changed");
  await expect(row).toContainText("policy: $ 500k");
  await region.getByLabel("Owner of Budget", { exact: true }).fill("Finance");
  await region.getByLabel("Owner of Budget", { exact: true }).press("Enter");
  await region.getByLabel("Confidence of Budget", { exact: true }).selectOption("high");
  await region.getByLabel("Low end of Epochs").fill("2");
  await region.getByLabel("Low end of Epochs").press("Enter");
  await expect(page.locator("#log-assumption-epochs")).toContainText("policy: 1 to 4");
  await region.getByLabel("Low end of Epochs").fill("few");
  await region.getByLabel("Low end of Epochs").press("Enter");
  await expect(page.getByText("is not a number")).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(region.getByLabel("Owner of Budget", { exact: true })).toHaveValue("Finance", { timeout: 30_000 });
  await region.getByRole("button", { name: "Reset Budget", exact: true }).click();
  await expect(row).not.toContainText("changed");
  await expect(region.getByLabel("Owner of Budget", { exact: true })).toHaveValue("Finance");
  await page.getByRole("button", { name: /^Undo: reset an assumption/ }).click();
  await expect(row).toContainText("changed");
});

test("a slider leads to its row", async ({ page }) => {
  await open(page, "./?nosw#/scaling");
  const knob = page.locator(".knob", { has: page.locator("#assume-tokens_per_record") });
  await knob.getByRole("link", { name: "In the assumption log" }).click({ timeout: 30_000 });
  await expect(page.locator("#log-assumption-tokens_per_record")).toBeFocused();
});

test.describe(() => {
  test.use({ viewport: { width: 390, height: 844 } });
  test("the log fits a phone", async ({ page }) => {
    await log(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await expectAccessible(page);
  });
});

test("a note on a point of a curve is marked, changed and removed; a gate's note stands with it", async ({ page }) => {
  await open(page, "./?nosw#/curves");
  const curve = page.locator("section.curve", { has: page.getByRole("heading", { level: 2, name: /^Empathy/ }) });
  await curve.getByRole("button", { name: "Note on a point…" }).first().click({ timeout: 60_000 });
  await curve.getByLabel("Place").selectOption({ index: 1 });
  await curve.getByLabel("Note (kept in the report)").fill("one seed only");
  await curve.getByRole("button", { name: "Keep the note" }).click();
  const list = curve.locator(".point-notes").first();
  await expect(list).toContainText("one seed only");
  await expect(curve.locator("svg").first()).toContainText("note 1");
  await curve.getByRole("button", { name: "Change note 1" }).click();
  await curve.getByLabel("Note (kept in the report)").fill("two seeds");
  await curve.getByRole("button", { name: "Keep the note" }).click();
  await expect(list).toContainText("two seeds");
  await expectAccessible(page);
  await curve.getByRole("button", { name: "Remove note 1" }).click();
  await expect(list).not.toContainText("two seeds");
  await page.getByRole("button", { name: /^Undo: edit a note/ }).click();
  await expect(list).toContainText("two seeds");
  await page.goto("./?nosw#/decide");
  const gate = page.locator("#gate-missing-weight-tier-1");
  await gate.locator("details.gate__more summary").first().click();
  await gate.getByLabel("Note (kept in the report)").fill("arrives in March");
  await gate.getByLabel("Note (kept in the report)").press("Enter");
  await expect(gate.locator(".gate__note")).toContainText("arrives in March");
  await gate.getByRole("button", { name: /^Remove the note/ }).click();
  await expect(gate.locator(".gate__note")).toHaveCount(0);
});

test("the tables of the evidence show all their columns on a screen of 1,280 pixels", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 860 });
  await open(page, "./?nosw#/evidence");
  await expect(page.locator(".datasets tbody tr").first()).toBeVisible({ timeout: 30_000 });
  const cut = await page.locator("main .scroll").evaluateAll((all) =>
    all.filter((e) => e.scrollWidth > e.clientWidth).map((e) => `${e.className}: ${e.scrollWidth - e.clientWidth} px`),
  );
  expect(cut).toEqual([]);
});
