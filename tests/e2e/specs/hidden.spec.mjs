// Text of files that hides or turns what stands around it: no page passes it on, whatever place it came through.
import { expect, open, test } from "../fixtures.mjs";
import { workbook } from "../xlsx.mjs";
import { readFile } from "node:fs/promises";

// Controls, the characters that turn text, spaces of no width, fillers, tags: the page's own list is not asked.
const CODES = [
  0x7, 0x8, 0xb, 0xc, 0x1b, 0x7f, 0x80, 0x9b, 0xad, 0x61c, 0x115f, 0x180e, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c,
  0x202d, 0x202e, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0x3164, 0xfeff, 0xfff9, 0xe0041,
];
const odd = (i) => `${i}${CODES.map((code) => `${String.fromCodePoint(code)}x`).join("")}\u202egnp`;
const quoted = (cells) => cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(",");
const table = (...rows) => rows.map(quoted).join("\n");

const sizes = [1000, 3000, 10_000, 30_000, 100_000];
const some = (count, row) => Array.from({ length: count }, (_, i) => row(i));
const FILES = {
  "inventory.csv": table(
    ["name", "family", "tier", "stage", "status", "records", "quality", "licence", "note"],
    ...some(4, (i) => [odd(i), odd(i), 1, "sft", i % 2 ? "present" : "missing", 100 + i, 0.9, odd(i), odd(i)]),
  ),
  "evaluations.json": JSON.stringify(some(3, (i) => ({ metric: odd(i), value: 0.7, stderr: 0.01, n: 200, slice: odd(i), time: odd(i) }))),
  "curves.csv": table(["metric", "series", "records", "value"], ...some(2, (i) => sizes.map((size, k) => [odd(i), odd(i), size, 0.5 + 0.06 * k])).flat()),
  "runs.csv": table(["name", "params", "tokens", "loss"], ...some(9, (i) => [odd(i), 1e7 * (i + 1), 2e9 * ((i * i) % 7) + 1e9, 3 - 0.05 * i])),
  "checks.csv": table(["check", "value", "note"], ["duplication", 0.08, odd(1)], [odd(2), "yes", odd(3)]),
  "columns.csv": table(["records", `accuracy ${odd(4)}`, odd(5)], ...sizes.map((size) => [size, 0.9 - 1 / Math.sqrt(size), 0.7])),
  "prose.csv": table([odd(1), odd(2)], ["round", odd(3)]),
  "broken.json": `[{"${odd(1)}": }]`,
};

/** Where something hidden stands in the page: text, and the attributes that are read out or shown. */
const hidden = (page) =>
  page.evaluate((codes) => {
    const bad = new RegExp(`[${codes.map((code) => `\\u{${code.toString(16)}}`).join("")}\\0-\\x08\\x0e-\\x1f]`, "u");
    const found = [];
    const look = (text, where) => {
      const at = (text ?? "").search(bad);
      if (at >= 0) found.push(`U+${text.codePointAt(at).toString(16)} in ${where}: ${JSON.stringify(text.slice(Math.max(0, at - 30), at + 10))}`);
    };
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) look(walker.currentNode.data, walker.currentNode.parentElement?.className ?? "text");
    for (const element of document.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) look(value, `${element.localName} ${name}`);
      if ("value" in element) look(String(element.value), `${element.localName} value`);
    }
    look(document.title, "title");
    return found.slice(0, 20);
  }, CODES);

async function everyPage(page) {
  for (const name of ["decide", "evidence", "curves", "scaling", "options", "perspectives", "scenarios", "report", "workshop"]) {
    await page.evaluate((to) => (location.hash = `#/${to}`), name);
    await page.waitForTimeout(1000);
    for (const summary of await page.locator("main summary").all()) {
      if (await summary.isVisible()) await summary.click().catch(() => {});
    }
    await page.waitForTimeout(300);
    expect(await hidden(page), name).toEqual([]);
    for (let step = 0; name === "workshop" && step < 12; step++) {
      await page.keyboard.press("ArrowRight");
      await page.waitForTimeout(250);
      expect(await hidden(page), `workshop, step ${step}`).toEqual([]);
    }
  }
}

test("no page shows what nobody sees, from files, names of files, sheets, packs, projects and what is typed", async ({ page }) => {
  test.setTimeout(240_000);
  await open(page, "./?nosw#/evidence");
  await expect(page.locator(".verdict__action")).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: /empty project/ }).click();
  const upload = (name, content) => ({ name: `\u202e\u200b\u0085${name}`, mimeType: "text/plain", buffer: Buffer.from(content) });
  const files = Object.entries(FILES).map(([name, content]) => upload(name, content));
  const book = workbook({ "S\u202eheet\u200b": [["name", "tier", "status", "records"], ...some(3, (i) => [odd(i).replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, ""), 2, "present", 10])] });
  files.push({ name: "\u202ebook.xlsx", mimeType: "application/zip", buffer: book });
  const pack = JSON.parse(await readFile(new URL("../../../public/policies/therapeutic-ai.json", import.meta.url), "utf8"));
  for (const gate of pack.gates) gate.label = odd(gate.label);
  Object.assign(pack, { id: "odd", name: odd("pack") });
  files.push(upload("pack.json", JSON.stringify(pack)));
  await page.getByLabel("Choose files").setInputFiles(files);
  await expect(page.getByRole("article")).toHaveCount(8, { timeout: 60_000 });
  await expect(page.getByRole("alert").first()).toContainText("broken.json");
  const name = page.getByLabel("Name of the project");
  await name.fill(odd("project"));
  await name.blur();
  await expect(page.locator(".verdict__sure, .verdict__why").first()).toBeVisible({ timeout: 60_000 });
  await everyPage(page);
  // The same after a reload, out of what the browser kept.
  await page.evaluate(() => (location.hash = "#/evidence"));
  await page.waitForTimeout(1500);
  await page.reload();
  await expect(page.getByRole("article")).toHaveCount(8, { timeout: 60_000 });
  expect(await hidden(page)).toEqual([]);
});
