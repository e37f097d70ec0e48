// The demo shop in its four views.

import { BOT } from '../harness/server.js';
import { expect, test } from './story.js';

test('the shop has the chat in its corner', async ({ page, visitor }) => {
  await visitor.visit();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(visitor.launcher).toBeInViewport();
  await visitor.open();
  await expect(visitor.window).toHaveAccessibleName('Wren & Hollow');
});

test('?inline shows the contact page with the chat in a box', async ({ page, visitor }) => {
  await visitor.visit('?inline');
  await expect(page.getByRole('heading', { name: 'Ask us anything about birds.' })).toBeVisible();
  await expect(visitor.launcher).toBeHidden();
  await visitor.start();
  await visitor.hears(BOT.greeting);
});

test('?page fills the window', async ({ page, visitor }) => {
  await visitor.visit('?page');
  await visitor.start();
  await visitor.hears(BOT.greeting);
  const box = await visitor.host.boundingBox();
  expect(box).toMatchObject({ x: 0, y: 0, width: 1280, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(800);
});

test('?nowidget is the shop alone', async ({ page, visitor }) => {
  await visitor.visit('?nowidget');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(await page.evaluate(() => ['Chirrup' in window, document.querySelectorAll('chirrup-chat').length])).toEqual([false, 0]);
});
