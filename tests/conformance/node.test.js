// The official `amazon-connect-chatjs` in Node, as customer and as agent, against the real server.

import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import WebSocket from 'ws';

import { startServer } from '../harness/server.js';
import { Desk } from '../harness/desk.js';
import { watchSockets } from './clients.js';
import { stories } from './stories.js';

/** The bundle expects a browser's globals; these are all that it touches. */
function loadChatjs() {
  globalThis.window = globalThis;
  globalThis.self = globalThis;
  Object.defineProperty(globalThis, 'navigator', {
    configurable: true,
    value: { onLine: true, userAgent: 'node' },
  });
  globalThis.WebSocket = WebSocket;
  const sockets = watchSockets(globalThis);
  createRequire(import.meta.url)('amazon-connect-chatjs');
  return { connect: globalThis.connect, sockets };
}

describe('chatjs in Node', () => {
  const scene = loadChatjs();
  let server;

  before(async () => {
    server = await startServer();
    scene.address = server.connect;
    scene.desk = new Desk(server);
  });

  after(async () => {
    scene.desk?.close();
    await server?.dispose();
  });

  for (const [story, tell] of Object.entries(stories)) test(story, () => tell(scene));
});
