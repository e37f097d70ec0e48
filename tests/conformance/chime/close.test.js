// How a session is ended, and what the official client makes of it: it comes back when it only read too slowly, and
// stays away when somebody else has its place or nobody wants it. Without TLS.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import * as identity from '@aws-sdk/client-chime-sdk-identity';
import * as messaging from '@aws-sdk/client-chime-sdk-messaging';
import * as chime from 'amazon-chime-sdk-js';
import WebSocket, { WebSocketServer } from 'ws';

import { startServer } from '../../harness/server.js';
import { instance, plain, until } from './clients.js';

globalThis.WebSocket ??= WebSocket;

const KEY = 'the-organisers-own-key';
const SETTINGS = `
[chime.throttle]
enabled = false

[events]
admin_key = "${KEY}"
rate = 1000
lift_ceiling = true
`;

/** A line to the server whose first socket can be ended with this code, as if the server did. */
async function between(origin, code) {
  const site = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  const lines = [];
  site.on('connection', (here, { url, headers }) => {
    const there = new WebSocket(origin.replace('http', 'ws') + url, { headers: { host: headers.host } });
    there.on('message', (text) => here.send(String(text)));
    there.on('close', (why, reason) => here.close(why === 1006 ? 1011 : why, String(reason)));
    here.on('close', () => there.terminate());
    // What ends early is told by the close.
    there.on('error', () => {});
    lines.push(here);
  });
  await new Promise((resolve) => site.on('listening', resolve));
  return { host: `127.0.0.1:${site.address().port}`, cut: () => lines[0].close(code), close: () => site.close() };
}

/** In this time a client that comes back has come back: its first attempt is at most a second later. */
const LONG_ENOUGH = 2_500;

describe('Close codes', () => {
  const sdk = { chime, identity, messaging };
  let server, owner;

  before(async () => {
    server = await startServer({ settings: SETTINGS });
    owner = as({});
    const event = { id: 'night', name: 'Night', opensAt: '2020-01-01T00:00:00Z', endsAt: '2099-01-01T00:00:00Z' };
    const answer = await fetch(`${server.origin}/admin/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...event, tickets: [{ code: 'FAN-000001' }] }),
    });
    assert.equal(answer.status, 201, await answer.text());
  });

  after(async () => {
    owner?.close();
    await server?.dispose();
  });

  const as = (more) => instance(sdk, { endpoint: server.addresses.chime, admin: server.addresses.admin, ...more });

  /** Logs in with the ticket, as soon as its place is made. */
  const login = async (device, takeover) => {
    const body = JSON.stringify({ ticket: 'FAN-000001', device: `${device}-of-sixteen-or-more`, takeover });
    for (;;) {
      const answer = await fetch(`${server.origin}/events/night/login`, { method: 'POST', body });
      if (answer.status !== 425) return answer.json();
      await pause(50);
    }
  };

  const staysAway = async (session) => {
    await pause(LONG_ENOUGH);
    assert.equal(session.all('started').length, 1, 'it does not come back');
  };

  test('4001, for reading too slowly: it comes back and hears again', async () => {
    const [ulla, bo] = [await owner.user('Ulla'), await owner.user('Bo')];
    const channel = await owner.channel([ulla, bo]);
    // The server's own tests make it send this code; a client that reads in Node is never slow for sure.
    const line = await between(server.origin, 4001);
    const session = owner.session(bo, { scheme: 'ws', endpointUrl: line.host });
    await session.start();
    line.cut();
    await until('it is back', () => session.all('started').length === 2);
    assert.equal(session.all('stopped').length, 0);
    await ulla.as('SendChannelMessage', plain(channel, 'welcome back'));
    await session.text('welcome back');
    session.stop();
    await session.heard('stopped');
    line.close();
  });

  test('4002, for a ticket that is used on another device: it says so and stays away', async () => {
    const { user, credentials } = await login('phone');
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const fan = as({ credentials: { accessKeyId, secretAccessKey, sessionToken } });
    const session = fan.session(user, { scheme: 'ws' });
    await session.start();
    await login('laptop', true);
    const { code, reason } = await session.heard('stopped');
    assert.deepEqual([code, reason], [4002, 'Your ticket is now used on another device']);
    await staysAway(session);
    fan.close();
  });

  test('4003, for a user who is no more: it says so and stays away', async () => {
    const ulla = await owner.user('Ulla');
    const session = owner.session(ulla, { scheme: 'ws' });
    await session.start();
    await owner.identify('DeleteAppInstanceUser', { AppInstanceUserArn: ulla.arn });
    const { code, reason } = await session.heard('stopped');
    assert.deepEqual([code, reason], [4003, 'the user was deleted']);
    await staysAway(session);
  });
});
