// Two tabs of one visitor are one conversation.

import { expect, handover, test } from './story.js';
import { Visitor } from './visitor.js';

test('both tabs see everything, whoever says it', async ({ context, server, desk, visitor }) => {
  await visitor.begin();
  const ana = await handover(server, desk, visitor);
  const second = new Visitor(await context.newPage(), server);
  await second.visit();
  await second.launcher.click();
  await second.hears('agent');

  await ana.say('Hello to both of you');
  await visitor.hears('Hello to both of you');
  await second.hears('Hello to both of you');

  await second.say('From the second tab');
  await visitor.hears('From the second tab');
  await visitor.say('From the first tab');
  await second.hears('From the first tab');
  for (const tab of [visitor, second]) {
    for (const text of ['From the first tab', 'From the second tab', 'Hello to both of you']) {
      await expect(tab.message(text)).toHaveCount(1);
    }
  }
  expect(await ana.copies('From the first tab')).toBe(1);
  expect(second.errors).toEqual([]);
});

test('what is read in one tab is read in the other', async ({ context, server, desk, visitor }) => {
  await visitor.begin();
  const ana = await handover(server, desk, visitor);
  const second = new Visitor(await context.newPage(), server);
  await second.visit();
  await expect(second.launcher).toBeVisible();
  await visitor.hasReadAll();
  await visitor.page.evaluate(() => window.Chirrup('close'));

  await ana.say('Are you there?');
  await expect(second.launcher).toHaveAccessibleName(/1 unread/);
  await expect(visitor.launcher).toHaveAccessibleName(/1 unread/);

  await visitor.page.bringToFront();
  await visitor.launcher.click();
  await visitor.hears('Are you there?');
  await expect(second.launcher).not.toHaveAccessibleName(/unread/);
});

test('an end in one tab is an end in the other', async ({ context, server, desk, visitor }) => {
  await visitor.begin();
  const ana = await handover(server, desk, visitor);
  const second = new Visitor(await context.newPage(), server);
  await second.visit();
  await second.launcher.click();
  await second.hears('agent');
  await ana.end();
  for (const tab of [visitor, second]) {
    await expect(tab.host.getByRole('button', { name: 'Start a new chat' })).toBeVisible();
  }
});
