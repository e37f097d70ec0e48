// Nothing is lost by a reload: not the conversation, not the draft, not what could not be sent yet.

import { expect, handover, test } from './story.js';

test('the conversation is there again, at once and in order', async ({ page, visitor }) => {
  await visitor.begin();
  for (const text of ['one', 'two', 'three']) await visitor.say(`number ${text}`);
  const before = await visitor.list.getByRole('article').allInnerTexts();
  await visitor.reload();
  await expect(visitor.message('number three')).toBeVisible();
  const after = await visitor.list.getByRole('article').allInnerTexts();
  const numbers = (rows) => rows.map((row) => row.match(/number \w+/)?.[0]).filter(Boolean);
  expect(numbers(after)).toEqual(numbers(before));
  await visitor.say('number four');
});

test('the agent is still there after a reload', async ({ page, server, desk, visitor }) => {
  await visitor.begin();
  const ana = await handover(server, desk, visitor);
  await visitor.reload();
  await ana.say('Still with you');
  await visitor.hears('Still with you');
  await visitor.say('Good');
  await expect.poll(() => ana.copies('Good')).toBe(1);
});

test('the draft is there again', async ({ page, visitor }) => {
  await visitor.begin();
  await visitor.composer.fill('I was about to say');
  await visitor.reload();
  await expect(visitor.composer).toHaveValue('I was about to say');
});

test('what could not be sent goes out after the reload, once', async ({ page, server, desk, visitor }) => {
  await visitor.begin();
  const ana = await handover(server, desk, visitor);
  await page.route('**/participant/message', (route) => route.abort());
  await visitor.write('I hope this arrives');
  await visitor.reload();
  await visitor.hears('I hope this arrives');
  expect(await ana.copies('I hope this arrives')).toBe(0);

  await page.unroute('**/participant/message');
  await visitor.sent('I hope this arrives');
  await expect(visitor.message('I hope this arrives')).toHaveCount(1);
  expect(await ana.copies('I hope this arrives')).toBe(1);
});

test('an answer that was lost does not make a second message', async ({ page, server, desk, visitor }) => {
  await visitor.begin();
  const ana = await handover(server, desk, visitor);
  let lost = 0;
  await page.route('**/participant/message', async (route) => {
    if (lost === 0) {
      lost += 1;
      await route.fetch();
      await route.abort();
    } else {
      await route.continue();
    }
  });
  await visitor.write('Only once, please');
  await visitor.sent('Only once, please');
  expect(lost).toBe(1);
  await expect(visitor.message('Only once, please')).toHaveCount(1);
  expect(await ana.copies('Only once, please')).toBe(1);
});

test('a chat that ended meanwhile is shown as ended', async ({ page, server, desk, visitor }) => {
  await visitor.begin();
  const ana = await handover(server, desk, visitor);
  await page.goto('about:blank');
  await ana.end();
  await visitor.visit();
  await visitor.launcher.click();
  await expect(visitor.host.getByRole('button', { name: 'Start a new chat' })).toBeVisible();
});

test('a reset forgets everything on this device', async ({ page, visitor }) => {
  await visitor.begin();
  await visitor.say('A secret');
  await page.evaluate(() => window.Chirrup('reset'));
  await expect(visitor.nameField).toBeVisible();
  const kept = await page.evaluate(() =>
    [localStorage, sessionStorage].flatMap((store) => Object.keys(store)).filter((key) => key.startsWith('chirrup:')),
  );
  expect(kept.filter((key) => /resume|outbox|draft/.test(key))).toEqual([]);
  await page.reload();
  await visitor.open();
  await expect(visitor.nameField).toBeVisible();
});
