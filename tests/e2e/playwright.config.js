// End to end: the built widget in Chromium against the real server. `cargo xtask test e2e` builds and sets the paths.

import { defineConfig, devices } from '@playwright/test';

import { browserOptions } from '../harness/chromium.js';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  timeout: 40_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: { launchOptions: browserOptions(), screenshot: 'only-on-failure', locale: 'en-GB' },
  projects: [
    { name: 'desktop', testIgnore: /phone/, use: { viewport: { width: 1280, height: 800 } } },
    { name: 'phone', testMatch: /phone/, use: phone },
  ],
});
