// A project of another field: from files to a verdict by answering what the metrics should reach; then the page Policy.
import { readFile } from "node:fs/promises";
import { expect, expectAccessible, open, picture, test } from "../fixtures.mjs";

const verdict = (page) => page.locator(".verdict__action");
const upload = (name, mimeType, text) => ({ name, mimeType, buffer: Buffer.from(text) });

/** An intent classifier: an evaluation by language, a learning curve with two seeds, an inventory. */
const RESULTS = JSON.stringify({
  model: "intents", date: "2026-11-10", n: 4000,
  results: [
    { metric: "accuracy", slice: "all", value: 0.86, n: 4000 },
    { metric: "macro_f1", slice: "all", value: 0.81, n: 4000 },
    { metric: "accuracy", slice: "en", value: 0.893, n: 2600 },
    { metric: "accuracy", slice: "es", value: 0.613, n: 150 },
  ],
});
const POINTS = [[500, 0.605, 0.49], [1000, 0.68, 0.575], [2000, 0.74, 0.656], [4000, 0.782, 0.711], [8000, 0.819, 0.757], [16000, 0.841, 0.785], [32000, 0.86, 0.81]];
const CURVE = ["train_size,seed,accuracy,macro_f1", ...POINTS.flatMap(([n, a, f]) => [`${n},1,${a},${f}`, `${n},2,${(a + 0.003).toFixed(3)},${(f + 0.003).toFixed(3)}`])].join("\n");
const SOURCES = "source,language,examples,licence,duplicate_rate,split\nTickets EN,en,24200,own,6%,train\nTickets DE,de,7680,own,5%,train\nPilot ES,es,120,,2%,train\n";
const FILES = [upload("eval_results.json", "application/json", RESULTS), upload("learning_curve.csv", "text/csv", CURVE), upload("sources.csv", "text/csv", SOURCES)];

const asking = (page) => page.getByRole("region", { name: "What should your metrics reach?" });

async function start(page) {
  await open(page, "./?nosw");
  await page.getByLabel("Start with my files").setInputFiles(FILES);
  await expect(asking(page)).toBeVisible({ timeout: 30_000 });
}

async function target(page, metric, value) {
  const box = page.getByLabel(`${metric}, target`, { exact: true });
  await box.fill(value);
  await box.press("Enter");
}

test("from three files to a verdict on two targets in a few actions, and nothing is asked of another field", async ({ page }) => {
  let actions = 0;
  await start(page); // choosing the files
  actions += 1;
  await expect(asking(page)).toContainText("3 data sets, 32k records");
  await expect(asking(page)).toContainText("accuracy 0.860 and macro F1 0.810 on 4,000 items, by slice");
  await expect(asking(page)).toContainText("2 learning curves");
  await expect(asking(page)).toContainText("today 0.860 (0.851 to 0.869)");
  // A verdict is there before the first answer, and says what it lacks.
  await expect(verdict(page)).toContainText("Measure first");
  await expect(page.locator(".verdict__why")).toContainText("sets no target");
  await target(page, "Accuracy", "0.9");
  await target(page, "Macro F1", "85 %");
  actions += 2;
  await expect(page.locator(".verdict__why")).toContainText(/against 0\.9|more records bring/);
  await expect(verdict(page)).not.toContainText("Measure first");
  await expect(page.locator(".verdict__question")).toHaveText("Should we add training data?");
  await expect(page.locator(".verdict__policy")).toContainText("General questions");
  await expect(page.locator(".verdict__sure")).toContainText("assumed numbers", { timeout: 30_000 });
  await expect(asking(page).locator(".ask__preview").first()).toContainText("fails by 0.040");
  expect(actions).toBeLessThanOrEqual(8);
  await expectAccessible(page);
  await picture(page, "asking");
  await asking(page).getByRole("link", { name: "To the verdict" }).click();
  await expect(page.locator(".reason").first()).toBeVisible();
  // What no file touches is one line that says what would wake it.
  await expect(page.locator("details.fold[data-fold=asleep] > summary")).toContainText(/2 not asked: no check .leakage. was loaded/);
  const text = await page.locator("#app").innerText();
  for (const word of ["tier", "Tier", "empathy", "therap", "family"]) expect(text).not.toContain(word);
  await expectAccessible(page);
  await picture(page, "decide-general");
});

test("an answer can be taken back, be nice to have, and survives a reload; what cannot be is refused in words", async ({ page }) => {
  await start(page);
  await target(page, "Accuracy", "90");
  await expect(page.getByText(/between 0 and 1/).first()).toBeVisible();
  await expect(page.getByLabel("Accuracy, target", { exact: true })).toHaveValue("");
  await target(page, "Accuracy", "0.9");
  await expect(page.locator(".verdict__why")).toContainText("0.9");
  await page.getByLabel("Accuracy, what it does").selectOption("nice");
  await expect(page.locator(".verdict__why")).toContainText("sets no target");
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(page.locator(".verdict__why")).toContainText("0.9");
  await page.waitForTimeout(1200);
  await page.reload();
  await expect(page.getByLabel("Accuracy, target", { exact: true })).toHaveValue("0.9", { timeout: 30_000 });
  // "I don't know" is unknown again.
  await target(page, "Accuracy", "");
  await expect(page.locator(".verdict__why")).toContainText("sets no target");
  // How many records could be had: until somebody says, a number stands in and is marked so.
  await page.getByText("How many records could be had, at what price, and instead of what?").click();
  await expect(asking(page)).toContainText("Until you say, 100k records stands in.");
  // Instead of what: said, compared with what is known of it, and taken back.
  await asking(page).getByLabel("More data would come at the expense of").selectOption("work on the quality of the data");
  await page.goto("./?nosw#/decide");
  await expect(page.getByRole("region", { name: "Why" })).toContainText("More data would come at the expense of work on the quality of the data", { timeout: 30_000 });
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("region", { name: "Why" })).not.toContainText("at the expense of");
});

test("the policy is read in sentences, changed, not asked, asked again, and saved as a file", async ({ page }) => {
  await start(page);
  await target(page, "Accuracy", "0.9");
  await expect(page.locator(".verdict__why")).toContainText("0.9");
  await page.locator(".verdict__policy a").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Policy");
  const row = page.locator("#asked-target-accuracy");
  await expect(row).toContainText("Accuracy: at least 0.900, with the whole 90 % interval. If it fails or is unknown, it decides.");
  await expect(row).toContainText("fails by 0.040");
  await expect(row).toContainText("Without it the verdict would be “measure first”.");
  await row.locator("details > summary").click();
  const box = row.getByLabel("Target, Accuracy");
  await box.fill("0.84");
  await box.press("Enter");
  await expect(row).toContainText("passes by 0.020");
  await expect(verdict(page)).toContainText("Do not expand");
  await row.getByLabel("Why it is asked").fill("what the support desk needs");
  await row.getByLabel("Why it is asked").press("Enter");
  await expectAccessible(page);
  // A slice has a target of its own.
  await target(page, "Accuracy (es)", "0.8");
  await expect(page.locator("#asked-target-accuracy-es")).toContainText("fails by 0.187");
  await page.getByRole("button", { name: "Do not ask Accuracy (es)" }).click();
  await expect(page.locator("#asked-target-accuracy-es")).toHaveCount(0);
  await expect(verdict(page)).toContainText("Do not expand");
  await page.getByRole("button", { name: "Ask Accuracy (es) again" }).click();
  await expect(page.locator("#asked-target-accuracy-es")).toHaveCount(1);
  await page.getByRole("button", { name: "Do not ask Duplicate records" }).click();
  await expect(page.getByRole("region", { name: "No longer asked" })).toContainText("Duplicate records");
  await picture(page, "policy");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save this policy as a file" }).click();
  const pack = JSON.parse(await readFile(await (await download).path(), "utf8"));
  const gate = pack.gates.find((g) => g.id === "target-accuracy");
  expect(gate).toMatchObject({ threshold: 0.84, comparator: "at_least", rationale: "what the support desk needs" });
  expect(pack.gates.some((g) => g.id === "duplication")).toBe(false);
  // What was saved, dropped, is the same policy; new files keep it.
  await page.goto("./?nosw#/evidence");
  await page.getByLabel("Choose files").setInputFiles([upload("own.json", "application/json", JSON.stringify({ ...pack, name: "Support desk" }))]);
  await expect(page.locator(".verdict__policy")).toHaveText("Policy: Support desk", { timeout: 30_000 });
  await page.getByLabel("Start with my files").setInputFiles(FILES);
  await expect(page.locator(".verdict__policy")).toHaveText("Policy: Support desk");
  await expect(page.locator(".verdict__why")).toContainText(/es|0\.8/, { timeout: 30_000 });
  // Another policy in its place, by name.
  await page.goto("./?nosw#/policy");
  await page.getByLabel("Policy in force").selectOption("fine-tuning");
  await expect(page.locator(".verdict__policy")).toContainText("Fine-tuning a language model");
});

test("the most that a metric may fall is a question of its own", async ({ page }) => {
  await start(page);
  await target(page, "Accuracy", "0.85");
  await page.getByLabel("Choose files").setInputFiles([upload("eval_before.csv", "text/csv", "metric,value,n\naccuracy,0.91,4000\n")]);
  await page.goto("./?nosw#/policy");
  await page.getByLabel("Limit how much worse a metric may get:").selectOption({ label: "Accuracy" });
  await page.getByRole("button", { name: "Add a limit, at first 2 %" }).click();
  const row = page.locator("#asked-target-drop-accuracy");
  // What is named as measured before is not taken for today's.
  await expect(page.locator('.ask[data-metric="accuracy"]')).toContainText("today 0.860");
  await expect(row).toContainText("Drop of accuracy: at most 2 %");
  await expect(row).toContainText("as a share of the earlier value, counted from what is marked as measured before");
  await expect(row).toContainText("fails by 3.49 %", { timeout: 30_000 });
  await expect(page.locator(".verdict__why")).toContainText("“Drop of accuracy” is larger than is allowed");
  await row.locator("details > summary").click();
  await row.getByLabel("As a share of the earlier value").uncheck();
  await expect(row).toContainText("at most 0.020");
  await expect(row).toContainText("fails by 0.030");
  await expectAccessible(page);
  await picture(page, "policy-drop");
  await row.getByLabel("Counted from the run or time").fill("v0");
  await row.getByLabel("Counted from the run or time").press("Enter");
  await expect(row).toContainText("no evaluation of accuracy is of the run or time “v0”");
});

test("tiers, families, perspectives and recommendations are the project's own as soon as they are changed", async ({ page }) => {
  test.setTimeout(120_000);
  await start(page);
  await target(page, "Accuracy", "0.9");
  await page.getByLabel("Choose files").setInputFiles([
    upload("graded.csv", "text/csv", "name,family,tier,status,records\nforms,forms,1,present,400\ncalls,calls,2,missing,0\n"),
  ]);
  await page.goto("./?nosw#/policy");
  const lists = page.getByRole("region", { name: "What the policy knows besides" });
  await lists.getByText("Tiers (0)").click();
  await lists.getByRole("button", { name: "Add the 2 that your inventory has besides" }).click();
  await expect(lists.getByText("Tiers (2)")).toBeVisible();
  await expect(lists.getByLabel("Share of the training weight of tier 2")).toHaveValue(/^50/);
  const name = lists.getByLabel("Name of tier 1");
  await name.fill("Reviewed");
  await name.press("Enter");
  const weight = lists.getByLabel("Share of the training weight of tier 1");
  await weight.fill("150 %");
  await weight.press("Enter");
  await expect(lists.locator("[role=alert]").filter({ hasText: "150 %" }).first()).toBeVisible();
  await weight.fill("75");
  await weight.press("Enter");
  await expect(lists).toContainText("Changed from the pack (added: Reviewed, Tier 2)");
  await expect(page.locator(".verdict__policy")).toContainText("of this project");
  // The inventory is rolled up by the tiers that were typed.
  await page.goto("./?nosw#/evidence");
  await expect(page.locator("main")).toContainText("Reviewed", { timeout: 30_000 });
  await page.goto("./?nosw#/policy");
  await lists.getByText(/^Families/).click();
  await lists.getByRole("button", { name: "Add a family" }).click();
  await lists.getByText(/^Perspectives/).click();
  await lists.getByRole("button", { name: "Add a perspective" }).click();
  await lists.getByText(/^Recommendations/).click();
  await lists.getByRole("button", { name: "Add a recommendation" }).click();
  await expect(lists.getByText("Recommendations (6)")).toBeVisible();
  await lists.getByLabel("Due of Something to do").selectOption({ label: "when “Accuracy” fails" });
  await lists.getByLabel("What to do of Something to do").fill("Ask the support desk");
  await lists.getByLabel("What to do of Something to do").press("Enter");
  await lists.getByText("Name, purpose and currency").click();
  await lists.getByLabel("Name", { exact: true }).fill("Support desk <b>2027</b>");
  await lists.getByLabel("Name", { exact: true }).press("Enter");
  await expect(page.locator(".verdict__policy")).toContainText("Support desk <b>2027</b>");
  await expectAccessible(page);
  await picture(page, "policy-lists");
  // What is typed is in the file, survives a reload, and goes back with one press.
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save this policy as a file" }).click();
  const pack = JSON.parse(await readFile(await (await download).path(), "utf8"));
  expect(pack.tiers).toMatchObject([{ tier: 1, label: "Reviewed", weight: 0.75 }, { tier: 2, weight: 0.5 }]);
  expect(pack.recommendations.at(-1)).toMatchObject({ label: "Ask the support desk", trigger: "gate:target-accuracy:fail" });
  await page.waitForTimeout(1_000);
  await page.reload();
  await expect(page.locator(".verdict__policy")).toContainText("Support desk <b>2027</b>", { timeout: 30_000 });
  await lists.getByText("Tiers (2)").click();
  await lists.getByRole("button", { name: "Tiers as the pack has them" }).click();
  await expect(lists.getByText("Tiers (0)")).toBeVisible();
});

for (const [name, use] of Object.entries({
  wide: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 } },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
})) {
  test.describe(() => {
    test.use(use);
    test(`Policy and the questions at ${name}`, async ({ page }) => {
      await start(page);
      for (const id of ["evidence", "policy", "decide"]) {
        await page.goto(`./?nosw#/${id}`);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await page.waitForTimeout(500);
        await picture(page, `${id}-general-${name}`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(use.viewport.width);
        await expectAccessible(page);
      }
    });
  });
}
