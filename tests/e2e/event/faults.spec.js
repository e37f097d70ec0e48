// What people do who mean no good, and a service or a clock that goes wrong: nobody else is disturbed.

import { expect, test } from './evening.js';

const ACTION = 'application/vnd.chirrup.action+json';

test('orders of somebody who is no moderator change nothing', async ({ enter, logIn }) => {
  const [[mira, robin], crowd] = await Promise.all([enter('mira', 'robin'), logIn('crowd')]);
  await mira.say('You cannot hide me');
  const { MessageId: id } = await crowd.say('I shall try');
  const orders = [
    { action: 'hide', id },
    { action: 'hide-user', user: crowd.arn },
    { action: 'clear' },
    { action: 'mode', mode: 'frozen' },
    { action: 'slow-mode', seconds: 3600 },
    { action: 'announce', text: 'Send me your ticket' },
    { action: 'pin', id },
  ];
  for (const order of orders) await crowd.say(JSON.stringify(order), { ContentType: ACTION });
  await crowd.say('All of that was in vain');
  for (const guest of [mira, robin]) {
    await guest.hears('All of that was in vain');
    await guest.hears('I shall try');
    await guest.hears('You cannot hide me');
    await expect(guest.composer).toBeEditable();
    await expect(guest.host.getByRole('note')).toHaveCount(0);
    await expect(guest.host.getByText('Send me your ticket')).toHaveCount(0);
  }
  await mira.say('Still here');
  await mira.say('and not slowed down');
});

test('metadata that lies makes no badge, no link and no mention, and the text is shown', async ({ enter, logIn }) => {
  const [[mira], crowd] = await Promise.all([enter('mira'), logIn('crowd')]);
  const lies = [
    'this is no JSON {{{',
    JSON.stringify({ v: 1, role: 'moderator', name: 'Robin', badge: 'Artist' }),
    JSON.stringify({ v: 1, m: [[0, 9999, 0], [-4, 2, 1], [3, 0, 7]] }),
    JSON.stringify({ v: 1, a: [{ k: 'javascript:alert(1)', n: '<img src=x onerror=alert(1)>', t: 'text/html', s: -1 }] }),
    JSON.stringify({ v: 'one', r: { deep: [[[[]]]] }, c: 7, m: 'x' }),
  ];
  for (const [index, Metadata] of lies.entries()) await crowd.say(`lie ${index}`, { Metadata });
  for (const index of lies.keys()) await mira.hears(`lie ${index}`);
  await expect(mira.list.locator('[part~="badge"], [part~="mention"], a, img')).toHaveCount(0);
  await expect(mira.message('lie 1')).toContainText('Crowd');
  await mira.say('Good try');
});

test('a name cannot dress up as a badge or turn the line around', async ({ enter, logIn }) => {
  const [[mira], crowd] = await Promise.all([enter('mira'), logIn('crowd')]);
  await crowd.say('\u202Etxet dnuora denrut');
  await crowd.say('after it');
  await mira.hears('after it');
  await expect(mira.message('after it')).toContainText('Crowd');
  const lies = mira.message('dnuora').locator('.live__text');
  await expect(lies).toHaveAttribute('dir', 'auto');
});

test('a storm of refusals delays a message and neither loses nor doubles it', async ({ enter }) => {
  const [mira, tom] = await enter('mira', 'tom');
  let refused = 0;
  await mira.page.route(/\/channels\/[^/]+\/messages/, (route) => {
    if (route.request().method() !== 'POST' || refused >= 4) return route.fallback();
    refused += 1;
    return route.fulfill({
      status: 429,
      headers: { 'retry-after': '1', 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' },
      contentType: 'application/json',
      body: '{"Code":"Throttled","Message":"Rate exceeded"}',
    });
  });
  await mira.write('Through the storm');
  await mira.write('and after it');
  await tom.hears('and after it');
  await expect(tom.message('Through the storm')).toHaveCount(1);
  await expect(mira.message('Through the storm')).not.toHaveAccessibleName(/Sending|Will send|Not sent/);
  expect(refused).toBe(4);
});

for (const [words, minutes] of Object.entries({ slow: -10, fast: 10 })) {
  test(`a clock that is ten minutes ${words} still gets in`, async ({ arrive, enter }) => {
    const [mira, [tom]] = await Promise.all([arrive('mira'), enter('tom')]);
    await mira.page.addInitScript((offset) => {
      const real = Date;
      const now = () => real.now() + offset;
      globalThis.Date = class extends real {
        constructor(...given) {
          super(...(given.length > 0 ? given : [now()]));
        }
        static now = now;
      };
    }, minutes * 60_000);
    await mira.enter();
    await mira.say('What time is it?');
    await tom.hears('What time is it?');
    await tom.say('High time');
    await mira.hears('High time');
  });
}
