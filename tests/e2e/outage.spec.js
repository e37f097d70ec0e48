// The network goes and comes back, the server dies and rises: nothing said is lost, nothing is said twice.

import { expect, handover, test } from './story.js';

test('a message written offline goes out once when the network is back', async ({ context, server, desk, visitor }) => {
  await visitor.begin();
  const ana = await handover(server, desk, visitor);
  await context.setOffline(true);
  await expect(visitor.host.getByText('You’re offline. Messages will be sent later.')).toBeVisible();
  await visitor.write('Written in a tunnel');
  await expect(visitor.message('Written in a tunnel')).toContainText('Will send when online');
  await ana.say('Said meanwhile');

  await context.setOffline(false);
  await visitor.sent('Written in a tunnel');
  await visitor.hears('Said meanwhile');
  await expect(visitor.message('Said meanwhile')).toHaveCount(1);
  expect(await ana.copies('Written in a tunnel')).toBe(1);
});

test('a server that is killed and started again loses nothing', async ({ server, desk, visitor }) => {
  await visitor.begin();
  await visitor.say('Before the crash');
  await visitor.composer.fill('Half a sent');
  await server.kill();
  await expect(visitor.host.getByText('Reconnecting…')).toBeVisible();
  await expect(visitor.composer).toHaveValue('Half a sent');
  await visitor.write('Said into the void');

  await server.start();
  await visitor.sent('Said into the void');
  await visitor.hears('Before the crash');
  await visitor.say('After the crash');
  await expect(visitor.message('Before the crash')).toHaveCount(1);
  await expect(visitor.message('Said into the void')).toHaveCount(1);

  const ana = await handover(server, desk, visitor);
  for (const text of ['Before the crash', 'Said into the void', 'After the crash']) {
    expect(await ana.copies(text), text).toBe(1);
  }
});

test('messages that are on their way when the server dies arrive once', async ({ server, desk, visitor }) => {
  await visitor.begin();
  const ana = await handover(server, desk, visitor);
  const texts = Array.from({ length: 12 }, (_, index) => `message ${index + 1} of twelve`);
  const dying = (async () => {
    await visitor.hears(texts[4]);
    await server.restart();
  })();
  for (const text of texts) await visitor.write(text);
  await dying;
  await visitor.sent(texts.at(-1));

  const stored = (await ana.transcript()).map((item) => item.Content).filter((text) => text?.endsWith('of twelve'));
  expect(stored).toEqual(texts);
});

test('what the agent says while the visitor’s socket is cut is filled in', async ({ page, server, desk, visitor }) => {
  let cut;
  await page.routeWebSocket(/\/connect\/socket/, (socket) => {
    const upstream = socket.connectToServer();
    cut = () => {
      upstream.close();
      return socket.close({ code: 1011 });
    };
  });
  await visitor.begin();
  const ana = await handover(server, desk, visitor);
  await ana.say('First');
  await visitor.hears('First');
  const gone = cut();
  await ana.say('Second');
  await ana.say('Third');
  await gone;
  await visitor.hears('Third');
  const order = await visitor.list.getByRole('article').allInnerTexts();
  const position = (text) => order.findIndex((row) => row.includes(text));
  expect([position('First'), position('Second'), position('Third')]).toEqual(
    [position('First'), position('Second'), position('Third')].sort((a, b) => a - b),
  );
  await expect(visitor.message('Second')).toHaveCount(1);
});
