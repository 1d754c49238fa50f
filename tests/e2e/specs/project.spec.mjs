// The life of a project: the first visit, files in, corrections, undo, reload, link, file, engines that fail.
import { expect, expectAccessible, installed, open, picture, test } from "../fixtures.mjs";
import { workbook } from "../xlsx.mjs";
import { readFile, rm, writeFile } from "node:fs/promises";

const FOUNDATION = "Complete the foundation first";
const action = (page) => page.locator(".verdict__action");
const card = (page, name) => page.getByRole("article", { name, exact: true });
const csv = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

async function visit(page, address = "./?nosw") {
  await open(page, address);
  await expect(action(page)).toContainText(FOUNDATION, { timeout: 30_000 });
}

async function choose(page, ...files) {
  await page.getByLabel("Choose files").setInputFiles(files);
}

test("the first visit shows the worked example analysed, and says how sure and what is nearest", async ({ page }) => {
  await visit(page);
  await expect(page.locator(".verdict__why")).toContainText("40 %");
  await expect(page.locator(".verdict__flip")).toContainText("What would change it", { timeout: 30_000 });
  await expect(page.locator(".verdict__sure")).toContainText("% sure", { timeout: 30_000 });
  await expect(page).toHaveTitle(/Complete the foundation first/);
  await expect(page.getByRole("list", { name: "Phases" }).getByRole("listitem")).toHaveCount(3);
  await expectAccessible(page);
});

test("pages have addresses and the back button works", async ({ page }) => {
  await visit(page);
  await page.getByRole("link", { name: "Evidence", exact: true }).click();
  await expect(page).toHaveURL(/#\/evidence$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Evidence");
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Decide");
  await visit(page, "./?nosw#/evidence/datasets");
  await expect(page.getByRole("heading", { name: "Data sets" })).toBeInViewport();
});

test("dropped files are read, and what was skipped is said with file, row and column", async ({ page }) => {
  await visit(page, "./?nosw#/evidence");
  await page.getByRole("button", { name: /empty project/ }).click();
  await expect(page.getByText("No files yet.")).toBeVisible();
  const text = "name,tier,status,records,quality\nalpha,1,present,1200,0.99\nbeta,2,missing,about many,0.9\n,,,,\n";
  await choose(page, csv("team inventory.csv", text));
  const file = card(page, "team inventory.csv");
  await expect(file).toContainText("inventory of data sets");
  await expect(file).toContainText("2 data sets");
  await expect(file.locator(".diagnostics")).toContainText("row 3");
  await expect(file.locator(".diagnostics")).toContainText("records");
  await expect(page.locator(".datasets tbody tr")).toHaveCount(2);
  await expect(page.locator(".datasets tbody tr", { hasText: "beta" })).toContainText("unknown");
});

test("files can be dropped anywhere on the page", async ({ page }) => {
  await visit(page);
  const data = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["name,tier,status,records\ndropped one,3,present,10\n"], "dropped.csv", { type: "text/csv" }));
    return data;
  });
  await page.dispatchEvent("main", "dragover", { dataTransfer: data });
  await expect(page.locator(".overlay")).toBeVisible();
  await page.dispatchEvent("main", "drop", { dataTransfer: data });
  await expect(page.locator(".overlay")).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Evidence");
  await expect(card(page, "dropped.csv")).toContainText("1 data set");
});

test("a file that cannot be read leaves everything as it was", async ({ page }) => {
  await visit(page, "./?nosw#/evidence");
  await expect(page.getByRole("article")).toHaveCount(4);
  await choose(page, { name: "noise.bin", mimeType: "application/octet-stream", buffer: Buffer.from([0, 1, 2, 255, 254, 0, 7, 0]) });
  await expect(page.getByRole("alert").filter({ hasText: "noise.bin" })).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(4);
  await expect(action(page)).toContainText(FOUNDATION);
});

test("a spreadsheet is read by its own worker, and its sheet can be chosen", async ({ page }) => {
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await visit(page, "./?nosw#/evidence");
  expect(asked.filter((url) => url.includes("sheets"))).toEqual([]);
  const book = workbook({
    Notes: [["about", "text"], ["this", "nothing much"]],
    Sets: [["name", "tier", "status", "records"], ["from a sheet", 2, "present", 4200], ["another", 3, "missing", ""]],
  });
  await choose(page, { name: "book.xlsx", mimeType: "application/zip", buffer: book });
  const file = card(page, "book.xlsx");
  await expect(file).toContainText("2 data sets", { timeout: 30_000 });
  await file.getByText("How it is read").click();
  await file.getByRole("radio", { name: /Notes/ }).check();
  await expect(file).not.toContainText("2 data sets");
  await page.keyboard.press("Control+z");
  await expect(file).toContainText("2 data sets");
});

test("a mapping is corrected, undone and redone, and keeps the focus", async ({ page }) => {
  await visit(page, "./?nosw#/evidence");
  await choose(page, csv("odd.csv", "what,a,b\nmodel one,5,100\nmodel two,7,200\n"));
  const file = card(page, "odd.csv");
  await file.getByText("How it is read").click();
  await file.getByLabel("What it is about").selectOption("inventory of data sets");
  await file.getByLabel("Role of what").selectOption("name");
  await file.getByLabel("Role of b").selectOption("records");
  await expect(file).toContainText("2 data sets");
  await expect(file.getByText("mapping changed")).toBeVisible();
  await file.getByLabel("Unit of b").focus();
  await file.getByLabel("Unit of b").selectOption("1000");
  await expect(page.locator(".datasets tbody tr", { hasText: "model two" })).toContainText("200k");
  await expect(file.getByLabel("Unit of b")).toBeFocused();
  const undo = page.getByRole("button", { name: "Undo: change how a file is read" });
  await undo.click();
  await expect(page.locator(".datasets tbody tr", { hasText: "model two" })).not.toContainText("200k");
  await page.getByRole("button", { name: "Redo: change how a file is read" }).click();
  await expect(page.locator(".datasets tbody tr", { hasText: "model two" })).toContainText("200k");
  await file.getByRole("button", { name: "Back to what was recognised" }).click();
  await expect(file.getByText("mapping changed")).toHaveCount(0);
});

test("files are left out, taken in and removed, and the verdict follows", async ({ page }) => {
  await visit(page, "./?nosw#/evidence");
  await page.getByRole("button", { name: "Leave out inventory.csv" }).click();
  await expect(action(page)).not.toContainText(FOUNDATION);
  await expect(page.locator(".verdict__change")).toContainText(FOUNDATION);
  await expect(page.locator("#announcer")).toContainText("The verdict changed from");
  await page.getByRole("button", { name: "Take in again inventory.csv" }).click();
  await expect(action(page)).toContainText(FOUNDATION);
  await page.getByRole("button", { name: "Remove evaluations.csv" }).click();
  await expect(page.getByRole("article")).toHaveCount(3);
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("article")).toHaveCount(4);
});

test("the inventory sorts, filters and leaves as CSV", async ({ page }) => {
  await visit(page, "./?nosw#/evidence");
  const rows = page.locator(".datasets tbody tr");
  const all = await rows.count();
  expect(all).toBeGreaterThan(10);
  await expect(rows.first()).toContainText("missing");
  await page.getByRole("button", { name: "Records", exact: true }).click();
  await page.getByRole("button", { name: "Records", exact: true }).click();
  await expect(page.getByRole("columnheader", { name: "Records" }).last()).toHaveAttribute("aria-sort", "descending");
  await page.getByRole("group", { name: "Filter" }).getByRole("combobox", { name: "Tier" }).selectOption("3");
  expect(await rows.count()).toBeLessThan(all);
  const download = page.waitForEvent("download");
  await page.getByRole("group", { name: "Filter" }).getByRole("button", { name: "Table as CSV" }).click();
  const text = await readFile(await (await download).path(), "utf8");
  expect(text.split("\r\n")[0]).toContain("name,status,tier");
  expect(text.trim().split("\r\n").length - 1).toBe(await rows.count());
  await expect(page.locator(".bars")).toContainText("44.4 % of the training weight is missing");
  await expectAccessible(page);
});

test("a reload brings everything back", async ({ page }) => {
  await visit(page, "./?nosw#/evidence");
  await choose(page, csv("kept.csv", "name,tier,status,records\nkept one,3,present,10\n"));
  await expect(card(page, "kept.csv")).toContainText("1 data set");
  await page.getByLabel("Name of the project").fill("Our own project");
  await page.getByLabel("Name of the project").blur();
  await page.waitForTimeout(1200);
  await page.reload();
  await expect(card(page, "kept.csv")).toContainText("1 data set", { timeout: 30_000 });
  await expect(page.getByRole("article")).toHaveCount(5);
  await expect(page.getByLabel("Name of the project")).toHaveValue("Our own project");
});

test("a share link says its length and its files, and asks before it replaces anything", async ({ page, browser, baseURL }) => {
  await visit(page);
  await page.getByText("Scenario\u2026").click();
  await page.getByRole("button", { name: "Duplicate" }).click();
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog", { name: "Share this project" });
  await expect(dialog).toContainText("characters: short enough");
  await expect(dialog).toContainText("inventory.csv");
  await expectAccessible(page);
  const link = await dialog.getByRole("textbox", { name: "Link" }).inputValue();
  expect(link).toContain("#h1.");
  const other = await browser.newContext({ baseURL });
  const guest = await other.newPage();
  await guest.goto(link);
  const offer = guest.getByRole("dialog", { name: "Open the shared project?" });
  await expect(offer).toContainText("Today (2)", { timeout: 30_000 });
  await expect(offer).toContainText("Its files are here");
  await expect(guest.getByRole("combobox", { name: "Scenario", exact: true }).locator("option")).toHaveCount(1);
  await offer.getByRole("button", { name: "Open it" }).click();
  await expect(guest.getByRole("combobox", { name: "Scenario", exact: true }).locator("option")).toHaveCount(2);
  await guest.keyboard.press("Control+z");
  await expect(guest.getByRole("combobox", { name: "Scenario", exact: true }).locator("option")).toHaveCount(1);
  await guest.goto(`${link}broken!`);
  await expect(guest.getByRole("alert")).toContainText("could not be opened", { timeout: 30_000 });
  await other.close();
});

test("small files ride along in a link when asked, and open elsewhere", async ({ page, browser, baseURL }) => {
  await visit(page, "./?nosw#/evidence");
  await page.getByLabel("Start with my files").setInputFiles([csv("mine.csv", "name,tier,status,records\nkept one,3,present,10\n")]);
  await expect(card(page, "mine.csv")).toContainText("1 data set", { timeout: 30_000 });
  await page.waitForTimeout(1_000);
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog", { name: "Share this project" });
  const address = dialog.getByRole("textbox", { name: "Link" });
  await expect(dialog).toContainText("Whoever opens it needs these files: mine.csv");
  await dialog.getByLabel("Take small files along").check();
  await expect(dialog).toContainText("The files are in the link.");
  await expect(dialog).not.toContainText("Whoever opens it needs these files");
  await expect(address).toHaveValue(/#h2\./);
  await expectAccessible(page);
  const link = await address.inputValue();
  const other = await browser.newContext({ baseURL });
  const guest = await other.newPage();
  await guest.goto(link);
  const offer = guest.getByRole("dialog", { name: "Open the shared project?" });
  await expect(offer).toContainText("mine.csv", { timeout: 30_000 });
  await expect(offer).not.toContainText("not in this browser");
  await offer.getByRole("button", { name: "Open it" }).click();
  await guest.goto("./?nosw#/evidence");
  await expect(card(guest, "mine.csv")).toContainText("1 data set", { timeout: 30_000 });
  await expect(guest.getByRole("article")).toHaveCount(1);
  await other.close();
});

test("a saved project opens with its files, also under another name", async ({ page, browser, baseURL }) => {
  await visit(page, "./?nosw#/evidence");
  await page.getByText("Save", { exact: true }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Project with its files" }).click();
  const saved = await readFile(await (await download).path());
  const other = await browser.newContext({ baseURL });
  const guest = await other.newPage();
  await visit(guest, "./?nosw#/evidence");
  await guest.getByRole("button", { name: /empty project/ }).click();
  await expect(guest.getByRole("article")).toHaveCount(0);
  await choose(guest, { name: "renamed.json", mimeType: "application/json", buffer: saved });
  await expect(guest.getByRole("article")).toHaveCount(4);
  await expect(action(guest)).toContainText(FOUNDATION);
  await other.close();
});

test("a report is saved and opens again as a project", async ({ page }) => {
  await visit(page, "./?nosw#/evidence");
  await page.getByText("Save", { exact: true }).click();
  const download = page.waitForEvent("download", { timeout: 55_000 });
  await page.getByRole("button", { name: "Report, one HTML file", exact: true }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("therapeutic-ai-the-worked-example.html");
  const report = await readFile(await file.path());
  expect(report.toString()).toContain(FOUNDATION);
  await page.getByRole("button", { name: /empty project/ }).click();
  await expect(page.getByRole("article")).toHaveCount(0);
  await choose(page, { name: "report.html", mimeType: "text/html", buffer: report });
  await expect(page.getByRole("article")).toHaveCount(4);
});

test("a policy pack takes effect, survives a reload, and undo takes it back", async ({ page }) => {
  await visit(page, "./?nosw#/evidence");
  const pack = JSON.parse(await readFile(new URL("../../../public/policies/therapeutic-ai.json", import.meta.url), "utf8"));
  const name = "Own rules";
  const own = { ...pack, id: "own", name, gates: pack.gates.filter((gate) => gate.phase !== "complete") };
  await choose(page, { name: "own.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(own)) });
  await expect(page.getByRole("status").filter({ hasText: name })).toBeVisible();
  await expect(action(page)).not.toContainText(FOUNDATION);
  await page.waitForTimeout(1200);
  await page.reload();
  await expect(page.getByRole("article")).toHaveCount(4, { timeout: 30_000 });
  await expect(action(page)).not.toContainText(FOUNDATION);
});

test("scenarios are duplicated, renamed, compared and removed", async ({ page }) => {
  await visit(page);
  const menu = page.getByText("Scenario\u2026");
  await menu.click();
  await page.getByRole("button", { name: "Duplicate" }).click();
  await menu.click();
  await page.getByRole("button", { name: "Rename" }).click();
  await page.getByRole("dialog", { name: "Rename the scenario" }).getByLabel("Name").fill("With tier 1");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Scenario", exact: true })).toContainText("With tier 1");
  await menu.click();
  await page.getByRole("button", { name: "Compare side by side" }).click();
  const table = page.getByRole("region", { name: "Scenarios side by side" });
  await expect(table).toContainText("Does the decision change?");
  await expect(table).toContainText("Nothing else differs.");
  await expectAccessible(page);
  await menu.click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByRole("combobox", { name: "Scenario", exact: true }).locator("option")).toHaveCount(1);
});

test("without workers the analysis runs on the page", async ({ page }) => {
  await page.addInitScript(() => delete window.Worker);
  await visit(page, "./?nosw#/evidence");
  await choose(page, csv("kept.csv", "name,tier,status,records\nkept one,3,present,10\n"));
  await expect(card(page, "kept.csv")).toContainText("1 data set");
});

test("an engine that falls silent is started anew with the files", async ({ page }) => {
  await page.addInitScript(() => {
    const Real = window.Worker;
    let first = true;
    window.Worker = class extends Real {
      constructor(...given) {
        super(...given);
        this.deaf = first;
        first = false;
      }
      postMessage(message, ...rest) {
        if (this.deaf && message[0].startsWith('{"run"')) return;
        super.postMessage(message, ...rest);
      }
    };
  });
  await open(page, "./?nosw#/evidence");
  await expect(page.getByRole("alert")).toContainText("started anew", { timeout: 30_000 });
  await expect(action(page)).toContainText(FOUNDATION, { timeout: 30_000 });
  await expect(page.getByRole("article")).toHaveCount(4);
});

test("without a network it opens with everything", async ({ page, context }) => {
  await visit(page, "./");
  await installed(page);
  await context.setOffline(true);
  await page.reload();
  await expect(action(page)).toContainText(FOUNDATION, { timeout: 30_000 });
});

test("hostile names stay text", async ({ page }) => {
  await visit(page, "./?nosw#/evidence");
  const name = "<img src=x onerror=alert(1)>.csv";
  await choose(page, csv(name, 'name,tier,status\n"<script>alert(1)</script>",2,present\n'));
  await expect(card(page, name)).toContainText("1 data set");
  await expect(page.locator("main img, main script")).toHaveCount(0);
});

for (const [name, size, scheme] of [
  ["wide", { width: 1280, height: 860 }, "light"],
  ["phone", { width: 390, height: 844 }, "light"],
  ["dark", { width: 1280, height: 860 }, "dark"],
]) {
  test(`pictures: ${name}`, async ({ page }) => {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: scheme });
    for (const where of ["decide", "evidence"]) {
      await visit(page, `./?nosw#/${where}`);
      await expect(page.locator(".verdict__sure")).toBeVisible({ timeout: 30_000 });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overflow, `${where} is wider than the screen`).toBeLessThanOrEqual(0);
      await expectAccessible(page);
      await picture(page, `${where}-${name}`);
    }
  });
}

test("undo and redo survive a reload", async ({ page }) => {
  await visit(page, "./?nosw#/curves");
  const box = page.locator("#curve-empathy").getByRole("textbox", { name: /Target/ });
  for (const value of ["0.75", "0.85"]) {
    await box.fill(value);
    await box.press("Enter");
  }
  await page.waitForTimeout(1500);
  await page.reload();
  await expect(box).toHaveValue("0.85", { timeout: 30_000 });
  const undo = page.getByRole("button", { name: /^Undo/ });
  await undo.click();
  await expect(box).toHaveValue("0.75");
  await undo.click();
  await expect(box).toHaveValue("0.8");
  await page.waitForTimeout(1500);
  await page.reload();
  await expect(box).toHaveValue("0.8", { timeout: 30_000 });
  const redo = page.getByRole("button", { name: /^Redo/ });
  await redo.click();
  await expect(box).toHaveValue("0.75");
});

test("a file that was removed comes back by undo after a reload", async ({ page }) => {
  await visit(page, "./?nosw#/evidence");
  await choose(page, csv("extra.csv", "metric,value\nextra score,0.5\n"));
  await expect(card(page, "extra.csv")).toBeVisible();
  await card(page, "extra.csv").getByRole("button", { name: /Remove/ }).click();
  await expect(card(page, "extra.csv")).toHaveCount(0);
  await page.waitForTimeout(1500);
  await page.reload();
  await expect(action(page)).toContainText(FOUNDATION, { timeout: 30_000 });
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(card(page, "extra.csv")).toContainText("1 evaluation", { timeout: 30_000 });
});

test("a second tab is noticed in both, and neither tab's work is lost", async ({ page, context }) => {
  await visit(page, "./?nosw#/curves");
  const other = await context.newPage();
  await visit(other, "./?nosw#/curves");
  for (const tab of [page, other]) await expect(tab.getByText("open in another tab")).toBeVisible();
  const target = (tab) => tab.locator("#curve-empathy").getByRole("textbox", { name: /Target/ });
  await target(page).fill("0.71");
  await target(page).press("Enter");
  await page.waitForTimeout(1500);
  await target(other).fill("0.72");
  await target(other).press("Enter");
  await other.waitForTimeout(1500);
  await page.close();
  await other.reload();
  await expect(target(other)).toHaveValue("0.72", { timeout: 30_000 });
  await other.getByRole("button", { name: /^Undo/ }).click();
  await expect(target(other)).toHaveValue("0.71");
});

test("a large file shows how far it is, and can be given up", async ({ page }, info) => {
  test.setTimeout(120_000);
  // Large enough that it is still being read when the button is pressed, on a busy machine too.
  await visit(page, "./?nosw#/evidence");
  const row = (i) => `metric ${i % 7},${i + 1},0.${String(i % 1000).padStart(3, "0")},a comment that makes the row longer than it need be\n`;
  const file = info.outputPath("large.csv");
  await writeFile(file, `metric,size,value,comment\n${Array.from({ length: 2_000_000 }, (_, i) => row(i)).join("")}`);
  // Pressed in the moment in which it appears: on a fast machine the file is through before a hand could be there.
  const pressed = page.evaluate(
    () =>
      new Promise((done) => {
        const watch = new MutationObserver(() => {
          const bar = document.querySelector(".working");
          if (!bar?.textContent.includes("reading large.csv")) return;
          watch.disconnect();
          done(bar.textContent);
          bar.querySelector("button").click();
        });
        watch.observe(document.body, { childList: true, subtree: true, characterData: true });
      }),
  );
  await choose(page, file);
  expect(await pressed).toContain("reading large.csv");
  await expect(page.getByText(/Reading large\.csv was given up|started anew/)).toBeVisible({ timeout: 20_000 });
  await expect(card(page, "large.csv")).toHaveCount(0);
  await expect(action(page)).toContainText(FOUNDATION);
  await rm(file);
});

test("what files leave open is asked once, with a default, and targets become gates by one click that can be undone", async ({ page }) => {
  await visit(page, "./?nosw#/evidence");
  await page.getByRole("button", { name: /empty project/ }).click();
  const runs = "run,metric,value,n\nspring,empathy,0.84,400\nsummer,empathy,0.71,400\nautumn,empathy,0.78,400\n";
  const curve = "train_size,f1,remark\n100,0.5,first\n200,0.6,planned\n400,0.66,new room\n400,0.7,again\n";
  await choose(page, csv("runs.csv", runs), csv("curve.csv", curve), csv("goals.csv", "metric,target\nempathy,0.8\nchrf,55\n"));
  const open = page.getByRole("region", { name: "What the files leave open" });
  // Targets are proposed, and put in force by one click.
  const proposed = page.getByRole("region", { name: "Targets in your files" });
  await expect(proposed).toContainText("chrf");
  await expectAccessible(page);
  await picture(page, "questions");
  await proposed.getByRole("button", { name: "Put these gates in force" }).click();
  await expect(proposed).toHaveCount(0);
  // Which run is judged, and that it is the default.
  const which = open.getByLabel(/Which run does/).first();
  await expect(which.locator("option:checked")).toContainText("by default autumn, 0.780: the last of 3 runs");
  await which.selectOption("spring");
  await expect(which).toHaveValue("spring");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(which).toHaveValue("");
  // A column that may tell curves apart.
  await expect(page.getByRole("article", { name: "curve.csv", exact: true })).toContainText("1 learning curve");
  await open.getByLabel(/does “remark” tell curves apart/).selectOption("apart");
  await expect(page.getByRole("article", { name: "curve.csv", exact: true })).toContainText("4 learning curves");
  // Undo takes back the map, then the gates.
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(proposed).toContainText("chrf");
});
