// The door of an event on the built page: every screen by keyboard, under axe, narrow, mirrored and in forced colours.
// The login endpoint answers with the convention's own bodies, so that each refusal can be had at once.

import { readFileSync } from 'node:fs';

import { devices } from '@playwright/test';

import { expectAccessible } from './accessibility.js';
import { expect, test } from './story.js';

const BODIES = new URL('../../crates/wire/fixtures/conventions/', import.meta.url);
const CODE = 'k7qm-2xpd-9hva';
const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];
const INSTANCE = 'arn:aws:chime:us-east-1:1:app-instance/a';

const error = (status, name) => ({ status, body: readFileSync(new URL(`error-${name}.json`, BODIES), 'utf8') });

/** A login that is good, with keys that last so long. */
const login = (nickname, seconds = 3600) => ({
  status: 200,
  body: JSON.stringify({
    user: { arn: `${INSTANCE}/user/u`, nickname },
    role: 'fan',
    channel: { arn: `${INSTANCE}/channel/main`, name: 'Main stage' },
    region: 'us-east-1',
    messagingEndpoint: 'https://event.example/chime',
    credentials: { accessKeyId: 'A', secretAccessKey: 's', expiration: new Date(Date.now() + seconds * 1000) },
    linkPolicy: 'plain',
    limits: { messageChars: 500, slowModeSeconds: 0 },
  }),
});

/** A person at the door, and what the login endpoint tells them. */
class Fan {
  constructor(page, server) {
    this.page = page;
    this.server = server;
    this.host = page.locator('chirrup-chat');
    this.ticket = this.host.getByRole('textbox', { name: 'Ticket code' });
    this.nickname = this.host.getByRole('textbox', { name: 'Nickname' });
  }

  async visit(answers = {}) {
    for (const operation of ['login', 'nickname', 'renew']) {
      await this.page.route(`**/events/demo/${operation}`, (route) =>
        answers[operation] ? route.fulfill({ contentType: 'application/json', ...answers[operation] }) : undefined,
      );
    }
    // The room behind the door is another story.
    await this.page.route('https://event.example/**', () => {});
    await this.page.goto(`${this.server.site}event/`);
    await expect(this.ticket).toBeVisible();
  }

  async tries(answers) {
    await this.visit(answers);
    await this.ticket.fill(CODE);
    await this.ticket.press('Enter');
  }

  heading(name) {
    return this.host.getByRole('heading', { name });
  }
}

/** What brings each screen up, and what is on it when it is. */
const SCREENS = {
  'an unknown ticket': [{ login: error(404, 'ticket-unknown') }, 'There is no ticket with this code'],
  'a ticket in use elsewhere': [{ login: error(409, 'ticket-used-elsewhere') }, 'Move it here'],
  'a banned ticket': [{ login: error(403, 'ticket-banned') }, 'A moderator banned this ticket'],
  'an event that is not open': [{ login: error(425, 'event-not-open') }, 'The chat opens on'],
  'too many tries': [{ login: error(429, 'too-many-attempts') }, 'Those were too many tries'],
  'a service that is broken': [{ login: { status: 500, body: '' } }, 'the service does not answer'],
  'an event that is over': [{ login: error(410, 'event-ended') }, 'This event is over'],
  'no such event': [{ login: error(404, 'event-unknown') }, 'There is no such event'],
  'a place that is being made': [{ login: error(425, 'ticket-waiting') }, '12 people come before you'],
  'a ticket that is being looked at': [{}, 'Checking your ticket'],
  'a nickname to be chosen': [{ login: login('') }, 'Choose a nickname'],
  'a session that moved away': [
    { login: login('Mira', 1), renew: error(409, 'ticket-used-elsewhere') },
    'Take it back',
  ],
  'a ban': [{ login: login('Mira', 1), renew: error(403, 'ticket-banned') }, 'banned you from this chat'],
};

for (const colorScheme of ['light', 'dark']) {
  for (const [where, device] of Object.entries({ telephone: phone, screen: {} })) {
    test.describe(`in ${colorScheme} colours on a ${where} axe finds nothing on the screen of`, () => {
      test.use({ colorScheme, ...device });

      for (const [name, [answers, words]] of Object.entries(SCREENS)) {
        test(name, async ({ page, server }) => {
          const fan = new Fan(page, server);
          await fan.tries(answers);
          await expect(fan.host.getByText(words).first()).toBeVisible();
          await expectAccessible(page, 'chirrup-chat');
        });
      }

      test('a nickname that is taken', async ({ page, server }) => {
        const fan = new Fan(page, server);
        await fan.tries({ login: login(''), nickname: error(409, 'nickname-taken') });
        await fan.nickname.fill('Mira');
        await expect(fan.host.getByRole('group', { name: 'These are free' }).getByRole('button')).toHaveCount(3);
        await expectAccessible(page, 'chirrup-chat');
      });
    });
  }
}

test('the event page itself', async ({ page, server }) => {
  await new Fan(page, server).visit();
  await expectAccessible(page);
});

test('a fan comes in with the keyboard alone', async ({ page, server }) => {
  const fan = new Fan(page, server);
  await fan.visit({ login: login(''), nickname: error(409, 'nickname-taken') });
  await fan.ticket.focus();
  await page.keyboard.type(CODE);
  await page.keyboard.press('Enter');
  await expect(fan.nickname).toBeFocused();
  await page.keyboard.type('Mira');
  await expect(fan.host.getByRole('button', { name: 'Mira M' })).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(fan.nickname).toHaveValue('Mira M');
  await expect(fan.host.getByRole('button', { name: 'Join the chat' })).toBeFocused();
  await page.route('**/events/demo/nickname', (route) =>
    route.fulfill({ contentType: 'application/json', body: '{"nickname":"Mira M"}' }),
  );
  await page.keyboard.press('Enter');
  await expect(fan.host.getByRole('textbox', { name: 'Write a message' })).toBeFocused();
});

test('nothing is kept before a ticket is tried', async ({ page, server }) => {
  const fan = new Fan(page, server);
  await fan.visit();
  const kept = () => page.evaluate(() => Object.keys(localStorage));
  await fan.ticket.fill(CODE);
  expect(await kept()).toEqual([]);
  await fan.ticket.press('Enter');
  await expect.poll(kept).toEqual(['chirrup:event:device']);
});

for (const [name, prepare] of Object.entries({
  'on a narrow phone': (page) => page.setViewportSize({ width: 320, height: 560 }),
  'written from right to left': (page) =>
    page.route('**/event/', async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace('data-key', 'data-locale="ar" data-key');
      await route.fulfill({ response, body });
    }),
  'in forced colours': (page) => page.emulateMedia({ forcedColors: 'active' }),
})) {
  test(`nothing is cut off ${name}`, async ({ page, server }) => {
    await prepare(page);
    const fan = new Fan(page, server);
    await fan.tries({ login: error(409, 'ticket-used-elsewhere') });
    const move = fan.host.getByRole('button', { name: 'Move it here' });
    await expect(move).toBeVisible();
    await expectAccessible(page, 'chirrup-chat');
    for (const part of [fan.ticket, move, fan.host.getByRole('button', { name: 'Try again' })]) {
      await part.scrollIntoViewIfNeeded();
      const [inner, outer] = [await part.boundingBox(), await fan.host.boundingBox()];
      expect(inner.x).toBeGreaterThanOrEqual(outer.x);
      expect(inner.x + inner.width).toBeLessThanOrEqual(outer.x + outer.width);
    }
  });
}
