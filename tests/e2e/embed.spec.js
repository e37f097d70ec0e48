// A stranger's page takes the widget in by one script tag, and finds nothing changed but a launcher.

import { expect, test } from './story.js';
import { Visitor } from './visitor.js';

/** What a page can see of itself: globals, styles, storage. */
const inventory = () => ({
  globals: Object.getOwnPropertyNames(window).sort(),
  styles: [document.styleSheets.length, document.adoptedStyleSheets.length],
  head: document.head.childElementCount,
  classes: [document.documentElement.className, document.body.className],
  inline: [document.documentElement.getAttribute('style'), document.body.getAttribute('style')],
  stored: [localStorage.length, sessionStorage.length, document.cookie],
});

const heading = '<h1>Somebody’s garden diary</h1>';

test('before it is opened, the widget is a launcher and one global', async ({ page, elsewhere, server }) => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(elsewhere.page(heading));
  const before = await page.evaluate(inventory);

  await page.goto(elsewhere.page(heading + elsewhere.snippet()));
  const visitor = new Visitor(page, server);
  await expect(visitor.launcher).toBeVisible();
  await page.waitForLoadState('networkidle');
  const after = await page.evaluate(inventory);

  expect(after.globals.filter((name) => !before.globals.includes(name))).toEqual(['Chirrup']);
  expect({ ...after, globals: [] }).toEqual({ ...before, globals: [] });
  expect(asked.filter((url) => url.startsWith(server.origin))).toEqual([`${server.site}chirrup.js`]);
  expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
});

test('the chat works on the stranger’s page, and stays out of its styles', async ({ page, elsewhere, server }) => {
  const loud = '<style>* { color: red !important } button { display: none } div { transform: rotate(9deg) }</style>';
  await page.goto(elsewhere.page(heading + elsewhere.snippet(), { head: loud }));
  const visitor = new Visitor(page, server);
  await visitor.open();
  await visitor.start();
  await visitor.say('Hello from elsewhere');
  const colour = await visitor.composer.evaluate((field) => getComputedStyle(field).color);
  expect(colour).not.toBe('rgb(255, 0, 0)');
  await expect(page.getByRole('heading', { name: 'Somebody’s garden diary' })).toHaveCSS('color', 'rgb(255, 0, 0)');
  expect(visitor.errors).toEqual([]);
});

test('the launcher stands where a line ends, or on the side it is told', async ({ page, elsewhere, server }) => {
  const places = [
    ['ltr', '', 'right'],
    ['rtl', '', 'left'],
    ['ltr', 'data-position="left"', 'left'],
    ['rtl', 'data-position="right"', 'right'],
  ];
  for (const [direction, option, side] of places) {
    await page.goto(elsewhere.page(`<div dir="${direction}">${heading}</div>${elsewhere.snippet(option)}`));
    await page.evaluate((dir) => (document.documentElement.dir = dir), direction);
    const visitor = new Visitor(page, server);
    await expect(visitor.launcher).toBeVisible();
    const { x, width } = await visitor.launcher.boundingBox();
    const middle = page.viewportSize().width / 2;
    expect(x + width / 2 < middle ? 'left' : 'right', `${direction} ${option}`).toBe(side);
  }
});

test('the script may stand in the head, before there is a body', async ({ page, elsewhere, server }) => {
  const address = elsewhere.page(heading, { head: elsewhere.snippet().replace('async ', '') });
  const visitor = new Visitor(page, server);
  await page.goto(address);
  await visitor.open();
  expect(visitor.errors).toEqual([]);
});

test('calls made before the script has come are kept and done in order', async ({ page, elsewhere, server }) => {
  const queue = `<script>
    window.Chirrup = window.Chirrup || function () { (Chirrup.q = Chirrup.q || []).push(arguments) };
    window.story = [];
    Chirrup('on', 'ready', function () { story.push('ready') });
    Chirrup('on', 'open', function () { story.push('open') });
    Chirrup('on', 'close', function () { story.push('close') });
    Chirrup('open');
    Chirrup('close');
    Chirrup('open');
  </script>`;
  const visitor = new Visitor(page, server);
  await page.goto(elsewhere.page(heading + queue + elsewhere.snippet()));
  await expect(visitor.nameField).toBeVisible();
  await expect.poll(() => page.evaluate(() => window.story)).toEqual(expect.arrayContaining(['ready', 'open', 'close']));
  expect(await page.evaluate(() => window.story.filter((name) => name !== 'ready'))).toEqual(['open', 'close', 'open']);
});

test('a page may configure it by a call instead of attributes', async ({ page, elsewhere, server }) => {
  const bare = `<script async src="${server.site}chirrup.js"></script>`;
  const init = `<script>
    window.Chirrup = window.Chirrup || function () { (Chirrup.q = Chirrup.q || []).push(arguments) };
    Chirrup('init', { backend: 'connect', startUrl: '${server.connect}/start-chat', title: 'Garden help' });
  </script>`;
  const visitor = new Visitor(page, server);
  await page.goto(elsewhere.page(heading + init + bare));
  await visitor.open();
  await expect(visitor.window).toHaveAccessibleName(/Garden help/);
});

test('all mistakes of the configuration are told at once', async ({ page, elsewhere, server }) => {
  const visitor = new Visitor(page, server);
  await page.goto(elsewhere.page(heading + elsewhere.snippet('data-theme="purple" data-accent="reddish" data-persist="forever"')));
  await visitor.open();
  await expect.poll(() => visitor.errors.length).toBe(1);
  for (const word of ['theme', 'accent', 'persist']) expect(visitor.errors[0]).toContain(word);
});

test('two widgets on one page are two chats', async ({ page, elsewhere, server, desk }) => {
  const style = '<style>chirrup-chat { display: block; width: 380px; height: 560px }</style>';
  const bare = `<script async src="${server.site}chirrup.js"></script>`;
  const both = `<main>${elsewhere.element('id="left" data-title="Left"')}${elsewhere.element('id="right" data-title="Right"')}</main>`;
  await page.goto(elsewhere.page(both + bare, { head: style }));
  const [left, right] = ['left', 'right'].map((id) => {
    const visitor = new Visitor(page, server);
    Object.defineProperty(visitor, 'host', { value: page.locator(`#${id}`) });
    visitor.name = `${id} visitor`;
    return visitor;
  });

  await left.start();
  await expect(right.nameField).toBeVisible();
  await right.start();
  await left.say('said on the left');
  await right.say('said on the right');
  await expect(right.message('said on the left')).toHaveCount(0);
  await left.write('agent');
  await desk.waitingCustomer('Ana', 'left visitor');

  await page.reload();
  await left.hears('said on the left');
  await right.hears('said on the right');
  await expect(left.message('said on the right')).toHaveCount(0);
});

test('init twice and destroy twice do no harm', async ({ page, visitor }) => {
  await visitor.visit();
  await visitor.open();
  await page.evaluate(async () => {
    await window.Chirrup('init', { title: 'Once more' });
    await window.Chirrup('init', {});
  });
  await expect(page.locator('chirrup-chat')).toHaveCount(1);
  await page.evaluate(async () => {
    await window.Chirrup('destroy');
    await window.Chirrup('destroy');
  });
  await expect(page.locator('chirrup-chat')).toHaveCount(0);
  await page.evaluate(() =>
    window.Chirrup('init', { backend: 'connect', startUrl: '/connect/start-chat', title: 'Back again' }),
  );
  await visitor.open();
});

test('the script may be loaded twice', async ({ page, elsewhere, server }) => {
  const visitor = new Visitor(page, server);
  await page.goto(elsewhere.page(heading + elsewhere.snippet() + elsewhere.snippet()));
  await visitor.launcher.first().click();
  await expect(visitor.nameField.first()).toBeVisible();
  expect(visitor.errors).toEqual([]);
});

test('an element that is moved keeps its conversation', async ({ page, visitor, elsewhere, server }) => {
  const style = '<style>chirrup-chat { display: block; width: 380px; height: 560px }</style>';
  const bare = `<script async src="${server.site}chirrup.js"></script>`;
  const body = `<div id="here">${elsewhere.element()}</div><div id="there"></div>`;
  await page.goto(elsewhere.page(body + bare, { head: style }));
  await visitor.start();
  await visitor.say('I am on the move');
  const row = await visitor.message('I am on the move').elementHandle();

  await page.evaluate(() => document.querySelector('#there').append(document.querySelector('chirrup-chat')));
  await expect(page.locator('#there chirrup-chat')).toHaveCount(1);
  await visitor.say('and still here');
  expect(await row.evaluate((node) => node.isConnected), 'the same row').toBe(true);
});

test('a swap of the body leaves the chat as it was', async ({ page, visitor }) => {
  await visitor.begin();
  await visitor.say('Before the swap');
  for (let visit = 1; visit <= 3; visit += 1) {
    await page.evaluate((visit) => {
      const body = document.createElement('body');
      body.innerHTML = `<main><h1>Page ${visit}</h1></main>`;
      document.body.replaceWith(body);
    }, visit);
    await expect(page.getByRole('heading', { name: `Page ${visit}` })).toBeVisible();
    await expect(page.locator('chirrup-chat')).toHaveCount(1);
  }
  await visitor.hears('Before the swap');
  await visitor.say('After the swap');
});

test('a removed element closes its socket and forgets nothing', async ({ page, visitor }) => {
  const sockets = [];
  page.on('websocket', (socket) => {
    sockets.push(socket);
  });
  await visitor.begin();
  await visitor.say('I will be back');
  await page.evaluate(() => document.querySelector('chirrup-chat').remove());
  await expect.poll(() => sockets.every((socket) => socket.isClosed())).toBe(true);
  expect(sockets.length).toBeGreaterThan(0);

  await visitor.visit();
  await visitor.launcher.click();
  await visitor.hears('I will be back');
});
