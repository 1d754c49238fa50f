// What every browser test stands on: the built page on its own server, and a watch that fails the test on any console
// error, page error, policy violation or request to another origin, whatever the test itself looks at.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test as base } from "@playwright/test";
import { fileURLToPath } from "node:url";
import { serve } from "./serve.mjs";

export { expect };

export const test = base.extend({
  site: [
    async ({}, use) => {
      const site = await serve();
      await use(site);
      await site.close();
    },
    { scope: "worker" },
  ],

  baseURL: async ({ site }, use) => use(site.url),

  /** What went wrong so far, in words; a test that provokes an error on purpose empties it. */
  complaints: [
    async ({ context }, use) => {
      const complaints = [];
      await watch(context, complaints);
      await use(complaints);
      expect(complaints, "console errors, policy violations and requests to other origins").toEqual([]);
    },
    { auto: true },
  ],
});

/** Records everything that must not happen in `context`, and stops requests to other machines. */
export async function watch(context, complaints) {
  const ours = (url) => /^(data|blob|about|file):/.test(url) || new URL(url).hostname === "127.0.0.1";
  await context.route(
    (url) => !ours(url.href),
    (route) => {
      complaints.push(`request to another origin: ${route.request().url()}`);
      return route.abort();
    },
  );
  context.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => complaints.push(`page error: ${error.error().message}`));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy violation: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
}

/** Opens the page and waits until the program has replaced the skeleton of index.html. */
export async function open(page, address = "./") {
  await page.goto(address);
  await expect(page.locator("#app > .boot")).toHaveCount(0);
  await expect(page.locator("#opening")).toHaveCount(0, { timeout: 15_000 });
  await expect(page.locator("#app")).not.toBeEmpty();
}

/** axe finds nothing against WCAG 2.2 AA (or in its own best practice) on the page as it is now. */
export async function expectAccessible(page, { exclude = [] } = {}) {
  let axe = new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
  for (const selector of exclude) axe = axe.exclude(selector);
  const { violations } = await axe.analyze();
  const inWords = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  expect(inWords).toEqual([]);
}

/** Waits until the service worker of the page is in charge, so that the page no longer needs the network. */
export async function installed(page) {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller === null) {
      await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
    }
  });
}

/** Saves a picture to tests/e2e/out/NAME.png for a person to look at. */
export async function picture(page, name, options = {}) {
  const path = fileURLToPath(new URL(`out/${name}.png`, import.meta.url));
  await page.screenshot({ path, fullPage: true, animations: "disabled", ...options });
}

/** The absolute path of a file of the repository, for uploads. */
export function fileOf(path) {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
