// A visitor opens the chat on the shop, asks the bot, ends the chat, takes the transcript along and starts anew.

import { readFile } from 'node:fs/promises';

import { BOT } from '../harness/server.js';
import { expect, test } from './story.js';

test('the bot greets and answers', async ({ visitor }) => {
  await visitor.begin();
  await visitor.hears(BOT.greeting);
  await visitor.say('When will my parcel arrive?');
  await visitor.hears(BOT.delivery);
  await expect(visitor.message(BOT.delivery)).toHaveAccessibleName(new RegExp(`^${BOT.name}, \\d\\d?:\\d\\d`));
  await expect(visitor.message('When will my parcel arrive?')).toHaveAccessibleName(/^You, \d\d?:\d\d/);
});

test('Enter sends, Shift+Enter makes a line, and spaces alone are not sent', async ({ visitor }) => {
  await visitor.begin();
  await visitor.hears(BOT.greeting);
  await visitor.composer.pressSequentially('first line');
  await visitor.composer.press('Shift+Enter');
  await visitor.composer.pressSequentially('second line');
  await expect(visitor.composer).toHaveValue('first line\nsecond line');
  await visitor.composer.press('Enter');
  await visitor.sent('first line');
  await expect(visitor.message('first line')).toContainText('second line');

  await visitor.hears(BOT.otherwise);
  await visitor.composer.fill('   ');
  await visitor.composer.press('Enter');
  await visitor.composer.fill('after the spaces');
  await visitor.composer.press('Enter');
  await visitor.sent('after the spaces');
  await expect(visitor.list.getByRole('article', { name: /^You,/ })).toHaveCount(2);
});

test('Enter during composition does not send half a word', async ({ page, visitor }) => {
  await visitor.begin();
  await visitor.composer.focus();
  const ime = await page.context().newCDPSession(page);
  await ime.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
  await visitor.composer.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
  await expect(visitor.composer).toHaveValue('にほ');
  await ime.send('Input.insertText', { text: '日本' });
  await visitor.composer.press('Enter');
  await visitor.sent('日本');
});

test('what is said is text, never markup', async ({ page, visitor }) => {
  await visitor.begin();
  await visitor.composer.fill('<img src=x onerror=alert(1)> [press me](javascript:alert(1)) https://example.com/a?b=1');
  await visitor.composer.press('Enter');
  await visitor.sent('press me');
  const row = visitor.message('press me');
  await expect(row.locator('img')).toHaveCount(0);
  await expect(row.getByRole('link', { name: /press me/ })).toHaveCount(0);
  expect(await page.evaluate(() => document.querySelectorAll('img[src=x]').length)).toBe(0);
});

test('the visitor ends the chat, downloads it, and starts a new one', async ({ page, visitor }) => {
  await visitor.begin();
  await visitor.say('Thank you, that is all');
  await visitor.host.getByRole('button', { name: 'More options' }).click();
  await visitor.host.getByRole('menuitem', { name: 'End chat' }).click();
  await visitor.host.getByRole('button', { name: 'End chat', exact: true }).click();
  await expect(visitor.host.getByText('You ended this chat.')).toBeVisible();
  await expect(visitor.composer).toHaveCount(0);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    visitor.host.getByRole('button', { name: 'Download transcript' }).click(),
  ]);
  const transcript = await readFile(await download.path(), 'utf8');
  expect(transcript).toContain('Thank you, that is all');
  expect(transcript).toContain(BOT.greeting);
  expect(transcript.indexOf(BOT.greeting)).toBeLessThan(transcript.indexOf('Thank you'));

  await visitor.host.getByRole('button', { name: 'Start a new chat' }).click();
  await visitor.start();
  await visitor.hears(BOT.greeting);
  await expect(visitor.message('Thank you, that is all')).toHaveCount(0);
});

test('when the start fails, the answers stay and a second try works', async ({ page, visitor }) => {
  await page.route('**/connect/start-chat', (route) =>
    route.fulfill({ status: 500, json: { data: { Error: { name: 'InternalServiceException' } } } }),
  );
  await visitor.visit();
  await visitor.open();
  await visitor.nameField.fill('Mira Holm');
  await visitor.startButton.click();
  await expect(visitor.host.getByRole('alert').filter({ hasText: 'could not be started' })).toBeVisible();
  await expect(visitor.nameField).toHaveValue('Mira Holm');

  await page.unroute('**/connect/start-chat');
  await visitor.startButton.click();
  await visitor.hears(BOT.greeting);
});

test('the form names what is missing and goes there', async ({ visitor }) => {
  await visitor.visit();
  await visitor.open();
  await visitor.startButton.click();
  await expect(visitor.host.getByText('Please fill in “Your name”.').first()).toBeVisible();
  await expect(visitor.nameField).toBeFocused();
});
