// A process that tells stories with the official clients in Node. It is one of its own because Node reads
// NODE_EXTRA_CA_CERTS, by which it trusts the server's certificate, only when it starts.

import * as identity from '@aws-sdk/client-chime-sdk-identity';
import * as messaging from '@aws-sdk/client-chime-sdk-messaging';
import * as chime from 'amazon-chime-sdk-js';
import WebSocket from 'ws';

import { instance } from './clients.js';
import { startProcessor } from './processor.js';
import { stories } from './stories.js';

globalThis.WebSocket ??= WebSocket;

const sdk = { chime, identity, messaging };
const processor = await startProcessor();

process.on('message', async ({ story, endpoint, admin }) => {
  const owner = instance(sdk, { endpoint, admin });
  try {
    await stories[story]({ owner, sdk, admin, processor, socketHost: new URL(endpoint).host });
    process.send({ story, calls: [...owner.calls] });
  } catch (error) {
    process.send({ story, error: error.stack ?? String(error) });
  } finally {
    owner.close();
  }
});
