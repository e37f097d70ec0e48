// Sockets break and servers die while an event goes on: what was acknowledged stays, and what was missed is filled in.

import { expect, test } from './evening.js';

/** Lets a test cut this guest's sockets: `cut()` closes the one that is open. */
async function cuttable(guest) {
  let open;
  await guest.page.routeWebSocket(/\/connect\?/, (socket) => {
    const upstream = socket.connectToServer();
    open = () => {
      upstream.close();
      return socket.close({ code: 1011 });
    };
  });
  return () => open();
}

/** That these texts stand in the list once each, in this order. */
async function expectInOrder(guest, texts) {
  for (const text of texts) await guest.hears(text);
  const rows = await guest.list.getByRole('article').allInnerTexts();
  expect(rows.map((row) => texts.find((text) => row.includes(text))).filter(Boolean)).toEqual(texts);
}

test('what is said while a socket is cut is filled in, in order and once', async ({ arrive, enter, logIn }) => {
  const [mira, [tom], crowd] = await Promise.all([arrive('mira'), enter('tom'), logIn('crowd')]);
  const cut = await cuttable(mira);
  await mira.enter();
  await tom.say('one of five');
  await mira.hears('one of five');
  const gone = cut();
  await crowd.say('two of five');
  await crowd.say('three of five');
  await tom.say('four of five');
  await gone;
  await mira.hears('four of five');
  await crowd.say('five of five');
  await expectInOrder(mira, ['one', 'two', 'three', 'four', 'five'].map((number) => `${number} of five`));
});

test('a server that is killed and started again loses nothing that it acknowledged', async ({ enter, logIn, server }) => {
  const [[mira, tom, robin], crowd] = await Promise.all([enter('mira', 'tom', 'robin'), logIn('crowd')]);
  const texts = Array.from({ length: 12 }, (_, index) => `No. ${index + 1}.`);
  for (const text of texts) await crowd.say(text);
  await tom.say('Before the crash');
  await robin.hears('Before the crash');
  await mira.composer.fill('Half a senten');

  await server.kill();
  await expect(mira.host.getByText('Reconnecting…')).toBeVisible();
  await expect(mira.composer).toHaveValue('Half a senten');
  await tom.write('Said into the void');
  await server.start();

  await expectInOrder(mira, [...texts, 'Before the crash', 'Said into the void']);
  await expect(mira.composer).toHaveValue('Half a senten');
  await expect(tom.message('Said into the void')).toHaveCount(1);
  await mira.composer.fill('After the crash');
  await mira.composer.press('Enter');
  await robin.hears('After the crash');
  await robin.hide('Said into the void');
  await expect(mira.host.getByText('Said into the void')).toHaveCount(0);
});

for (const [point, frames] of Object.entries({
  'before the session begins': 0,
  'when the session has just begun': 1,
})) {
  test(`a socket that is cut ${point} is opened again`, async ({ arrive, logIn }) => {
    const [mira, crowd] = await Promise.all([arrive('mira'), logIn('crowd')]);
    await crowd.say('Said before');
    let sockets = 0;
    await mira.page.routeWebSocket(/\/connect\?/, (socket) => {
      sockets += 1;
      const upstream = socket.connectToServer();
      if (sockets > 2) return;
      let passed = 0;
      upstream.onMessage((frame) => {
        if (passed < frames) {
          passed += 1;
          return socket.send(frame);
        }
        upstream.close();
        return socket.close({ code: 1011 });
      });
    });
    await mira.enter();
    await mira.say('I am here');
    await crowd.say('Said after');
    await expectInOrder(mira, ['Said before', 'I am here', 'Said after']);
    expect(sockets).toBe(3);
  });
}

test('a history that breaks off, and the socket with it, is asked for again', async ({ arrive, logIn }) => {
  const [mira, crowd] = await Promise.all([arrive('mira'), logIn('crowd')]);
  for (let number = 1; number <= 70; number += 1) await crowd.say(`No. ${number}.`);
  const cut = await cuttable(mira);
  let broken = 0;
  await mira.page.route(/\/channels\/[^/]+\/messages/, async (route) => {
    if (route.request().method() !== 'GET' || broken > 0) return route.fallback();
    broken += 1;
    await cut();
    return route.abort('connectionreset');
  });
  await mira.enter();
  await mira.hears('No. 70.');
  await mira.list.hover();
  await mira.list.evaluate((list) => list.scrollTo(0, 0));
  await mira.host.getByRole('button', { name: 'Try again' }).click();
  await expect(async () => {
    await mira.list.evaluate((list) => list.scrollTo(0, 0));
    await expect(mira.message('No. 1.')).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(mira.list.getByRole('article').filter({ hasText: /No\. / })).toHaveCount(70);
});
