// A visitor asks for a person, and an agent answers from the desk in another window.

import { BOT } from '../harness/server.js';
import { AgentPage } from './agent-page.js';
import { expect, handover, test } from './story.js';
import { Visitor } from './visitor.js';

test('an agent at the desk takes the visitor over from the bot, talks and ends', async ({ atDesk, visitor }) => {
  const ana = await atDesk('Ana');
  await visitor.begin();
  await visitor.say('agent');
  await visitor.hears(BOT.handover);

  await expect(ana.contact('Mira')).toContainText(BOT.handover);
  await ana.accept('Mira');
  await visitor.hears('Ana joined');
  await expect(ana.message('agent')).toBeVisible();

  await visitor.composer.pressSequentially('My box has no');
  await expect(ana.typing).toHaveText(/Mira is typing/);
  await visitor.composer.press('Enter');
  await expect(ana.message('My box has no')).toBeVisible();
  await expect(visitor.message('My box has no')).toHaveAccessibleName(/Read/);

  await ana.composer.pressSequentially('Which **box** is it?');
  await expect(visitor.typing).toHaveText('Ana is typing');
  await ana.composer.press('Enter');
  await visitor.hears('Which box is it?');
  await expect(visitor.message('Which box is it?').locator('strong')).toHaveText('box');
  await expect(visitor.typing).toBeHidden();
  await expect(ana.message('Which box is it?')).toHaveAccessibleName(/Read/);

  await ana.end();
  await expect(visitor.host.getByText('This chat has ended. Thank you for talking to us.')).toBeVisible();
  expect(ana.errors).toEqual([]);
});

test('a contact is handed from one desk to the other, with its history', async ({ atDesk, visitor }) => {
  const ana = await atDesk('Ana');
  const ben = await atDesk('Ben');
  await visitor.begin();
  await visitor.say('agent');
  await ana.accept('Mira');
  await ana.say('Ben knows the bird baths');
  await visitor.hears('Ben knows the bird baths');

  await ana.transferTo('Ben');
  await ben.accept('Mira');
  await visitor.hears('Ben joined');
  await expect(ben.message('Ben knows the bird baths')).toBeVisible();
  await ben.say('Hello, Ben here');
  await visitor.hears('Hello, Ben here');
  await visitor.say('Hello Ben');
  await expect(ben.message('Hello Ben')).toBeVisible();
  expect([ana.errors, ben.errors]).toEqual([[], []]);
});

test('what the visitor and the page gave at the start stands beside the chat, also after a reload', async ({ page, elsewhere, server, atDesk }) => {
  const fields = JSON.stringify([{ name: 'orderNumber', label: 'Order number' }]);
  await page.goto(elsewhere.page(`<h1>Orders</h1>${elsewhere.snippet(`data-prechat='${fields}'`)}`));
  const visitor = new Visitor(page, server);
  await page.evaluate(() => window.Chirrup('setAttributes', { basket: '<b>The Wren House</b>' }));
  await visitor.open();
  await visitor.host.getByRole('textbox', { name: 'Order number' }).fill('WH-1042');
  await visitor.start();
  await visitor.say('agent');

  const ana = await atDesk('Ana');
  await ana.accept('Mira');
  await expect(ana.fact('Order number')).toHaveText('WH-1042');
  await expect(ana.fact('Basket')).toHaveText('<b>The Wren House</b>');

  await ana.page.reload();
  await expect(ana.fact('Order number')).toHaveText('WH-1042');
  expect([visitor.errors, ana.errors]).toEqual([[], []]);
});

test('a visitor has one colour everywhere on the desk', async ({ atDesk, visitor }) => {
  // The list and the details went by the contact, and the conversation by the person in it.
  const ana = await atDesk('Ana');
  await visitor.begin();
  await visitor.say('agent');
  await ana.accept('Mira');
  await expect(ana.message('agent')).toBeVisible();
  await expect(ana.details.getByRole('listitem').filter({ hasText: 'Mira' })).toBeVisible();
  const faces = ana.page.getByText('M', { exact: true }).filter({ visible: true });
  const colours = await faces.evaluateAll((all) => all.map((face) => getComputedStyle(face).backgroundColor));
  expect(colours.length, 'list, details twice, conversation').toBeGreaterThanOrEqual(4);
  expect(new Set(colours).size, colours.join()).toBe(1);
});

test('the desk counts what is said in a conversation that is not on the screen', async ({ atDesk, browser, server, visitor }) => {
  const ana = await atDesk('Ana');
  await visitor.begin();
  await visitor.say('agent');
  await ana.accept('Mira');

  const elsewhere = await browser.newContext();
  const jon = new Visitor(await elsewhere.newPage(), server);
  jon.name = 'Jon';
  await jon.begin();
  await jon.say('agent');
  await ana.accept('Jon');
  await ana.say('Hello Jon');

  await visitor.say('Are you there?');
  await visitor.say('Hello?');
  await expect(ana.contact('Mira')).toContainText('Hello?');
  await expect(ana.contact('Mira')).toContainText('2 unread messages');
  await expect(ana.message('Hello?')).toBeHidden();

  await ana.contact('Mira').getByRole('button').click();
  await expect(ana.message('Hello?')).toBeVisible();
  await expect(ana.contact('Mira')).not.toContainText('unread');
  await elsewhere.close();
});

test('a wrong key does not open the desk', async ({ browser, server }) => {
  const stranger = await AgentPage.visit(browser, server);
  await stranger.fillIn('Ana', 'not the key of anybody');
  await expect(stranger.page.getByRole('alert')).toBeVisible();
  await stranger.close();
});

test('the dots of an agent who stops writing go away', async ({ server, desk, visitor }) => {
  await visitor.begin();
  const ana = await handover(server, desk, visitor);
  await ana.typing();
  await expect(visitor.typing).toHaveText('Ana is typing');
  await expect(visitor.typing).toBeHidden();
});

test('a link of the agent goes only where links may go', async ({ server, desk, visitor }) => {
  await visitor.begin();
  const ana = await handover(server, desk, visitor);
  await ana.say('See [the guide](https://example.com/guide), not [this](javascript:alert(1)) or [that](data:text/html,x)');
  const row = visitor.message('See the guide');
  await expect(row.getByRole('link')).toHaveCount(1);
  await expect(row.getByRole('link')).toHaveAttribute('href', 'https://example.com/guide');
  await expect(row.getByRole('link')).toHaveAttribute('rel', /noopener/);
});
