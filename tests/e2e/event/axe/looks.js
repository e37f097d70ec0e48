// The looks that a room has: on a telephone and on a screen, in light and in dark colours.

import { devices } from '@playwright/test';

import { expectAccessible } from '../../accessibility.js';
import { test } from '../evening.js';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];

/** Tells each of these stories in every look; they are given the device of whoever is looked at. */
export function inEveryLook(stories) {
  for (const colorScheme of ['light', 'dark']) {
    for (const [name, device] of Object.entries({ telephone: phone, screen: {} })) {
      test.describe(`in ${colorScheme} colours on a ${name}`, () => {
        test.use({ colorScheme });
        stories(device);
      });
    }
  }
}

/** axe finds nothing in this guest's chat. The picture that SHOTS asks for has this name. */
export const look = (guest, name) => expectAccessible(guest.page, 'chirrup-chat', name);

/** Somebody in the room on a device. */
export async function comeBy(arrive, name, device) {
  const guest = await arrive(name, device);
  await guest.enter();
  return guest;
}
