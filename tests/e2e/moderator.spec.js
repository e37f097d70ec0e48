// Moderators' tools come in a module of their own: to whoever keeps order, and to nobody else.
// The login endpoint answers as it does for a moderator or a fan; the room behind it does not answer at all.

import { expect, test } from './story.js';

const INSTANCE = 'arn:aws:chime:us-east-1:1:app-instance/a';
const PAGE = '**/event/';
const MODERATOR = '**/chirrup-moderator*';

const person = (role) => ({
  user: { arn: `${INSTANCE}/user/${role}`, nickname: role === 'moderator' ? 'Olli' : 'Mia' },
  role,
  channel: { arn: `${INSTANCE}/channel/main`, name: 'Main stage' },
  region: 'us-east-1',
  messagingEndpoint: 'https://event.example/chime',
  credentials: { accessKeyId: 'A', secretAccessKey: 's', expiration: new Date(Date.now() + 3600_000) },
  linkPolicy: 'plain',
  limits: { messageChars: 500, slowModeSeconds: 0 },
  moderators: [`${INSTANCE}/user/moderator`],
});

/** The event's page, what it fetched, and what was said at the door. */
class Evening {
  modules = [];
  logins = [];

  constructor(page, server) {
    this.page = page;
    this.server = server;
    page.on('request', (request) => {
      const module = /chirrup-(widget|event|moderator)[^/]*\.wasm/.exec(request.url());
      if (module) this.modules.push(module[1]);
    });
  }

  /** Opens the page, on which `change` may change the text. */
  async visit(change = (body) => body) {
    const { page } = this;
    for (const [event, role] of [['demo', 'moderator'], ['fans', 'fan']]) {
      await page.route(`**/events/${event}/login`, (route) => {
        this.logins.push(route.request().postDataJSON());
        return route.fulfill({ contentType: 'application/json', body: JSON.stringify(person(role)) });
      });
    }
    await page.route('https://event.example/**', () => {});
    await page.route(PAGE, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: change(await response.text()) });
    });
    await page.goto(`${this.server.site}event/`);
  }

  chat(key = 'event') {
    return new Guest(this.page.locator(`chirrup-chat[data-key="${key}"]`));
  }
}

/** One chat of the page, and whoever is in it. */
class Guest {
  constructor(host) {
    this.host = host;
    this.ticket = host.getByRole('textbox', { name: 'Ticket code' });
    this.message = host.getByRole('textbox', { name: 'Write a message' });
    this.tools = host.getByRole('group', { name: 'Moderation' });
    this.missing = host.getByRole('alert').filter({ hasText: 'tools could not be loaded' });
    this.retry = host.getByRole('button', { name: 'Try again' });
  }

  async comes() {
    await this.ticket.fill('k7qm-2xpd-9hva');
    await this.ticket.press('Enter');
  }
}

/** A second chat beside the first, in which a fan comes in. */
const withFan = (body) =>
  body.replace('</main>', '<chirrup-chat data-key="fans" data-backend="event" data-login-url="/events/fans"></chirrup-chat></main>');

/** What a stray write does to a module. */
const ruin = async (file) => {
  const module = await import(new URL(`../${file}`, document.baseURI).href);
  const { memory } = await module.default();
  new Uint8Array(memory.buffer).fill(0xff, 1024);
};

test('no module has what only another needs', async ({ server }) => {
  const text = async (module) => {
    const response = await fetch(`${server.site}chirrup-${module}_bg.wasm`);
    return Buffer.from(await response.arrayBuffer()).toString('latin1');
  };
  const [support, event, moderators] = [await text('widget'), await text('event'), await text('moderator')];
  // A word, a sheet, a way to move focus, and a key.
  for (const sign of ['Take approval back', '.row-menu__veil', 'data-first', 'ContextMenu']) {
    expect(moderators, sign).toContain(sign);
    expect(event, sign).not.toContain(sign);
    expect(support, sign).not.toContain(sign);
  }
  // A support chat has no way into an event, and an event no Connect.
  for (const [sign, has, lacks] of [['AWS4-HMAC-SHA256', event, support], ['aws/subscribe', support, event]]) {
    expect(has, sign).toContain(sign);
    expect(lacks, sign).not.toContain(sign);
  }
});

test('a fan never fetches moderators’ tools', async ({ page, server }) => {
  const evening = new Evening(page, server);
  await evening.visit((body) => body.replace('/events/demo', '/events/fans'));
  const fan = evening.chat();
  await fan.comes();
  await expect(fan.message).toBeVisible();
  await page.evaluate(() => new Promise(requestIdleCallback));
  expect(evening.modules).toEqual(['event']);
  expect(evening.logins).toHaveLength(1);
  await expect(fan.tools).toHaveCount(0);
});

test('a moderator who comes in through everybody’s module gets the tools, and loses nothing', async ({ page, server }) => {
  const evening = new Evening(page, server);
  let fetched;
  await page.route(MODERATOR, async (route) => {
    await new Promise((done) => (fetched = done));
    await route.continue();
  }, { times: 1 });
  await evening.visit();
  const olli = evening.chat();
  await page.evaluate(() => {
    window.ready = 0;
    document.querySelector('chirrup-chat').addEventListener('chirrup:ready', () => window.ready++);
  });
  await olli.comes();
  await olli.message.fill('Half a sen');
  fetched();
  await expect(olli.tools).toBeVisible();
  await expect(olli.message).toHaveValue('Half a sen');
  await expect(olli.message, 'typing goes on').toBeFocused();
  expect(evening.modules).toEqual(['event', 'moderator']);
  const [first, second] = evening.logins;
  expect(second.device, 'it is the same device').toBe(first.device);
  expect(second.ticket, 'nobody types a ticket twice').toBeUndefined();
  expect(await page.evaluate(() => window.ready), 'the page hears of one chat').toBeLessThanOrEqual(1);
});

test('what no storage keeps goes over in memory', async ({ page, server }) => {
  const evening = new Evening(page, server);
  await evening.visit((body) => body.replace('data-key', 'data-persist="none" data-key'));
  const olli = evening.chat();
  await olli.comes();
  await expect(olli.tools).toBeVisible();
  expect(evening.logins[1].device).toBe(evening.logins[0].device);
  expect(await page.evaluate(() => Object.keys(localStorage).length)).toBe(0);
});

test('a page for moderators fetches their module and no other', async ({ page, server }) => {
  const evening = new Evening(page, server);
  await evening.visit((body) => body.replace('data-key', 'data-tools="moderator" data-key'));
  const olli = evening.chat();
  await olli.comes();
  await expect(olli.tools).toBeVisible();
  expect(evening.modules).toEqual(['moderator']);
  expect(evening.logins).toHaveLength(1);
});

for (const [name, change] of Object.entries({
  'everybody’s module': (body) => body,
  'a page for moderators': (body) => body.replace('data-key', 'data-tools="moderator" data-key'),
})) {
  test(`tools that cannot be fetched are said to be missing, on ${name}`, async ({ page, server }) => {
    const evening = new Evening(page, server);
    await page.route(MODERATOR, (route) => route.abort());
    await evening.visit(change);
    const olli = evening.chat();
    await olli.comes();
    await expect(olli.missing).toBeVisible();
    await olli.message.fill('Still here');
    await olli.retry.click();
    await expect(olli.missing, 'a second try fails as well').toBeVisible();
    await expect(olli.message).toHaveValue('Still here');

    await page.unroute(MODERATOR);
    await olli.retry.click();
    await expect(olli.tools).toBeVisible();
    await expect(olli.missing).toHaveCount(0);
    await expect(olli.message).toHaveValue('Still here');
  });
}

test('a fan and a moderator on one page do not disturb each other', async ({ page, server }) => {
  const evening = new Evening(page, server);
  await evening.visit(withFan);
  const [olli, mia] = [evening.chat(), evening.chat('fans')];
  await mia.comes();
  await expect(mia.message).toBeVisible();
  await olli.comes();
  await expect(olli.tools).toBeVisible();
  await expect(mia.tools).toHaveCount(0);
  expect(evening.modules).toEqual(['event', 'moderator']);

  await mia.host.evaluate((chat) => chat.destroy());
  await expect(mia.host).toHaveCount(0);
  await expect(olli.tools).toBeVisible();
});

test('a fault in the moderators’ module ends the moderator’s chat only, and a try brings it back', async ({ page, server }) => {
  const evening = new Evening(page, server);
  await evening.visit(withFan);
  const [olli, mia] = [evening.chat(), evening.chat('fans')];
  await mia.comes();
  await olli.comes();
  await expect(olli.tools).toBeVisible();

  await page.evaluate(ruin, 'chirrup-moderator.js');
  await olli.message.press('a'); // Or a timer is the first to trap.
  await expect(olli.host.getByRole('alert')).toContainText('Something went wrong in it.');
  await mia.message.fill('All is well here');
  await expect(mia.host.getByRole('alert')).toHaveCount(0);

  await olli.retry.click();
  await expect(olli.tools).toBeVisible();
  await expect(mia.message).toHaveValue('All is well here');
});
