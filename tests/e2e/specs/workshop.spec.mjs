// Workshop mode: steps by keys and buttons, votes before and after, thresholds to move, notes, the way back.
import { expect, expectAccessible, open, picture, test } from "../fixtures.mjs";

const screen = (page) => page.locator(".workshop");
const heading = (page) => screen(page).getByRole("heading", { level: 1 });
const count = (page) => page.locator(".workshop__count");

async function enter(page, address = "./?nosw#/decide") {
  await open(page, address);
  await expect(page.locator(".verdict__action")).toContainText("Complete the foundation first", { timeout: 30_000 });
  await page.getByRole("button", { name: "Workshop", exact: true }).click();
  await expect(heading(page)).toBeVisible();
}

/** Fills in the form of a vote and sends it. */
async function vote(page, who, verdict, sure) {
  await page.getByLabel("Your name").fill(who);
  await page.getByRole("radio", { name: verdict }).check();
  if (sure !== undefined) await page.getByLabel("How sure").fill(String(sure));
  await page.getByRole("button", { name: "Record the vote" }).click();
  await expect(page.locator(".ballot__said")).toContainText(`The vote of ${who}`);
}

test("nine steps by keys and buttons, and back to where one was", async ({ page }) => {
  await enter(page, "./?nosw#/curves");
  await expect(count(page)).toContainText("1 of 9");
  await expect(page.locator(".tools")).toBeHidden();
  await expect(heading(page)).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(count(page)).toContainText("2 of 9");
  await page.keyboard.press("PageDown");
  await expect(count(page)).toContainText("3 of 9");
  await page.keyboard.press("PageUp");
  await expect(count(page)).toContainText("2 of 9");
  await page.keyboard.press("End");
  await expect(count(page)).toContainText("9 of 9");
  await expect(page.getByRole("button", { name: "Next" })).toBeDisabled();
  await page.keyboard.press("Home");
  await page.getByRole("button", { name: "Next" }).click();
  await expect(heading(page)).toContainText("Before we look");
  expect(new URL(page.url()).hash).toBe("#/workshop/prior");
  // A key typed into a field is a letter, not a step; Escape leaves the field first.
  const name = page.getByLabel("Your name");
  await name.fill("Anna");
  await name.press("ArrowLeft");
  await name.press("End");
  await expect(count(page)).toContainText("2 of 9");
  await name.press("Escape");
  await expect(name).not.toBeFocused();
  await page.getByRole("button", { name: "Leave the workshop" }).click();
  await expect(page.locator(".tools")).toBeVisible();
  expect(new URL(page.url()).hash).toBe("#/curves");
  await expect(page.getByRole("button", { name: "Workshop", exact: true })).toBeFocused();
});

test("steps taken faster than a frame break nothing", async ({ page }) => {
  await enter(page);
  // Charts are measured in the frame after they appear; they may be gone by then.
  await page.evaluate(async () => {
    for (let press = 0; press < 48; press += 1) {
      const key = Math.floor(press / 8) % 2 === 0 ? "ArrowRight" : "ArrowLeft";
      (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      await new Promise((done) => setTimeout(done, press % 3));
    }
  });
  await expect(count(page)).toContainText("1 of 9");
});

test("a link opens a step", async ({ page }) => {
  await open(page, "./?nosw#/workshop/verdict");
  await expect(page.locator(".workshop__verdict")).toContainText("Complete the foundation first", { timeout: 30_000 });
  await expect(count(page)).toContainText("8 of 9");
  await page.keyboard.press("Escape");
  await expect(page.locator(".tools")).toBeVisible();
});

test("votes stay hidden until the last step and are compared there", async ({ page }) => {
  await enter(page);
  await page.keyboard.press("ArrowRight");
  await page.getByRole("button", { name: "Record the vote" }).click();
  await expect(page.getByText("A vote needs a name.")).toBeVisible();
  await vote(page, "Anna", /^Expand, targeted/, 80);
  await vote(page, "Ben", /^Expand, targeted/);
  await vote(page, "Cy", /^Complete the foundation first/, 60);
  await expect(page.locator(".voters__count")).toHaveText("3 votes");
  await expect(page.locator(".voters")).not.toContainText("Expand");
  await expect(page.getByRole("radio", { checked: true })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("heading", { level: 1 }).last().click();
  await page.keyboard.press("End");
  await vote(page, "anna", /^Complete the foundation first/, 90);
  await vote(page, "Ben", /^Expand, targeted/);
  await expect(page.locator(".voters__count")).toHaveText("2 votes after the evidence, 3 before it");
  await expect(screen(page)).not.toContainText("agrees with the program");
  await page.getByRole("button", { name: "Show the votes" }).click();
  await expect(page.locator(".votes__headline")).toContainText(
    "Half of the room agrees with the program (“complete the foundation first”): 1 of 2 after the evidence, 1 of 3 before it.",
  );
  await expect(page.locator(".votes__sentences")).toContainText("1 of 2 who voted twice changed their mind: Anna from “expand, targeted” to “complete the foundation first”.");
  await expect(page.locator(".votes__sentences")).toContainText("rose from 80 % to 90 %");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Leave the workshop" }).click();
  await page.getByRole("button", { name: /^Undo: record a vote/ }).click();
  await page.goto("./?nosw#/workshop/votes");
  await expect(page.locator(".voters__count")).toHaveText("1 vote after the evidence, 3 before it");
});

test("a threshold moves the verdict on the screen, and notes are kept", async ({ page }) => {
  await enter(page);
  for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowRight");
  await expect(count(page)).toContainText("5 of 9");
  const now = page.locator(".workshop__now");
  await expect(now).toContainText("Complete the foundation first");
  const box = page.getByLabel("Missing weight of tier 1, threshold, number");
  await box.fill("45");
  await box.press("Enter");
  await expect(now).toContainText("Measure first");
  await expect(page.getByLabel("Notes for")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Alt+n");
  const notes = page.getByLabel("Notes for");
  await notes.fill("Ask the data lead");
  await notes.press("Escape");
  await expectAccessible(page);
  await page.keyboard.press("ArrowRight");
  await expect(notes).toHaveValue("");
  await page.keyboard.press("ArrowLeft");
  await expect(notes).toHaveValue("Ask the data lead");
});

for (const [name, use] of Object.entries({
  wide: { viewport: { width: 1280, height: 720 } },
  phone: { viewport: { width: 390, height: 844 } },
  dark: { viewport: { width: 1280, height: 720 }, colorScheme: "dark" },
})) {
  test.describe(() => {
    test.use(use);
    test(`every step at ${name}`, async ({ page }) => {
      await enter(page);
      for (const step of ["question", "prior", "evidence", "curves", "gates", "flips", "perspectives", "verdict", "votes"]) {
        await expect(screen(page)).toHaveAttribute("data-step", step);
        if (step === "flips") await expect(page.locator(".workshop__flips li").first()).toBeVisible({ timeout: 60_000 });
        await picture(page, `workshop-${step}-${name}`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(use.viewport.width);
        await expectAccessible(page);
        if (step !== "votes") await page.getByRole("button", { name: "Next" }).click();
      }
    });
  });
}

for (const [width, height] of [[1280, 800], [1024, 768], [1920, 1080]]) {
  test.describe(() => {
    test.use({ viewport: { width, height } });
    test(`every step fits a screen of ${width} by ${height}`, async ({ page }) => {
      await enter(page);
      await expect(page.locator(".verdict__sure")).toContainText("% sure", { timeout: 30_000 });
      const beyond = [];
      for (let step = 1; step <= 9; step += 1) {
        await expect(count(page)).toContainText(`${step} of 9`);
        if (step === 9) {
          await vote(page, "Anna", "Measure first", 70);
          await page.getByRole("button", { name: "Show the votes" }).click();
        }
        await page.waitForTimeout(700);
        const over = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
        if (over > 0) beyond.push(`${await heading(page).textContent()}: ${over} px`);
        const small = await page.evaluate(() => {
          const sizes = [...document.querySelectorAll(".workshop p, .workshop li, .workshop td")].map((e) => parseFloat(getComputedStyle(e).fontSize));
          return Math.min(...sizes);
        });
        expect(small).toBeGreaterThanOrEqual(11);
        await picture(page, `slide-${width}-${step}`);
        if (step < 9) await page.getByRole("button", { name: "Next" }).click();
      }
      expect(beyond).toEqual([]);
    });
  });
}
