// A visitor without a mouse: opens, fills in the form, sends, reads back, uses the menu, and closes.

import { BOT } from '../harness/server.js';
import { expect, handover, test } from './story.js';

test('everything can be done by keyboard', async ({ page, visitor }) => {
  const press = (key) => page.keyboard.press(key);
  await visitor.visit();
  await visitor.launcher.focus();
  await press('Enter');
  await expect(visitor.nameField).toBeFocused();
  await page.keyboard.type('Mira');
  await press('Enter');
  await expect(visitor.composer).toBeFocused();
  await visitor.hears(BOT.greeting);
  await page.keyboard.type('parcel');
  await press('Enter');
  await visitor.hears(BOT.delivery);
  await expect(visitor.composer).toBeFocused();

  // Into the messages, up and down, and back to the composer.
  await press('Shift+Tab');
  const answer = visitor.message(BOT.delivery);
  for (let steps = 0; steps < 4 && !(await answer.evaluate((row) => row.matches(':focus'))); steps += 1) {
    await press('End');
    if (!(await answer.evaluate((row) => row.matches(':focus')))) await press('Shift+Tab');
  }
  await expect(answer).toBeFocused();
  await press('ArrowUp');
  await expect(visitor.message('parcel').first()).toBeFocused();
  await press('Home');
  await expect(visitor.message(BOT.greeting)).toBeFocused();
  await press('Escape');
  await expect(visitor.composer).toBeFocused();

  // The menu opens, moves and closes without losing the place.
  const menu = visitor.host.getByRole('button', { name: 'More options' });
  await menu.focus();
  await press('Enter');
  await expect(visitor.host.getByRole('menuitem').first()).toBeFocused();
  await press('ArrowDown');
  await expect(visitor.host.getByRole('menuitem').nth(1)).toBeFocused();
  await press('Escape');
  await expect(menu).toBeFocused();
  await expect(visitor.window).toBeVisible();

  await press('Escape');
  await expect(visitor.window).toBeHidden();
  await expect(visitor.launcher).toBeFocused();
  await press('Enter');
  await expect(visitor.composer).toBeFocused();
});

test('opened by the page, it leaves the focus where it is', async ({ page, visitor }) => {
  await visitor.visit();
  await page.getByRole('link', { name: 'See the nest boxes' }).focus();
  await page.evaluate(() => window.Chirrup('open'));
  await expect(visitor.nameField).toBeVisible();
  await expect(page.getByRole('link', { name: 'See the nest boxes' })).toBeFocused();
});

test('an inline chat neither takes the focus nor scrolls the page', async ({ page, visitor }) => {
  await visitor.visit('?inline');
  await expect(visitor.nameField).toBeVisible();
  expect(await page.evaluate(() => [document.activeElement === document.body, window.scrollY])).toEqual([true, 0]);
});

test('the skip link leads past the messages, and nowhere else', async ({ page, visitor }) => {
  await visitor.begin();
  await visitor.hears(BOT.greeting);
  const where = () => page.evaluate(() => [location.href, history.length, scrollY]);
  const before = await where();
  const skip = visitor.host.getByRole('link', { name: 'Go to message box' });
  for (const follow of [() => page.keyboard.press('Enter'), () => skip.click()]) {
    await visitor.window.getByRole('button', { name: 'Close chat' }).focus();
    await page.keyboard.press('Tab');
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport({ ratio: 1 });
    await follow();
    await expect(visitor.composer).toBeFocused();
    await expect(skip).not.toBeInViewport();
    expect(await where()).toEqual(before);
  }
});

test('the menu opens by each key that opens menus', async ({ page, visitor }) => {
  await visitor.begin();
  const menu = visitor.host.getByRole('button', { name: 'More options' });
  for (const key of ['Enter', 'Space', 'ArrowDown']) {
    await menu.focus();
    await page.keyboard.press(key);
    await expect(visitor.host.getByRole('menuitem').first(), key).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(visitor.host.getByRole('menu')).toHaveCount(0);
    await expect(menu).toBeFocused();
  }
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(visitor.host.getByRole('menu')).toHaveCount(0);
});

test('the chat is ended by keyboard, and the next one begun', async ({ page, visitor }) => {
  const press = (key) => page.keyboard.press(key);
  await visitor.begin();
  await visitor.hears(BOT.greeting);
  const menu = visitor.host.getByRole('button', { name: 'More options' });
  const question = visitor.host.getByRole('alertdialog', { name: 'End this chat?' });
  const ask = async () => {
    await menu.focus();
    for (const key of ['Enter', 'End', 'Enter']) await press(key);
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  };
  await ask();
  await press('Escape');
  await expect(question).toBeHidden();
  await expect(menu).toBeFocused();
  await expect(visitor.composer).toBeEditable();

  await ask();
  await press('Tab');
  await press('Enter');
  await expect(visitor.host.getByText('You ended this chat.')).toBeVisible();
  await expect(visitor.host.getByRole('button', { name: 'Start a new chat' })).toBeFocused();
  await press('Enter');
  await expect(visitor.nameField).toBeFocused();
});

test('what arrives is announced once, and only that', async ({ page, server, desk, visitor }) => {
  await visitor.begin();
  const ana = await handover(server, desk, visitor);
  await page.evaluate(() => {
    window.spoken = [];
    const region = document.querySelector('chirrup-chat').shadowRoot.querySelector('[aria-live="polite"]');
    new MutationObserver(() => region.textContent && window.spoken.push(region.textContent)).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  await ana.say('The box has arrived');
  await visitor.hears('The box has arrived');
  await expect.poll(() => page.evaluate(() => window.spoken.filter((text) => text.includes('The box has arrived')).length)).toBe(1);
  expect(await page.evaluate(() => window.spoken.some((text) => text.includes('agent')))).toBe(false);
});
