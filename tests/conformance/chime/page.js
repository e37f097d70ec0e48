// The script of a page that uses the official clients. It is bundled, as such pages are.

import * as identity from '@aws-sdk/client-chime-sdk-identity';
import * as messaging from '@aws-sdk/client-chime-sdk-messaging';
import * as chime from 'amazon-chime-sdk-js';

import { instance } from './clients.js';
import { stories } from './stories.js';

const sdk = { chime, identity, messaging };

window.tell = async ({ story, endpoint, admin, processorUrl }) => {
  const owner = instance(sdk, { endpoint, admin });
  const socketHost = endpoint ? new URL(endpoint).host : undefined;
  // No page can be called; the test is, and says so.
  const processor = { url: processorUrl, call: window.processorCall };
  await stories[story]({ owner, sdk, admin, processor, socketHost });
};
