// An evening without a pointer: people who have keys only, and whose focus must always be somewhere.

import { expect, test as base } from '../evening.js';

export { expect };

export const test = base.extend({
  /** Somebody has keys only from here on. Whatever happens to the thing that has focus, focus goes on. */
  // The pages, which `arrive` closes, must still be there when they are asked.
  byKeys: async ({ arrive: _pages }, use) => {
    const people = [];
    await use(async (guest) => {
      await watchFocus(guest);
      people.push(guest);
    });
    for (const { page, name } of people) {
      expect(await page.evaluate(() => window.focusLostAt), `where ${name} lost focus`).toEqual([]);
    }
  },

  /** Brings people into the room who have keys only. */
  enterByKeys: async ({ byKeys, enter }, use) => {
    await use(async (...names) => {
      const guests = await enter(...names);
      await Promise.all(guests.map(byKeys));
      return guests;
    });
  },
});

/** Has the page note what had focus whenever nothing has it for longer than it takes to hand it on. */
function watchFocus({ page }) {
  return page.evaluate(() => {
    const HANDED_ON = 4;
    window.focusLostAt = [];
    let last = '';
    let frames = 0;
    const look = () => {
      let focused = document.activeElement;
      while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
      frames = focused === null || focused === document.body ? frames + 1 : 0;
      if (frames === 0) last = `${focused.className} ${focused.ariaLabel ?? focused.textContent}`;
      if (frames === HANDED_ON) window.focusLostAt.push(last);
      requestAnimationFrame(look);
    };
    look();
  });
}

/** Steps with Tab, or with Shift+Tab, until this has focus. */
export async function tabTo(guest, target, key = 'Tab') {
  for (let steps = 0; steps < 40 && !(await target.evaluate((it) => it.matches(':focus'))); steps += 1) {
    await guest.page.keyboard.press(key);
  }
  await expect(target).toBeFocused();
}

/** Opens what a button of the bar above the messages opens. */
export async function openByKeys(guest, name) {
  const button = guest.barButton(name);
  await tabTo(guest, button, 'Shift+Tab');
  await guest.page.keyboard.press('Enter');
  const dialog = guest.host.getByRole('dialog');
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Picks an entry of the menu of a message: from the message on, by arrows. */
export async function pickByKeys(guest, text, entry) {
  await focusRow(guest, text);
  await guest.page.keyboard.press('.');
  await stepTo(guest, guest.host.getByRole('menuitem', { name: entry }), 'ArrowDown');
  await guest.page.keyboard.press('Enter');
}

/** Walks up to a message from the last one. */
export async function focusRow(guest, text) {
  await tabTo(guest, guest.list, 'Shift+Tab');
  await guest.page.keyboard.press('End');
  await stepTo(guest, guest.message(text), 'ArrowUp');
}

async function stepTo(guest, target, key) {
  await expect(target).toBeVisible();
  for (let steps = 0; steps < 40 && !(await target.evaluate((it) => it.matches(':focus'))); steps += 1) {
    await guest.page.keyboard.press(key);
  }
  await expect(target).toBeFocused();
}
