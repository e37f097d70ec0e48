// What the AWS SDK's clients do on their own: they come back after a throttle, put their clock right, and a session
// comes back after the server did. Without TLS, but for one changed word in the address of the socket.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as identity from '@aws-sdk/client-chime-sdk-identity';
import * as messaging from '@aws-sdk/client-chime-sdk-messaging';
import * as chime from 'amazon-chime-sdk-js';
import WebSocket from 'ws';

import { startServer } from '../../harness/server.js';
import { instance, plain, until } from './clients.js';

globalThis.WebSocket ??= WebSocket;
// Node 20 has none, and the session makes one when it does not learn where the socket is.
globalThis.CloseEvent ??= class CloseEvent extends Event {
  constructor(type, { code, reason }) {
    super(type);
    Object.assign(this, { code, reason });
  }
};

describe('AWS SDK on Chime', () => {
  const sdk = { chime, identity, messaging };
  let server;

  before(async () => {
    server = await startServer();
  });

  after(() => server?.dispose());

  const as = (more) => instance(sdk, { endpoint: server.addresses.chime, admin: server.addresses.admin, ...more });

  test('a client that is told to wait waits, and nothing is lost', async () => {
    const owner = as({});
    const ulla = await owner.user('Ulla');
    const channel = await owner.channel([ulla]);
    const began = Date.now();
    const sent = await Promise.all(
      Array.from({ length: 14 }, (_, number) => ulla.as('SendChannelMessage', plain(channel, `m${number}`))),
    );
    assert.equal(new Set(sent.map((one) => one.MessageId)).size, 14);
    assert.ok(sent.some((one) => one.$metadata.attempts > 1), 'somebody had to try again');
    assert.ok(Date.now() - began > 900, 'and waited as it was told');
    owner.close();
  });

  test('a client that does not try again is told why', async () => {
    const owner = as({ maxAttempts: 1 });
    const ulla = await owner.user('Ulla');
    const calls = Array.from({ length: 14 }, () => ulla.as('ListChannels', { AppInstanceArn: server.addresses.admin.appInstanceArn }));
    const refused = (await Promise.allSettled(calls)).filter((one) => one.status === 'rejected');
    assert.ok(refused.length > 0);
    for (const { reason } of refused) {
      assert.ok(reason instanceof messaging.ThrottledClientException, reason.name);
      assert.equal(reason.$metadata.httpStatusCode, 429);
    }
    owner.close();
  });

  test('a clock that is ten minutes off is put right by the first answer', async () => {
    const right = Date.now;
    Date.now = () => right() + 600_000;
    const owner = as({});
    try {
      const { Endpoint, $metadata } = await owner.message('GetMessagingSessionEndpoint', {});
      assert.equal(Endpoint.Url, new URL(server.addresses.chime).host);
      assert.equal($metadata.attempts, 2);
    } finally {
      Date.now = right;
      owner.close();
    }
  });

  test('a session comes back after the server did, and hears again', async () => {
    const owner = as({});
    const [ulla, bo] = [await owner.user('Ulla'), await owner.user('Bo')];
    const channel = await owner.channel([ulla, bo]);
    const session = owner.session(bo, { scheme: 'ws' });
    await session.start();
    await server.stop();
    await server.start();
    await until('the second start', () => session.all('started').length === 2, 12_000);
    await ulla.as('SendChannelMessage', plain(channel, 'welcome back'));
    await session.text('welcome back');
    session.stop();
    owner.close();
  });
});
