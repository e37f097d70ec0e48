// Whatever happens to the chat, the page around it does not notice: it keeps its shape, its focus, and its peace.

import { expect, test } from './evening.js';

/** What the page around the chat looks like, and what it complained of. */
function around(guest) {
  return guest.page.evaluate(() => {
    const box = (selector) => {
      const { x, y, width, height } = document.querySelector(selector).getBoundingClientRect();
      return [x, y, width, height].map(Math.round);
    };
    return {
      stream: box('.stream'),
      words: box('.words'),
      chat: box('.chat'),
      page: [document.documentElement.scrollWidth, document.documentElement.scrollHeight, scrollX, scrollY],
      style: [document.documentElement, document.body].map((it) => it.getAttribute('style')),
      focus: document.activeElement.tagName,
      complaints: window.complaints,
    };
  });
}

/** Somebody at the page of the event, on which nothing has gone wrong. */
async function watch(guest) {
  await guest.page.addInitScript(() => {
    window.complaints = [];
    for (const kind of ['error', 'unhandledrejection']) {
      window.addEventListener(kind, (event) => window.complaints.push(`${kind} ${event.reason ?? event.message}`));
    }
  });
}

const FAULTS = {
  'the script is not there': (page) => page.route('**/chirrup.js', (route) => route.abort()),
  'the module is not there': (page) => page.route('**/*.wasm', (route) => route.abort()),
  'the module is damaged': (page) =>
    page.route('**/*.wasm', (route) => route.fulfill({ contentType: 'application/wasm', body: 'no wasm' })),
  'the login fails': (page) => page.route('**/events/demo/*', (route) => route.fulfill({ status: 503, body: '' })),
  'the login never answers': (page) => page.route('**/events/demo/*', () => {}),
  'the service fails': (page) => page.route('**/chime/**', (route) => route.fulfill({ status: 500, body: '<html>' })),
  'the service sends nonsense': (page) =>
    page.routeWebSocket(/\/connect\?/, (socket) => {
      for (const frame of ['', '{', 'null', '[1,2]', '{"Headers":7}', '\u0000'.repeat(4_096)]) socket.send(frame);
    }),
};

for (const [name, fail] of Object.entries(FAULTS)) {
  test(`the page is untouched when ${name}`, async ({ arrive }) => {
    const [well, ill] = await Promise.all([arrive('tom'), arrive('mira')]);
    await Promise.all([watch(well), watch(ill), fail(ill.page)]);
    await Promise.all([well, ill].map((guest) => guest.page.goto(`${guest.server.site}event/`)));
    await expect(well.ticketField).toBeVisible();
    if (await ill.ticketField.isVisible()) await ill.showTicket();
    expect(await around(ill)).toEqual({ ...(await around(well)), focus: expect.any(String) });
    // That the chat says on the console what it lacks is as it should be.
    ill.errors.length = 0;
  });
}

test('the page is untouched when the server dies under the room, and the room waits', async ({ enter, server }) => {
  const [mira] = await enter('mira');
  await mira.say('Hello');
  await watch(mira);
  await mira.page.evaluate(() => (window.complaints = []));
  const before = await around(mira);
  await server.kill();
  await expect(mira.host.getByText('Reconnecting…')).toBeVisible();
  await mira.hears('Hello');
  expect(await around(mira)).toEqual(before);
  await mira.page.getByRole('link', { name: 'Boathouse Sessions' }).focus();
  await expect(mira.page.getByRole('link', { name: 'Boathouse Sessions' })).toBeFocused();
  await server.start();
  await expect(mira.host.getByText('Reconnecting…')).toBeHidden({ timeout: 30_000 });
  await expect(mira.page.getByRole('link', { name: 'Boathouse Sessions' })).toBeFocused();
});
