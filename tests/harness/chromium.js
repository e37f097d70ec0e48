// How the tests start Chromium: the one of the system, quiet and offline.

import { execFileSync } from 'node:child_process';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Launch options for Playwright. `CHROMIUM` names the browser; without it, the one on the path is taken. */
export function browserOptions() {
  const executablePath =
    process.env.CHROMIUM ?? execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  return { executablePath, args: ARGS };
}
