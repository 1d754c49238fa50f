// The end-to-end tests run on the release build in ../../dist; `./dev test page browser` builds it first.
import { defineConfig } from "@playwright/test";
import { launch } from "./browser.mjs";

export default defineConfig({
  testDir: "specs",
  testMatch: "*.spec.mjs",
  outputDir: "out/traces",
  fullyParallel: true,
  workers: 2,
  // A second try tells a slow machine from a broken page; what passes only then is listed as flaky.
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  forbidOnly: true,
  use: {
    browserName: "chromium",
    launchOptions: launch,
    viewport: { width: 1280, height: 860 },
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    acceptDownloads: true,
  },
});
