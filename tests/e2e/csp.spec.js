// Under the strictest policy that WebAssembly allows the chat works; where a page cannot allow even that, it says so.

import { BOT } from '../harness/server.js';
import { expect, test } from './story.js';

const STRICT =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ws:; img-src 'self'; require-trusted-types-for 'script'";
const WITHOUT_WASM = STRICT.replace(" 'wasm-unsafe-eval'", '');

const CONTACT = 'data-contact-url="mailto:hello@wrenandhollow.example"';

// A page that a test makes up belongs to no address space, and Chromium guards the way from there to this machine.
test.use({ permissions: ['local-network-access'] });

/** A page of the shop's own origin, sent with this policy. */
async function sendWithPolicy(page, server, policy) {
  await page.route(`${server.site}strict`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: { 'content-security-policy': policy },
      body: `<!doctype html><html lang="en"><title>Strict</title><body><h1>A bank</h1>
        <script async src="chirrup.js" data-backend="connect" data-start-url="/connect/start-chat" ${CONTACT}></script>`,
    }),
  );
}

test('the strict policy is never broken, from the launcher to the end', async ({ page, server, visitor }) => {
  await sendWithPolicy(page, server, STRICT);
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective));
  });
  await visitor.visit('strict');
  await visitor.open();
  await visitor.start();
  await visitor.hears(BOT.greeting);
  await visitor.say('Where is my parcel?');
  await visitor.hears(BOT.delivery);
  await visitor.host.getByRole('button', { name: 'More options' }).click();
  await visitor.host.getByRole('menuitem', { name: 'End chat' }).click();
  await visitor.host.getByRole('button', { name: 'End chat', exact: true }).click();
  await expect(visitor.host.getByText('You ended this chat.')).toBeVisible();
  const inverted = await visitor.launcher.evaluate((button) => getComputedStyle(button).position);
  expect(inverted, 'the styles are there').toBe('fixed');
  expect(await page.evaluate(() => window.violations)).toEqual([]);
});

test('where WebAssembly is forbidden, a card says so and names another way', async ({ page, server, visitor }) => {
  await sendWithPolicy(page, server, WITHOUT_WASM);
  await visitor.visit('strict');
  await visitor.launcher.click();
  await expect(visitor.window.getByText(/security policy|WebAssembly/i).first()).toBeVisible();
  await expect(visitor.window.getByRole('link')).toHaveAttribute('href', 'mailto:hello@wrenandhollow.example');
  await expect(page.getByRole('heading', { name: 'A bank' })).toBeVisible();
  visitor.errors.length = 0;
});

for (const file of ['chirrup-widget.js', 'chirrup-widget_bg.wasm']) {
  test(`when ${file} does not come, a card says so, and a second try works`, async ({ page, visitor }) => {
    await page.route(`**/${file}`, (route) => route.abort());
    await visitor.visit();
    await visitor.launcher.click();
    await expect(visitor.window.getByRole('link', { name: /./ })).toHaveAttribute('href', /^mailto:/);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

    await page.unroute(`**/${file}`);
    await visitor.window.getByRole('button', { name: /again/i }).click();
    await visitor.start();
    await visitor.hears(BOT.greeting);
    visitor.errors.length = 0;
  });
}

test('where storage is refused, the chat works for as long as the page is open', async ({ page, visitor }) => {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('Storage is refused', 'SecurityError');
        },
      });
    }
  });
  await visitor.begin();
  await visitor.say('No trace of me');
});
