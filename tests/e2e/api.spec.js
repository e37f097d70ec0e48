// The page speaks to the widget by its methods, and hears of it by its events, as callbacks and on the element.

import { BOT } from '../harness/server.js';
import { expect, handover, test } from './story.js';

const METHODS = ['open', 'close', 'toggle', 'show', 'hide', 'send', 'prefill', 'identify', 'setAttributes', 'on', 'off', 'reset', 'destroy'];
const EVENTS = [
  'ready',
  'open',
  'close',
  'unread',
  'message:sent',
  'message:received',
  'conversation:start',
  'conversation:end',
  'connection',
  'error',
];

const call = (page, ...args) => page.evaluate((args) => window.Chirrup(...args).then(() => 'done'), args);

test('the window follows open, close, toggle, show and hide', async ({ page, visitor }) => {
  await visitor.visit();
  await expect(visitor.launcher).toBeVisible();
  await call(page, 'open');
  await expect(visitor.nameField).toBeVisible();
  await expect(visitor.launcher).toHaveAttribute('aria-expanded', 'true');
  await call(page, 'close');
  await expect(visitor.window).toBeHidden();
  await expect(visitor.launcher).toHaveAttribute('aria-expanded', 'false');
  await call(page, 'toggle');
  await expect(visitor.window).toBeVisible();
  await call(page, 'toggle');
  await expect(visitor.window).toBeHidden();
  await call(page, 'hide');
  await expect(visitor.launcher).toBeHidden();
  await call(page, 'show');
  await expect(visitor.launcher).toBeVisible();
});

test('every method gives a promise, and a mistaken one is refused in words', async ({ page, visitor }) => {
  await visitor.visit();
  await expect(visitor.launcher).toBeVisible();
  const promises = await page.evaluate(
    (methods) =>
      methods.map((name) => {
        const result = window.Chirrup(name, name === 'on' || name === 'off' ? 'open' : name === 'setAttributes' || name === 'identify' ? {} : 'x', () => {});
        result?.catch?.(() => {});
        return typeof result?.then;
      }),
    METHODS.filter((name) => !['destroy', 'reset', 'send'].includes(name)),
  );
  expect(new Set(promises)).toEqual(new Set(['function']));
  const refusal = await page.evaluate(() => window.Chirrup('dance').then(() => 'accepted', (error) => String(error)));
  expect(refusal).toMatch(/TypeError/);
});

test('prefill writes into the composer, send sends', async ({ page, visitor }) => {
  await visitor.begin();
  await call(page, 'prefill', 'I have a question about the Wren House');
  await expect(visitor.composer).toHaveValue('I have a question about the Wren House');
  await visitor.composer.fill('');
  await call(page, 'send', 'Sent by the page');
  await visitor.sent('Sent by the page');
});

test('who the visitor is reaches the form and the agent', async ({ page, server, desk, visitor }) => {
  await visitor.visit();
  // Both are kept until there is a chat to tell, so nothing is awaited before it is opened.
  await page.evaluate(() => {
    window.Chirrup('identify', { name: 'Mira Holm', email: 'mira@example.com' });
    window.Chirrup('setAttributes', { basket: 'The Wren House', items: 2 });
  });
  const started = page.waitForRequest('**/connect/start-chat');
  await visitor.open();
  await expect(visitor.nameField).toHaveValue('Mira Holm');
  await visitor.startButton.click();
  const body = (await started).postDataJSON();
  expect(body.ParticipantDetails.DisplayName).toBe('Mira Holm');
  expect(body.Attributes).toMatchObject({ email: 'mira@example.com', basket: 'The Wren House', items: '2' });
  await expect(visitor.composer).toBeEditable();
  await visitor.say('agent');
  await desk.waitingCustomer('Ana', 'Mira Holm');
});

test('a conversation is told as events, twice: to callbacks and on the element', async ({ page, server, desk, visitor }) => {
  await page.addInitScript((events) => {
    window.called = [];
    window.fired = [];
    window.Chirrup = window.Chirrup || function () { (window.Chirrup.q = window.Chirrup.q || []).push(arguments); };
    for (const name of events) {
      window.Chirrup('on', name, (detail) => window.called.push([name, detail]));
      document.addEventListener(`chirrup:${name}`, (event) => window.fired.push([name, event.detail]), true);
    }
  }, EVENTS);
  await visitor.begin();
  await visitor.hears(BOT.greeting);
  const ana = await handover(server, desk, visitor);
  await ana.say('Hello Mira');
  await visitor.hears('Hello Mira');
  await visitor.hasReadAll();
  await page.evaluate(() => window.Chirrup('close'));
  await ana.say('Still there?');
  await expect(visitor.launcher).toHaveAccessibleName(/1 unread/);
  await ana.end();
  await expect.poll(() => page.evaluate(() => window.called.some(([name]) => name === 'conversation:end'))).toBe(true);

  const [called, fired] = await page.evaluate(() => [window.called, window.fired]);
  const names = (list) => list.map(([name]) => name);
  for (const name of EVENTS.filter((name) => name !== 'error')) {
    expect(names(called), 'as a callback').toContain(name);
    expect(names(fired), 'on the element').toContain(name);
  }
  const details = (name) => called.filter(([other]) => other === name).map(([, detail]) => detail);
  expect(details('message:sent')).toContainEqual(
    expect.objectContaining({ text: 'agent', author: expect.objectContaining({ role: 'customer' }) }),
  );
  expect(details('message:received')).toContainEqual(
    expect.objectContaining({ text: 'Hello Mira', author: { name: 'Ana', role: 'agent' } }),
  );
  expect(details('conversation:end')).toEqual([{ reason: 'remote' }]);
  expect(details('conversation:start')).toHaveLength(1);
  expect(details('connection').map((detail) => detail.state)).toContain('live');
});

test('a callback can be taken back, and one that throws harms nobody', async ({ page, visitor }) => {
  await visitor.visit();
  await page.evaluate(async () => {
    window.heard = 0;
    const count = () => (window.heard += 1);
    await window.Chirrup('on', 'open', () => {
      throw new Error('a fault of the page');
    });
    await window.Chirrup('on', 'open', count);
    await window.Chirrup('open');
    await window.Chirrup('off', 'open', count);
    await window.Chirrup('close');
    await window.Chirrup('open');
  });
  await expect(visitor.nameField).toBeVisible();
  expect(await page.evaluate(() => window.heard)).toBe(1);
  visitor.errors.length = 0;
});
