// The script of a page that uses the official clients. It is bundled, as such pages are.

import * as identity from '@aws-sdk/client-chime-sdk-identity';
import * as messaging from '@aws-sdk/client-chime-sdk-messaging';
import * as chime from 'amazon-chime-sdk-js';

import { instance } from './clients.js';
import { stories } from './stories.js';

const sdk = { chime, identity, messaging };

window.tell = async ({ story, endpoint, admin }) => {
  const owner = instance(sdk, { endpoint, admin });
  owner.admin = admin.adminArn;
  const socketHost = endpoint ? new URL(endpoint).host : undefined;
  await stories[story]({ owner, sdk, admin, socketHost });
};
