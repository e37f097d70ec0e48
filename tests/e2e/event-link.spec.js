// The links and tickets that `cargo xtask serve` prints: they let a stranger into the real demo event.

import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { startServer } from '../harness/server.js';
import { expect, test as base } from './story.js';

const test = base.extend({
  /** A server that keeps the demo event. */
  server: async ({}, use) => {
    const server = await startServer({ settings: '[events]\ndemo = true\n' });
    await use(server);
    await server.dispose();
  },
});

const composer = (page) => page.locator('chirrup-chat').getByRole('textbox', { name: 'Write a message' });

test('a link signs the moderator in, and its code is not in the address any more', async ({ page, server }) => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  const { event, moderator } = server.addresses;
  const code = moderator.slice(`${event}#ticket=`.length);
  await page.goto(moderator);
  await expect(composer(page)).toBeEditable();
  await expect(page.locator('chirrup-chat')).toContainText('Robin');
  expect(page.url()).toBe(event);
  expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]));
  expect(kept).not.toContain(code);
  expect(asked.filter((url) => url.includes(code))).toEqual([]);
  await page.reload();
  await expect(composer(page)).toBeEditable();
});

test('a stranger comes in with a printed ticket', async ({ page, server }) => {
  const tickets = JSON.parse(await readFile(join(dirname(server.configFile), 'demo-tickets.json'), 'utf8'));
  const host = page.locator('chirrup-chat');
  await page.goto(server.addresses.event);
  await host.getByRole('textbox', { name: 'Ticket code' }).fill(tickets.fans[0]);
  await page.keyboard.press('Enter');
  await host.getByRole('textbox', { name: 'Nickname' }).fill('Mira');
  await host.getByRole('button', { name: 'Join the chat' }).click();
  await expect(composer(page)).toBeEditable();
});

test('a link that is followed on the open page works too', async ({ page, server }) => {
  await page.goto(server.addresses.event);
  await expect(page.locator('chirrup-chat').getByRole('textbox', { name: 'Ticket code' })).toBeVisible();
  await page.evaluate((hash) => (location.hash = hash), new URL(server.addresses.moderator).hash);
  await expect(composer(page)).toBeEditable();
  expect(page.url()).toBe(server.addresses.event);
});
