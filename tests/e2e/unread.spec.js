// A closed chat counts what arrives, shows it on the launcher, and forgets the count when it was seen.

import { expect, handover, test } from './story.js';

test('the badge counts what arrives while the window is closed', async ({ page, server, desk, visitor }) => {
  await visitor.begin();
  const ana = await handover(server, desk, visitor);
  await visitor.hasReadAll();
  await visitor.host.getByRole('button', { name: 'Close chat' }).first().click();
  await expect(visitor.window).toBeHidden();
  await page.evaluate(() => {
    window.counts = [];
    window.Chirrup('on', 'unread', (detail) => window.counts.push(detail));
  });

  await ana.say('One');
  await expect(visitor.launcher).toHaveAccessibleName('Open chat, 1 unread message');
  await ana.say('Two');
  await expect(visitor.launcher).toHaveAccessibleName('Open chat, 2 unread messages');
  await expect(visitor.host.locator('[part~="badge"]')).toHaveText('2');

  await page.reload();
  await expect(visitor.launcher).toHaveAccessibleName(/2 unread messages/);
  await visitor.launcher.click();
  await expect(visitor.list.getByText('New', { exact: true })).toBeVisible();
  await visitor.hears('Two');
  await visitor.hasReadAll();
  await visitor.host.getByRole('button', { name: 'Close chat' }).first().click();
  await expect(visitor.launcher).toHaveAccessibleName('Open chat');
  await expect(visitor.host.locator('[part~="badge"]')).toBeHidden();
});

test('above nine the badge says so, and the label has the true count', async ({ server, desk, visitor }) => {
  await visitor.begin();
  const ana = await handover(server, desk, visitor);
  await visitor.hasReadAll();
  await visitor.page.evaluate(() => window.Chirrup('close'));
  for (let number = 1; number <= 12; number += 1) await ana.say(`${number}`);
  await expect(visitor.launcher).toHaveAccessibleName('Open chat, 12 unread messages');
  await expect(visitor.host.locator('[part~="badge"]')).toHaveText('9+');
});

test('the agent sees as read only what the visitor has seen', async ({ atDesk, visitor, page }) => {
  const ana = await atDesk('Ana');
  await visitor.begin();
  await visitor.say('agent');
  await ana.accept('Mira');
  await visitor.hears('Ana joined');
  await visitor.hasReadAll();
  await page.evaluate(() => window.Chirrup('close'));
  await ana.say('Nobody looks at this');
  await expect(visitor.launcher).toHaveAccessibleName(/1 unread/);
  await expect(ana.message('Nobody looks at this')).toHaveAccessibleName(/(Sent|Delivered)$/);
  await visitor.launcher.click();
  await expect(ana.message('Nobody looks at this')).toHaveAccessibleName(/Read$/);
});
