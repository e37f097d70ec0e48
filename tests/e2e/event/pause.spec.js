// Whoever scrolls up reads in peace: the chat is paused, what waits is counted, and one press leads back.

import { expect, test } from './evening.js';

const top = (row) => row.evaluate((element) => Math.round(element.getBoundingClientRect().top));

test('scrolling up pauses the chat, nothing moves, and Resume leads to the newest', async ({ enter, logIn }) => {
  const [[mira], crowd] = await Promise.all([enter('mira'), logIn('crowd')]);
  for (let number = 1; number <= 60; number += 1) await crowd.say(`line ${number}.`);
  await mira.hears('line 60.');
  await expect(mira.pauseBar).toHaveCount(0);

  await mira.list.hover();
  await mira.page.mouse.wheel(0, -400);
  await expect(mira.pauseBar).toHaveText(/Chat paused/);
  const read = mira.message('line 30.');
  await expect(read).toBeInViewport();
  const before = await top(read);
  for (let number = 61; number <= 72; number += 1) await crowd.say(`line ${number}.`);
  await expect(mira.pauseBar).toContainText('Chat paused — 12 new');
  expect(await top(read)).toBe(before);
  await expect(mira.message('line 72.')).not.toBeInViewport();

  await mira.pauseBar.getByRole('button', { name: 'Resume' }).click();
  await expect(mira.pauseBar).toHaveCount(0);
  await expect(mira.message('line 72.')).toBeInViewport();
  await crowd.say('line 73.');
  await expect(mira.message('line 73.')).toBeInViewport();
});

test('what one says oneself ends the pause', async ({ enter, logIn }) => {
  const [[mira], crowd] = await Promise.all([enter('mira'), logIn('crowd')]);
  for (let number = 1; number <= 60; number += 1) await crowd.say(`line ${number}.`);
  await mira.hears('line 60.');
  await mira.list.hover();
  await mira.page.mouse.wheel(0, -400);
  await expect(mira.pauseBar).toBeVisible();
  await mira.say('My own words');
  await expect(mira.message('My own words')).toBeInViewport();
  await expect(mira.pauseBar).toHaveCount(0);
});
