// The Scaling page: the frontier, the sliders, the constants, how far they disagree, volumes.
import { expect, expectAccessible, open, picture, test } from "../fixtures.mjs";

async function scaling(page) {
  await open(page, "./?nosw#/scaling");
  await expect(page.locator(".scaling svg.chart")).toBeVisible();
}

test("it shows the frontier, the read-outs and the disagreement, accessibly", async ({ page }) => {
  await scaling(page);
  await expect(page.locator("#scaling-heading")).toHaveText(/per parameter/);
  await expect(page.locator('[data-fact="loss"]')).toContainText("nats per token");
  await expect(page.locator('[data-fact="quality"]')).toContainText("more records");
  await expect(page.locator(".sensitivity")).toContainText(/\d+ to \d+ tokens per parameter/);
  await expect(page.locator(".volumes li")).toHaveCount(3);
  await expect(page.getByText("no law is established")).toBeVisible();
  await expectAccessible(page);
  await picture(page, "scaling");
});

test("assumptions are moved, typed and reset", async ({ page }) => {
  await scaling(page);
  const heading = page.locator("#scaling-heading");
  const before = await heading.innerText();
  const box = page.getByRole("textbox", { name: "Model size, typed" });
  await box.fill("1B");
  await box.press("Enter");
  await expect(heading).toContainText("for 1B parameters");
  await box.fill("many");
  await box.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "Not a number" })).toBeVisible();
  await page.getByRole("button", { name: "Reset Model size" }).click();
  await expect(heading).toHaveText(before);
  const slider = page.getByRole("slider", { name: "Records trained on", exact: true });
  await slider.focus();
  await page.keyboard.press("End");
  await expect(heading).not.toHaveText(before);
});

test("repeats stand beside fresh data, and the way quality counts is chosen", async ({ page }) => {
  await scaling(page);
  const heading = page.locator("#repeats-heading");
  await expect(heading).toContainText("distinct tokens");
  const before = await heading.innerText();
  const epochs = page.getByRole("textbox", { name: "Epochs, typed" });
  await epochs.fill("20");
  await epochs.press("Enter");
  await expect(heading).not.toHaveText(before);
  const effective = page.locator('[data-fact="effective"]');
  const was = await effective.innerText();
  await page.getByLabel("Quality counts by:").selectOption("subramanyam-nmt-huber");
  await expect(effective).not.toHaveText(was, { useInnerText: true });
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(effective).toHaveText(was, { useInnerText: true });
  await expect(page.locator(".sensitivity")).toContainText(/twice the distinct data removes \d/);
  await page.getByText("Fine-tuning laws: why they are not").click();
  await expect(page.getByRole("region", { name: "Fine-tuning laws" }).getByRole("row")).toHaveCount(11);
});

test("constants are chosen, with what is wrong with them", async ({ page }) => {
  await scaling(page);
  await page.getByLabel("Constants:").selectOption("hoffmann-rounded");
  await expect(page.locator("#scaling-heading")).toContainText("as printed");
  await page.getByText("Where these constants come from").click();
  await expect(page.locator(".law")).toContainText("tenfold misprint");
});

test("own runs are fitted under each loss", async ({ page }) => {
  await scaling(page);
  // Points of E = 1.8, A = 480, B = 2000, alpha = 0.35, beta = 0.37.
  const rows = ["params,tokens,loss"];
  for (const n of [5e7, 1e8, 2e8, 4e8, 8e8]) {
    for (const d of [1e9, 4e9, 1.6e10]) {
      rows.push(`${n},${d},${(1.8 + 480 * n ** -0.35 + 2000 * d ** -0.37).toFixed(6)}`);
    }
  }
  await page.goto("./?nosw#/evidence");
  await page.locator('input[type="file"]').first().setInputFiles({ name: "runs.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) });
  await page.goto("./?nosw#/scaling");
  await expect(page.locator('#law-choice optgroup[label="Your runs"] option')).toHaveCount(4, { timeout: 30_000 });
  await page.getByLabel("Constants:").selectOption("own-huber");
  await expect(page.locator("#scaling-heading")).toContainText("Your 15 runs");
});
