// The official `amazon-connect-chatjs` in Chromium, on a page of another origin than the server's, so that
// every answer has to pass CORS: error names, for one, reach the client only when the header is exposed.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { chromium } from '@playwright/test';

import { browserOptions } from '../harness/chromium.js';
import { Desk } from '../harness/desk.js';
import { startServer } from '../harness/server.js';
import { stories } from './stories.js';

const here = (path) => new URL(path, import.meta.url);

const FILES = {
  '/': ['text/html', () => '<!doctype html><title>A page elsewhere</title><script src="/chatjs.js"></script>'],
  '/chatjs.js': ['text/javascript', () => readFile(here('../../node_modules/amazon-connect-chatjs/dist/amazon-connect-chat.js'))],
  '/clients.js': ['text/javascript', () => readFile(here('clients.js'))],
  '/stories.js': ['text/javascript', () => readFile(here('stories.js'))],
};

/** A site that has nothing to do with the server. */
async function otherSite() {
  const site = createServer(async (request, response) => {
    const [contentType, body] = FILES[request.url] ?? ['text/plain', () => 'nothing here'];
    response.setHeader('content-type', `${contentType}; charset=utf-8`);
    response.end(await body());
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${site.address().port}/`, close: () => site.close() };
}

describe('chatjs in Chromium, on another origin', () => {
  let server, desk, site, browser, page;

  before(async () => {
    server = await startServer();
    desk = new Desk(server);
    site = await otherSite();
    browser = await chromium.launch(browserOptions());
    page = await browser.newPage();
    // An agent's desk is a program of its own, so the page reaches it through the test.
    await page.exposeFunction('callDesk', (method, args) => desk[method](...args));
    await page.goto(site.address);
    await page.evaluate(async () => {
      const { watchSockets } = await import('/clients.js');
      window.sockets = watchSockets(window);
    });
  });

  after(async () => {
    await browser?.close();
    site?.close();
    desk?.close();
    await server?.dispose();
  });

  for (const story of Object.keys(stories)) {
    test(story, () =>
      page.evaluate(
        async ({ story, address }) => {
          const { stories } = await import('/stories.js');
          const call = (method) => (...args) => window.callDesk(method, args);
          const desk = { waitingCustomer: call('waitingCustomer'), accept: call('accept'), transfer: call('transfer') };
          await stories[story]({ connect: window.connect, address, desk, sockets: window.sockets });
        },
        { story, address: server.connect },
      ),
    );
  }
});
