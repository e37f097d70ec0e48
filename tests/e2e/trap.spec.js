// A fault inside the WebAssembly ends the chat with a card, never the page, and a second try starts afresh.

import { BOT } from '../harness/server.js';
import { expect, test } from './story.js';

/** What a stray write does to a module: from here on anything it runs traps. */
const ruinMemory = async () => {
  const module = await import(new URL('chirrup-widget.js', document.baseURI).href);
  const { memory } = await module.default();
  new Uint8Array(memory.buffer).fill(0xff, 1024);
};

test('a chat that traps says so, harms nobody, and comes back with its conversation', async ({ page, visitor }) => {
  await visitor.begin();
  await visitor.hears(BOT.greeting);
  await visitor.say('Before the fault');

  await page.evaluate(ruinMemory);
  await page.keyboard.press('a'); // Or a timer is the first to trap.
  await expect(visitor.window.getByRole('alert')).toContainText('Something went wrong in it.');
  await expect(visitor.window.getByRole('link')).toHaveAttribute('href', /^mailto:/);
  await page.getByRole('link', { name: 'Contact' }).first().focus();
  expect(visitor.errors.length, 'the page was told').toBeGreaterThan(0);

  await visitor.window.getByRole('button', { name: 'Try again' }).click();
  await visitor.hears('Before the fault');
  await visitor.say('After the fault');
  visitor.errors.length = 0;
});
