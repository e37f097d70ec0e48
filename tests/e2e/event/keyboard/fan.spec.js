// A fan without a mouse: emoji, people, answers, and the way back to what is new.

import { expect, focusRow, tabTo, test } from './keys.js';

test('emoji are thrown by keys, and focus stays at them', async ({ enterByKeys }) => {
  const [mira] = await enterByKeys('mira');
  await expect(mira.composer).toBeFocused();
  await tabTo(mira, mira.emoji('Party'), 'Shift+Tab');
  await tabTo(mira, mira.emoji('Fire'), 'Shift+Tab');
  for (const key of ['Enter', ' ']) {
    await mira.page.keyboard.press(key);
    await expect(mira.host.locator('.burst').filter({ hasText: '🔥' })).not.toHaveCount(0);
    await expect(mira.emoji('Fire')).toBeFocused();
  }
  await tabTo(mira, mira.composer);
});

test('Escape puts the list of people away, then the answer, and leaves the text', async ({ enterByKeys }) => {
  const [mira, tom] = await enterByKeys('mira', 'tom');
  const press = (key) => mira.page.keyboard.press(key);
  await tom.say('Which song is next?');
  await mira.hears('Which song is next?');
  await focusRow(mira, 'Which song');
  await press('r');
  await expect(mira.composer).toBeFocused();
  await expect(mira.answering).toContainText('Which song is next?');
  await mira.page.keyboard.type('@to');
  await expect(mira.people).toBeVisible();
  await press('Escape');
  await expect(mira.people).toBeHidden();
  await expect(mira.answering).toBeVisible();
  await press('Escape');
  await expect(mira.answering).toHaveCount(0);
  await expect(mira.composer).toBeFocused();
  await expect(mira.composer).toHaveValue('@to');
  await press('Escape');
  await expect(mira.composer).toBeFocused();
});

test('an answer is begun, left and begun again by the buttons, and its quote leads back', async ({ enterByKeys }) => {
  const [mira, tom] = await enterByKeys('mira', 'tom');
  const press = (key) => mira.page.keyboard.press(key);
  await tom.say('Which song is next?');
  await mira.hears('Which song is next?');
  const begin = async () => {
    await focusRow(mira, 'Which song');
    await press('Enter');
    await expect(mira.message('Which song').getByRole('button', { name: 'Reply' })).toBeFocused();
    await press('Enter');
    await expect(mira.composer).toBeFocused();
    await expect(mira.answering).toContainText('Which song is next?');
  };
  for (const key of ['Enter', 'Escape']) {
    await begin();
    await tabTo(mira, mira.answering.getByRole('button', { name: 'Do not reply' }), 'Shift+Tab');
    await press(key);
    await expect(mira.answering).toHaveCount(0);
    await expect(mira.composer).toBeFocused();
  }

  await begin();
  await mira.page.keyboard.type('@to');
  await expect(mira.people.getByRole('option', { name: 'Tom' })).toHaveAttribute('aria-selected', 'true');
  await press('Enter');
  await expect(mira.people).toBeHidden();
  await mira.page.keyboard.type('the old one');
  await press('Enter');
  await expect(tom.message('the old one')).toHaveAccessibleName(/Mentions you\. A reply/);
  await expect(mira.composer).toBeFocused();

  await focusRow(mira, 'the old one');
  await press('Enter');
  await press('Enter');
  await expect(mira.message('Which song').first()).toBeFocused();
});

test('whoever pages up by keys resumes by keys', async ({ enterByKeys, logIn }) => {
  const [[mira], crowd] = await Promise.all([enterByKeys('mira'), logIn('crowd')]);
  for (let number = 1; number <= 60; number += 1) await crowd.say(`line ${number}.`);
  await mira.hears('line 60.');
  await tabTo(mira, mira.list, 'Shift+Tab');
  await mira.page.keyboard.press('PageUp');
  await expect(mira.pauseBar).toBeVisible();
  await crowd.say('line 61.');
  await expect(mira.pauseBar).toContainText('1 new');
  await tabTo(mira, mira.pauseBar.getByRole('button', { name: 'Resume' }));
  await mira.page.keyboard.press('Enter');
  await expect(mira.pauseBar).toHaveCount(0);
  await expect(mira.list).toBeFocused();
  await expect(mira.message('line 61.')).toBeInViewport();
});

test('a message that did not arrive is sent again, or discarded, by keys', async ({ enterByKeys }) => {
  const [mira] = await enterByKeys('mira');
  const press = (key) => mira.page.keyboard.press(key);
  const service = /\/channels\/[^/]+\/messages/;
  await mira.page.route(service, (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({ status: 400, headers: { 'access-control-allow-origin': '*' }, body: '{"Code":"BadRequest"}' })
      : route.fallback(),
  );
  for (const text of ['One', 'Two']) await mira.write(text);
  for (const text of ['One', 'Two']) await expect(mira.message(text)).toContainText('Not sent');
  await mira.page.unroute(service);
  await focusRow(mira, 'Two');
  await press('Enter');
  await expect(mira.message('Two').getByRole('button', { name: 'Retry' })).toBeFocused();
  await press('Enter');
  await expect(mira.message('Two')).toBeFocused();
  await expect(mira.message('Two')).not.toContainText('Not sent');
  await focusRow(mira, 'One');
  await press('Enter');
  await tabTo(mira, mira.message('One').getByRole('button', { name: 'Delete' }), 'ArrowDown');
  await press('Enter');
  await expect(mira.message('One')).toHaveCount(0);
  await expect(mira.composer).toBeFocused();
});

test('a long announcement is unfolded by keys', async ({ enter, enterByKeys }) => {
  const [[mira], [robin]] = await Promise.all([enterByKeys('mira'), enter('robin')]);
  await robin.announce('The second half begins at a quarter to nine, by the water and under the lanterns. '.repeat(2));
  const fold = mira.strip('Announcement').getByRole('button', { name: 'Show all of it' });
  await expect(fold).toBeVisible();
  await tabTo(mira, fold, 'Shift+Tab');
  await mira.page.keyboard.press('Enter');
  await expect(fold).toHaveAttribute('aria-expanded', 'true');
  await expect(fold).toBeFocused();
});

test('older messages that did not come are asked for again by keys', async ({ enterByKeys, logIn }) => {
  const crowd = await logIn('crowd');
  for (let number = 1; number <= 90; number += 1) await crowd.say(`line ${number}.`);
  const [mira] = await enterByKeys('mira');
  await mira.hears('line 90.');
  const service = /\/channels\/[^/]+\/messages/;
  await mira.page.route(service, (route) => (route.request().method() === 'GET' ? route.abort() : route.fallback()));
  await tabTo(mira, mira.list, 'Shift+Tab');
  const retry = mira.list.getByRole('button', { name: 'Try again' });
  await expect(async () => {
    await mira.page.keyboard.press('Home');
    await expect(retry).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await mira.page.unroute(service);
  await tabTo(mira, retry, 'Shift+Tab');
  await mira.page.keyboard.press('Enter');
  await expect(retry).toHaveCount(0);
  await expect(mira.list).toBeFocused();
});

test('a ticket that moved to another device is taken back by keys', async ({ arrive, enterByKeys }) => {
  const [[mira], second] = await Promise.all([enterByKeys('mira'), arrive('mira')]);
  await second.showTicket();
  await second.host.getByRole('button', { name: 'Move it here' }).click();
  await expect(mira.host.getByRole('button', { name: 'Take it back' })).toBeFocused();
  await mira.page.keyboard.press('Enter');
  await expect(mira.composer).toBeFocused();
  await mira.page.keyboard.type('Here again');
  await mira.page.keyboard.press('Enter');
  await mira.hears('Here again');
});

test('an own message is taken back by keys, and its row keeps focus', async ({ enterByKeys }) => {
  const [mira, tom] = await enterByKeys('mira', 'tom');
  await mira.say('With pleasure');
  await tom.hears('With pleasure');
  await focusRow(mira, 'With pleasure');
  await mira.page.keyboard.press('Enter');
  await tabTo(mira, mira.message('With pleasure').getByRole('button', { name: 'Delete' }), 'ArrowDown');
  await mira.page.keyboard.press('Enter');
  await expect(mira.message('With pleasure').getByRole('button', { name: 'Delete for everybody?' })).toBeFocused();
  await mira.page.keyboard.press('Enter');
  await expect(tom.host.getByText('With pleasure')).toHaveCount(0);
  await expect(mira.list.getByRole('article')).toBeFocused();
});
