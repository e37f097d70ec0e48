// The official clients in Chromium, on a page of another origin: once at the address that `addresses.json` gives,
// once under Amazon's own names, which the browser is told to look for here. It trusts one key and no other.

import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'esbuild';

import { browserOptions } from '../../harness/chromium.js';
import { startServer } from '../../harness/server.js';
import { startProcessor } from './processor.js';
import { stories } from './stories.js';

const NO_THROTTLE = '\n[chime.throttle]\nenabled = false\n';

/** What a page would load. The builds that packages name first for bundlers drag in modules of Node. */
async function bundle() {
  const require = createRequire(import.meta.url);
  const packages = ['@aws-sdk/client-chime-sdk-identity', '@aws-sdk/client-chime-sdk-messaging'];
  const alias = packages.map((name) => [name, require.resolve(name).replace('dist-cjs', 'dist-es')]);
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page.js', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    mainFields: ['browser', 'module', 'main'],
    alias: Object.fromEntries(alias),
    define: { global: 'globalThis' },
    logLevel: 'error',
  });
  return outputFiles[0].text;
}

/** A site that has nothing to do with the server. */
async function otherSite(script) {
  const site = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', `${isScript ? 'text/javascript' : 'text/html'}; charset=utf-8`);
    response.end(isScript ? script : '<!doctype html><title>A page elsewhere</title><script src="/page.js"></script>');
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${site.address().port}/`, close: () => site.close() };
}

/** The hash of the public key by which Chromium trusts a certificate. */
async function keyHash(file) {
  const key = new X509Certificate(await readFile(file)).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}

describe('Chime clients in Chromium, on another origin', () => {
  let server, site, processor, browser, page;

  before(async () => {
    const [script, started] = await Promise.all([bundle(), startServer({ settings: NO_THROTTLE, tls: true })]);
    server = started;
    site = await otherSite(script);
    processor = await startProcessor();
    const options = browserOptions();
    const here = new URL(server.addresses.chimeTls).host;
    options.args.push(
      `--ignore-certificate-errors-spki-list=${await keyHash(server.certificate)}`,
      `--host-resolver-rules=MAP *.amazonaws.com ${here}, MAP *.chime.aws ${here}`,
    );
    browser = await chromium.launch(options);
    page = await browser.newPage();
    await page.exposeFunction('processorCall', processor.call);
    await page.goto(site.address);
  });

  after(async () => {
    await browser?.close();
    site?.close();
    processor?.close();
    await server?.dispose();
  });

  const tell = (story, endpoint) =>
    page.evaluate((args) => window.tell(args), {
      story,
      endpoint,
      admin: server.addresses.admin,
      processorUrl: processor.url,
    });

  test('the log says how the certificate is trusted', async () => {
    assert.ok(server.log.includes(`--ignore-certificate-errors-spki-list=${await keyHash(server.certificate)}`));
    assert.ok(server.log.includes(`NODE_EXTRA_CA_CERTS=${server.certificate}`));
  });

  for (const story of Object.keys(stories)) test(story, () => tell(story, server.addresses.chimeTls));

  for (const story of Object.keys(stories).slice(0, 2)) {
    test(`under Amazon’s names: ${story}`, () => tell(story));
  }
});
