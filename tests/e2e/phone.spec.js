// On a phone the open chat is the screen: it fills it, keeps the focus, and leaves the page as it was.

import { BOT } from '../harness/server.js';
import { expectAccessible } from './accessibility.js';
import { expect, handover, test } from './story.js';

test('the chat fills the screen and gives it back', async ({ page, visitor }) => {
  await visitor.visit();
  await page.evaluate(() => window.scrollTo(0, 600));
  const before = await page.evaluate(() => [window.scrollY, document.body.getAttribute('style'), document.documentElement.getAttribute('style')]);
  await visitor.launcher.tap();
  await visitor.start();
  await visitor.hears(BOT.greeting);
  const view = page.viewportSize();
  const box = await visitor.window.boundingBox();
  expect([Math.round(box.x), Math.round(box.y), Math.round(box.width), Math.round(box.height)]).toEqual([0, 0, view.width, view.height]);
  await expect(visitor.launcher).toBeHidden();

  await visitor.host.getByRole('button', { name: 'Close chat' }).first().tap();
  await expect(visitor.launcher).toBeVisible();
  expect(
    await page.evaluate(() => [window.scrollY, document.body.getAttribute('style'), document.documentElement.getAttribute('style')]),
  ).toEqual(before);
});

test('a tap on send keeps the keyboard up, and no field is small enough to zoom', async ({ visitor }) => {
  await visitor.begin();
  await visitor.composer.tap();
  await visitor.composer.fill('Sent by a tap');
  await visitor.host.getByRole('button', { name: 'Send', exact: true }).tap();
  await visitor.sent('Sent by a tap');
  await expect(visitor.composer).toBeFocused();
  const size = await visitor.composer.evaluate((field) => parseFloat(getComputedStyle(field).fontSize));
  expect(size).toBeGreaterThanOrEqual(16);
});

test('everything that is tapped is big enough', async ({ visitor }) => {
  await visitor.begin();
  const small = await visitor.host.getByRole('button').evaluateAll((buttons) =>
    buttons
      .map((button) => [button.getAttribute('aria-label') ?? button.innerText, button.getBoundingClientRect()])
      .filter(([, box]) => box.width > 0 && (box.width < 44 || box.height < 44))
      .map(([name, box]) => `${name}: ${box.width}×${box.height}`),
  );
  expect(small).toEqual([]);
});

test('Tab never reaches the page behind the chat that fills the screen', async ({ page, visitor }) => {
  await visitor.begin();
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press('Tab');
    // Between two rounds the focus is in the browser's own bars, which a page sees as its body.
    expect(['chirrup-chat', 'body']).toContain(await page.evaluate(() => document.activeElement?.localName));
  }
});

for (const colorScheme of ['light', 'dark']) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test('axe finds nothing on a phone', async ({ page, server, desk, visitor }) => {
      await visitor.visit();
      await expect(visitor.launcher).toBeVisible();
      await expectAccessible(page);
      await visitor.open();
      await expectAccessible(page, 'chirrup-chat');
      await visitor.start();
      const ana = await handover(server, desk, visitor);
      await ana.say('A **long** answer. '.repeat(40));
      await visitor.hears('answer.');
      await expectAccessible(page, 'chirrup-chat');
      await ana.end();
      await expect(visitor.host.getByRole('button', { name: 'Start a new chat' })).toBeVisible();
      await expectAccessible(page, 'chirrup-chat');
    });
  });
}
