// axe finds nothing to complain of, in any state a visitor or an agent can see, light and dark.

import { BOT } from '../harness/server.js';
import { expectAccessible } from './accessibility.js';
import { expect, handover, test } from './story.js';

for (const colorScheme of ['light', 'dark']) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test('the shop with its launcher, the form and its mistakes', async ({ page, visitor }) => {
      await visitor.visit();
      await expect(visitor.launcher).toBeVisible();
      await expectAccessible(page);
      await visitor.open();
      await expectAccessible(page, 'chirrup-chat');
      await visitor.startButton.click();
      await expect(visitor.host.getByText('Please fill in “Your name”.').first()).toBeVisible();
      await expectAccessible(page, 'chirrup-chat');
    });

    test('a conversation in all its states', async ({ page, context, server, desk, visitor }) => {
      await visitor.begin();
      await visitor.hears(BOT.greeting);
      await expectAccessible(page, 'chirrup-chat');
      const ana = await handover(server, desk, visitor);
      await ana.say('A list:\n\n- one\n- two\n\n> a quote\n\n`code` and [a link](https://example.com/)');
      await visitor.hears('a quote');
      await ana.typing();
      await expect(visitor.typing).toHaveText('Ana is typing');
      await expectAccessible(page, 'chirrup-chat');

      await context.setOffline(true);
      await visitor.write('Waiting for the network');
      await expectAccessible(page, 'chirrup-chat');
      await context.setOffline(false);
      await visitor.sent('Waiting for the network');

      await visitor.host.getByRole('button', { name: 'More options' }).click();
      await expect(visitor.host.getByRole('menu')).toBeVisible();
      await expectAccessible(page, 'chirrup-chat');
      await visitor.host.getByRole('menuitem', { name: 'End chat' }).click();
      await expectAccessible(page, 'chirrup-chat');
      await visitor.host.getByRole('button', { name: 'End chat', exact: true }).click();
      await expect(visitor.host.getByRole('button', { name: 'Start a new chat' })).toBeVisible();
      await expectAccessible(page, 'chirrup-chat');
    });

    test('the failure card', async ({ page, visitor }) => {
      await page.route('**/*.wasm', (route) => route.abort());
      await visitor.visit();
      await visitor.launcher.click();
      await expect(visitor.window.getByRole('link')).toBeVisible();
      await expectAccessible(page, 'chirrup-chat');
      visitor.errors.length = 0;
    });

    test('the contact page with the chat in a box', async ({ page, visitor }) => {
      await visitor.visit('?inline');
      await visitor.start();
      await visitor.hears(BOT.greeting);
      await expectAccessible(page);
    });
  });
}

test('the desk, from the sign-in to a conversation', async ({ browser, server, atDesk, visitor }) => {
  const ana = await atDesk('Ana');
  await expectAccessible(ana.page);
  await visitor.begin();
  await visitor.say('agent');
  await expect(ana.contact('Mira')).toBeVisible();
  await expectAccessible(ana.page);
  await ana.accept('Mira');
  await ana.say('Good afternoon');
  await expectAccessible(ana.page);

  const signIn = await browser.newPage();
  await signIn.goto(server.desk);
  await expect(signIn.getByLabel('Key')).toBeVisible();
  await expectAccessible(signIn);
  await signIn.close();
});
