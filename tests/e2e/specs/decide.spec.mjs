// The Decide page: reasons, flips, gates whose thresholds move the verdict; then Options and Perspectives.
import { expect, expectAccessible, open, picture, test } from "../fixtures.mjs";

const verdict = (page) => page.locator(".verdict__action");

async function decided(page, address = "./?nosw#/decide") {
  await open(page, address);
  await expect(verdict(page)).toContainText("Complete the foundation first", { timeout: 30_000 });
}

/** A gate's row, taken out of the line that it may be folded into. */
async function shown(page, gate) {
  const row = page.locator(`#gate-${gate}`);
  await row.evaluate((element) => element.closest("details.fold")?.setAttribute("open", ""));
  return row;
}

/** Opens a gate's details and types a what-if value. */
async function whatIf(page, gate, value) {
  const row = await shown(page, gate);
  const details = row.locator("details.gate__more");
  if (!(await details.evaluate((d) => d.open))) await details.locator("summary").first().click();
  const box = row.locator(".what-if .numberbox__input");
  await box.fill(String(value));
  await box.press("Enter");
}

/** Types a gate's threshold. */
async function threshold(page, gate, value) {
  const box = (await shown(page, gate)).locator(".gate__dial .numberbox__input");
  await box.fill(String(value));
  await box.press("Enter");
}

test("reasons, nearest flip and probabilities are on the first screen, accessibly", async ({ page }) => {
  await decided(page);
  await expect(page.locator(".reason")).toHaveCount(3);
  await expect(page.locator(".reason").first()).toContainText("40 %");
  await expect(page.locator(".flip").first()).toContainText("The verdict becomes", { timeout: 30_000 });
  await expect(page.locator(".sure")).toContainText("draws", { timeout: 30_000 });
  await page.locator("details.gate__more summary").first().click();
  await expectAccessible(page);
});

test("what passes and what nothing touches is a line that opens; no row goes away under the hand", async ({ page }) => {
  await decided(page);
  const complete = page.locator("section.phase").first();
  const passing = complete.locator("details.fold[data-fold=passing]");
  await expect(passing.locator("> summary")).toContainText(/^\d+ pass/);
  await expect(passing.locator(".gate").first()).toBeHidden();
  // In the open stands what fails, warns, or is waited for.
  const outcomes = await complete.locator("> .gate-list > .gate").evaluateAll((rows) => rows.map((row) => row.dataset.outcome));
  expect(outcomes.length).toBeGreaterThan(0);
  for (const outcome of outcomes) expect(["fail", "warn", "unknown"]).toContain(outcome);
  await passing.locator("> summary").click();
  await expect(passing.locator(".gate").first()).toBeVisible();
  await expectAccessible(page);
  // A gate that passes now stays where it was; a link to a folded one opens its line.
  await threshold(page, "missing-weight-tier-1", 45);
  await expect(page.locator("#gate-missing-weight-tier-1")).toHaveAttribute("data-outcome", "pass");
  await expect(page.locator("#gate-missing-weight-tier-1")).toBeVisible();
});

test("a threshold typed, moved by keys and reset changes outcome and verdict at once", async ({ page }) => {
  await decided(page);
  const gate = page.locator("#gate-missing-weight-tier-1");
  await expect(gate).toHaveAttribute("data-outcome", "fail");
  await threshold(page, "missing-weight-tier-1", 45);
  await expect(gate).toHaveAttribute("data-outcome", "pass");
  await expect(verdict(page)).toContainText("Measure first");
  await expect(page.locator(".verdict__change")).toContainText("Measure first");
  await expect(page.locator(".differences summary")).toContainText("1 difference from the policy; 1 outcome changed");
  const slider = gate.locator(".gate__dial input[type=range]");
  await slider.focus();
  await page.keyboard.press("Home");
  await expect(gate).toHaveAttribute("data-outcome", "fail");
  await expect(verdict(page)).toContainText("Complete the foundation first");
  await gate.locator(".gate__dial").getByRole("button", { name: /^Reset/ }).click();
  await expect(page.locator(".differences")).toHaveCount(0);
  await threshold(page, "missing-weight-tier-1", "many");
  await expect(page.getByText("is not a number")).toBeVisible();
  await expect(gate).toHaveAttribute("data-outcome", "fail");
});

test("a person can walk to each of the five verdicts", async ({ page }) => {
  await decided(page);
  await whatIf(page, "missing-weight-tier-1", 0);
  await expect(verdict(page)).toContainText("Measure first");
  await whatIf(page, "quality-tier-1", 0.992);
  await expect(verdict(page)).toContainText("Improve quality or select data instead");
  await whatIf(page, "duplication", 0.4);
  await threshold(page, "gap-worth-it", 0.003);
  await threshold(page, "gap-reachable", 1);
  await threshold(page, "cheaper-routes", 50);
  await expect(verdict(page)).toContainText("Expand, targeted");
  await whatIf(page, "target-empathy", 0.82);
  await expect(verdict(page)).toContainText("Measure first");
  await whatIf(page, "target-cultural-competency", 0.87);
  await expect(verdict(page)).toContainText("Do not expand");
  await expect(page.locator(".verdict__action .tag")).toContainText("assumed");
});

test("a gate is waived with a reason and an owner, and taken back", async ({ page }) => {
  await decided(page);
  const gate = page.locator("#gate-missing-weight-tier-1");
  await gate.locator("details.gate__more summary").first().click();
  await gate.getByText("Waive this gate").click();
  await gate.getByRole("button", { name: "Waive", exact: true }).click();
  await expect(page.getByText("A waiver needs a reason and an owner.")).toBeVisible();
  await gate.getByLabel("Reason").fill("tier 1 arrives next month");
  await gate.getByLabel("Owner").fill("data lead");
  await gate.getByRole("button", { name: "Waive", exact: true }).click();
  await expect(gate.getByText("Waived by data lead")).toBeVisible();
  await expect(verdict(page)).not.toContainText("Complete the foundation first");
  await gate.getByRole("button", { name: "Take the waiver back" }).click();
  await expect(verdict(page)).toContainText("Complete the foundation first");
});

// A budget of 0 drew a line at NaN; mended (a logarithmic slider never holds 0) without another build to see it.
test("options: costs, frontier, best mix, tornado, grid, next measurement", async ({ page }) => {
  await decided(page);
  await page.goto("./?nosw#/options");
  await expect(page.locator("table.options tbody tr").first()).toBeVisible({ timeout: 60_000 });
  await expect(page.locator(".frontier svg")).toBeVisible();
  await expect(page.locator(".tornado svg")).toBeVisible();
  await expect(page.locator(".grid svg")).toBeVisible();
  // The map is read cell by cell with the arrow keys.
  const map = page.locator(".grid [role=slider]");
  await map.focus();
  await map.press("Home");
  const low = await map.getAttribute("aria-valuetext");
  await map.press("ArrowUp");
  expect(await map.getAttribute("aria-valuetext")).not.toBe(low);
  await expect(page.locator("section", { has: page.locator("#information") })).toContainText(/[Mm]easure this first|Stop measuring/);
  const mix = page.locator("section", { has: page.locator("#mix") });
  const before = await mix.innerText();
  const box = mix.locator(".numberbox__input");
  await box.fill("0");
  await box.press("Enter");
  await expect(mix).toContainText("do nothing");
  expect(await mix.innerText()).not.toBe(before);
  await expectAccessible(page);
});

test("perspectives: stances, regret, research, recommendations", async ({ page }) => {
  await decided(page);
  await page.goto("./?nosw#/perspectives");
  await expect(page.locator(".card")).toHaveCount(5, { timeout: 60_000 });
  await expect(page.locator(".finding")).toHaveCount(7);
  await expect(page.getByRole("heading", { name: "Regret" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Within 3 months" })).toBeVisible();
  await expectAccessible(page);
});

for (const [name, use] of Object.entries({
  wide: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 } },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
})) {
  test.describe(() => {
    test.use(use);
    // At 390 px Options ran 182 px over the edge; its style was mended without another build to see it.
    test(`Decide, Options and Perspectives at ${name}`, async ({ page }) => {
      await decided(page);
      await expect(page.locator(".flip").first()).toBeVisible({ timeout: 60_000 });
      for (const [id, ready] of [["decide", ".sure table"], ["options", ".frontier svg"], ["perspectives", ".card"]]) {
        await page.goto(`./?nosw#/${id}`);
        await expect(page.locator(ready).first()).toBeVisible({ timeout: 60_000 });
        await picture(page, `${id}-${name}`);
        // Nothing pushes the page sideways.
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(use.viewport.width);
        await expectAccessible(page);
      }
    });
  });
}

test("print", async ({ page }) => {
  await decided(page);
  await expect(page.locator(".flip").first()).toBeVisible({ timeout: 60_000 });
  await page.emulateMedia({ media: "print" });
  await picture(page, "decide-print");
  await expect(page.locator(".tools")).toBeHidden();
});
