// What a browser can do to a person's work: files that come too early, engines that die, storage that fails. Nothing is lost,
// and the reason is shown.
import { expect, expectAccessible, open, test } from "../fixtures.mjs";
import { readFile } from "node:fs/promises";

const action = (page) => page.locator(".verdict__action");
const card = (page, name) => page.getByRole("article", { name, exact: true });
const csv = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
const INVENTORY = "name,tier,status,records\nearly one,3,present,10\n";

/** Drops `count` files so many milliseconds after the page is there, whatever has started by then. */
async function dropAfter(page, wait, count) {
  await page.addInitScript(
    ([wait, count, text]) => {
      const drop = () => {
        const data = new DataTransfer();
        for (let i = 0; i < count; i++) data.items.add(new File([text.replace("early one", `early ${i}`)], `early-${i}.csv`, { type: "text/csv" }));
        document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
      };
      // From the moment the page listens: before its first script has come, a drop is the browser's.
      const listening = () => (window.headroomDrops === undefined ? setTimeout(listening, 1) : setTimeout(drop, wait));
      listening();
    },
    [wait, count, INVENTORY],
  );
}

async function settled(page) {
  await expect(action(page)).toBeVisible({ timeout: 60_000 });
  await page.waitForTimeout(1500);
}

for (const wait of [0, 10, 50, 150, 500]) {
  test(`files dropped ${wait} ms after the page is there are not lost, on a first visit and on a later one`, async ({ page, context }) => {
    test.setTimeout(120_000);
    await dropAfter(page, wait, 1);
    await open(page, "./?nosw#/evidence");
    await expect(card(page, "early-0.csv")).toContainText("1 data set", { timeout: 60_000 });
    await expect(page.getByRole("article")).toHaveCount(5);
    await settled(page);
    const later = await context.newPage();
    await dropAfter(later, wait, 3);
    await page.close();
    await open(later, "./?nosw#/evidence");
    await expect(card(later, "early-2.csv")).toContainText("1 data set", { timeout: 60_000 });
    await expect(later.getByRole("article")).toHaveCount(7);
    await settled(later);
    await later.reload();
    await expect(card(later, "early-2.csv")).toContainText("1 data set", { timeout: 60_000 });
  });
}

test("a batch of 300 files at once, on a slow processor, arrives whole", async ({ page, context }) => {
  test.setTimeout(240_000);
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await dropAfter(page, 50, 300);
  await page.goto("./?nosw#/evidence");
  await expect(page.getByRole("article")).toHaveCount(304, { timeout: 200_000 });
  await expect(card(page, "early-299.csv")).toContainText("1 data set");
});

/** Workers die as soon as they are given a file of this name, while `armed` says so. */
async function deadly(page, name) {
  await page.addInitScript((name) => {
    window.armed = true;
    const Real = window.Worker;
    window.Worker = class extends Real {
      postMessage(message, ...rest) {
        if (window.armed && typeof message[0] === "string" && message[0].includes(name)) {
          this.terminate();
          setTimeout(() => this.dispatchEvent(new ErrorEvent("error", { message: "out of memory" })), 20);
          return;
        }
        super.postMessage(message, ...rest);
      }
    };
  }, name);
}

test("a file that ends the engine is named and kept out, the rest stays, and it can be tried again", async ({ page }) => {
  test.setTimeout(120_000);
  await deadly(page, "deadly.csv");
  await open(page, "./?nosw#/evidence");
  await expect(page.getByRole("article")).toHaveCount(4, { timeout: 30_000 });
  await page.getByLabel("Choose files").setInputFiles([
    csv("before.csv", INVENTORY),
    csv("deadly.csv", INVENTORY.replace("early", "deadly")),
    csv("after.csv", INVENTORY.replace("early", "after")),
  ]);
  const alert = page.getByRole("alert").filter({ hasText: "deadly.csv" });
  await expect(alert).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
  for (const name of ["before.csv", "after.csv"]) await expect(card(page, name)).toContainText("1 data set", { timeout: 30_000 });
  await expect(page.getByRole("article")).toHaveCount(6);
  await page.evaluate(() => (window.armed = false));
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(card(page, "deadly.csv")).toContainText("1 data set", { timeout: 30_000 });
});

/** Puts a record in the place of the kept project. */
async function keep(page, record) {
  await page.evaluate(
    (record) =>
      new Promise((done, fail) => {
        const request = indexedDB.open("headroom");
        request.onerror = fail;
        request.onsuccess = () => {
          const transaction = request.result.transaction("state", "readwrite");
          transaction.objectStore("state").put(record, "project");
          transaction.oncomplete = () => {
            request.result.close();
            done();
          };
        };
      }),
    record,
  );
}

for (const [what, record] of [
  ["garbage", "{ not a project"],
  ["a number", 7],
  ["nothing but an empty text", ""],
  ["a state of a newer version", JSON.stringify({ tab: "x", project: { version: 99, name: "from the future", shape: [1] } })],
]) {
  test(`a kept state that cannot be read is set aside, said and offered: ${what}`, async ({ page }) => {
    await open(page, "./?nosw#/evidence");
    await settled(page);
    await keep(page, record);
    await page.reload();
    const alert = page.getByRole("alert").filter({ hasText: "set aside" });
    await expect(alert).toBeVisible({ timeout: 30_000 });
    await settled(page);
    const download = page.waitForEvent("download");
    await alert.getByRole("button", { name: "Download it" }).click();
    expect(await readFile(await (await download).path(), "utf8")).toBe(typeof record === "string" ? record : JSON.stringify(record));
    // It is still there after another reload, and goes when a person says so.
    await page.reload();
    await alert.getByRole("button", { name: "Let it go" }).click({ timeout: 30_000 });
    await page.waitForTimeout(500);
    await page.reload();
    await settled(page);
    await expect(alert).toHaveCount(0);
  });
}

test("files that the browser no longer has are named", async ({ page }) => {
  await open(page, "./?nosw#/evidence");
  await settled(page);
  await page.evaluate(
    () =>
      new Promise((done) => {
        const request = indexedDB.open("headroom");
        request.onsuccess = () => {
          const transaction = request.result.transaction("files", "readwrite");
          transaction.objectStore("files").clear();
          transaction.oncomplete = () => {
            request.result.close();
            done();
          };
        };
      }),
  );
  await page.reload();
  await expect(page.getByRole("alert").filter({ hasText: "no longer has" })).toContainText("inventory.csv", { timeout: 30_000 });
});

test("storage that never answers gets words, and the page works", async ({ page, context }) => {
  await open(page, "./?nosw#/evidence");
  await settled(page);
  // A connection that nobody closes holds up a deletion, and every later opening waits for that.
  const holder = await context.newPage();
  await holder.goto("./?nosw#/report");
  await holder.evaluate(
    () =>
      new Promise((done) => {
        const request = indexedDB.open("headroom");
        request.onsuccess = () => {
          window.held = request.result;
          indexedDB.deleteDatabase("headroom").onblocked = done;
        };
      }),
  );
  await page.reload();
  await expect(page.getByRole("alert").filter({ hasText: "does not answer" })).toBeVisible({ timeout: 10_000 });
  await expect(action(page)).toBeVisible({ timeout: 30_000 });
});

test("full storage is said with the name of the file", async ({ page }) => {
  await page.addInitScript(() => {
    const real = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value, key) {
      if (value?.name === "too much.csv") throw new DOMException("no more", "QuotaExceededError");
      return real.call(this, value, key);
    };
  });
  await open(page, "./?nosw#/evidence");
  await settled(page);
  await page.getByLabel("Choose files").setInputFiles([csv("too much.csv", INVENTORY)]);
  await expect(page.getByRole("alert").filter({ hasText: "too much.csv" })).toContainText("does not keep it", { timeout: 10_000 });
  await expect(card(page, "too much.csv")).toContainText("1 data set");
});

test("a worker that does not load gets words, and files wait for it", async ({ page }) => {
  test.setTimeout(120_000);
  let go;
  const gate = new Promise((resolve) => (go = resolve));
  await page.route("**/worker_bg.wasm", async (route) => {
    await gate;
    await route.continue();
  });
  await dropAfter(page, 10, 1);
  await page.goto("./?nosw#/evidence");
  await expect(page.getByText("has not started yet")).toBeVisible({ timeout: 30_000 });
  go();
  await expect(card(page, "early-0.csv")).toContainText("1 data set", { timeout: 60_000 });
});

test("an empty file, a picture and the same file twice: words for each, nothing lost", async ({ page }) => {
  await open(page, "./?nosw#/evidence");
  await settled(page);
  await page.getByLabel("Choose files").setInputFiles([csv("empty.csv", ""), csv("good.csv", INVENTORY)]);
  await expect(page.getByRole("alert")).toContainText("empty.csv");
  await expect(card(page, "good.csv")).toContainText("1 data set");
  const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
  await page.getByLabel("Choose files").setInputFiles([{ name: "plot.png", mimeType: "image/png", buffer: png }]);
  await expect(page.getByRole("alert").filter({ hasText: "plot.png" })).toBeVisible();
  await page.getByLabel("Choose files").setInputFiles([csv("good.csv", INVENTORY)]);
  await page.waitForTimeout(500);
  await expect(page.getByRole("article")).toHaveCount(5);
});
