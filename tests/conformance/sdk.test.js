// The AWS SDK's own clients against the server: what a back end uses to start a chat, and a bot to take part in it.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ConnectClient, StartChatContactCommand } from '@aws-sdk/client-connect';
import {
  ConnectParticipantClient,
  CreateParticipantConnectionCommand,
  DisconnectParticipantCommand,
  GetTranscriptCommand,
  SendEventCommand,
  SendMessageCommand,
} from '@aws-sdk/client-connectparticipant';

import { startServer } from '../harness/server.js';

describe('AWS SDK', () => {
  let server, connect, stranger, participant;

  before(async () => {
    server = await startServer();
    const settings = { endpoint: server.connect, maxAttempts: 1 };
    const { region, accessKeyId, secretAccessKey } = server.addresses.admin;
    connect = new ConnectClient({ ...settings, region, credentials: { accessKeyId, secretAccessKey } });
    stranger = new ConnectClient({ ...settings, region, credentials: { accessKeyId, secretAccessKey: 'guessed' } });
    // Any will do: the server reads the bearer token only, and the SDK sends nothing without some.
    const credentials = { accessKeyId: 'x', secretAccessKey: 'y' };
    participant = new ConnectParticipantClient({ ...settings, region: 'us-west-2', credentials });
  });

  after(async () => {
    connect?.destroy();
    stranger?.destroy();
    participant?.destroy();
    await server?.dispose();
  });

  const start = (more, client = connect) =>
    client.send(
      new StartChatContactCommand({
        InstanceId: 'chirrup',
        ContactFlowId: 'chirrup',
        ParticipantDetails: { DisplayName: 'Mira' },
        ...more,
      }),
    );

  const join = async ({ ParticipantToken }) => {
    const { ConnectionCredentials, Websocket } = await participant.send(
      new CreateParticipantConnectionCommand({
        ParticipantToken,
        Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'],
        ConnectParticipant: true,
      }),
    );
    assert.match(Websocket.Url, /^ws:\/\/127\.0\.0\.1:/);
    return ConnectionCredentials.ConnectionToken;
  };

  const say = (ConnectionToken, Content, more) =>
    participant.send(
      new SendMessageCommand({ ConnectionToken, ContentType: 'text/plain', Content, ...more }),
    );

  test('StartChatContact starts a chat, and its client token starts no second one', async () => {
    const first = await start({ ClientToken: 'checkout-42' });
    const again = await start({ ClientToken: 'checkout-42' });
    assert.ok(first.ContactId && first.ParticipantId && first.ParticipantToken);
    assert.equal(again.ContactId, first.ContactId);
    const other = await start();
    assert.notEqual(other.ContactId, first.ContactId);
  });

  test('StartChatContact believes no other keys', async () => {
    const failed = await start({}, stranger).catch((error) => error);
    assert.deepEqual([failed.name, failed.$metadata.httpStatusCode], ['InvalidSignatureException', 403]);
  });

  test('an initial message is the first of the visitor', async () => {
    const contact = await start({ InitialMessage: { ContentType: 'text/plain', Content: 'Is it in stock?' } });
    const token = await join(contact);
    const { Transcript, InitialContactId } = await participant.send(
      new GetTranscriptCommand({ ConnectionToken: token, MaxResults: 100, SortOrder: 'ASCENDING' }),
    );
    assert.equal(InitialContactId, contact.ContactId);
    const first = Transcript.find((item) => item.ParticipantRole === 'CUSTOMER' && item.Type === 'MESSAGE');
    assert.deepEqual([first.Content, first.DisplayName, first.ParticipantId], ['Is it in stock?', 'Mira', contact.ParticipantId]);
  });

  test('StartChatContact refuses what Amazon Connect refuses', async () => {
    const refusals = [
      { ParticipantDetails: { DisplayName: '' } },
      { ParticipantDetails: { DisplayName: 'x'.repeat(257) } },
      { ChatDurationInMinutes: 59 },
      { SupportedMessagingContentTypes: ['text/markdown'] },
      { Attributes: { 'not a key!': 'x' } },
      { Attributes: { big: 'x'.repeat(32_769) } },
    ];
    for (const refusal of refusals) {
      await assert.rejects(start(refusal), (error) => {
        assert.equal(error.$metadata.httpStatusCode, 400, JSON.stringify(refusal).slice(0, 80));
        assert.match(error.name, /^Invalid(Request|Parameter)Exception$/);
        return true;
      });
    }
  });

  test('a message is stored with its answer’s id, and a repeat is not stored again', async () => {
    const token = await join(await start());
    const sent = await say(token, 'Hello', { ClientToken: 'one' });
    assert.match(sent.AbsoluteTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const repeated = await say(token, 'Hello', { ClientToken: 'one' });
    assert.equal(repeated.Id, sent.Id);
    const { Transcript } = await participant.send(new GetTranscriptCommand({ ConnectionToken: token, MaxResults: 100 }));
    assert.equal(Transcript.filter((item) => item.Id === sent.Id).length, 1);
    assert.equal(Transcript.filter((item) => item.Content === 'Hello').length, 1);
  });

  test('transcript pages follow the direction, the order and the position asked for', async () => {
    const token = await join(await start());
    const ids = [];
    for (const text of ['a', 'b', 'c', 'd', 'e']) ids.push((await say(token, text)).Id);
    const read = (more) => participant.send(new GetTranscriptCommand({ ConnectionToken: token, ...more }));
    const own = (page) => page.Transcript.filter((item) => ids.includes(item.Id)).map((item) => item.Content).join('');

    assert.equal(own(await read({ MaxResults: 100 })), 'edcba', 'newest first by default');
    assert.equal(own(await read({ MaxResults: 100, SortOrder: 'ASCENDING' })), 'abcde');
    const onwards = { StartPosition: { Id: ids[2] }, ScanDirection: 'FORWARD', SortOrder: 'ASCENDING', MaxResults: 100 };
    assert.match(own(await read(onwards)), /^c?de$/);
    assert.equal((await read({})).Transcript.length <= 10, true, 'ten by default');
    await assert.rejects(read({ MaxResults: 101 }), { name: 'ValidationException' });
    await assert.rejects(read({ NextToken: 'made up' }), { name: 'ValidationException' });
  });

  test('errors have the names and statuses of the service', async () => {
    const token = await join(await start());
    const failures = [
      [() => say('made up', 'Hello'), 'AccessDeniedException', 403],
      [() => say(token, ''), 'ValidationException', 400],
      [() => say(token, 'x'.repeat(16_385)), 'ValidationException', 400],
      [() => say(token, 'Hello', { ClientToken: 'x'.repeat(501) }), 'ValidationException', 400],
      [() => say(token, 'Hello', { ContentType: 'text/html' }), 'ValidationException', 400],
      [() => participant.send(new SendEventCommand({ ConnectionToken: token, ContentType: 'made/up' })), 'ValidationException', 400],
    ];
    for (const [failure, name, status] of failures) {
      await assert.rejects(failure(), (error) => {
        assert.deepEqual([error.name, error.$metadata.httpStatusCode], [name, status]);
        assert.notEqual(error.message, '');
        return true;
      });
    }
    assert.ok((await say(token, 'x'.repeat(16_384))).Id, 'exactly 16,384 bytes are fine');
  });

  test('a chat that ended takes no message', async () => {
    const contact = await start();
    const token = await join(contact);
    await participant.send(new DisconnectParticipantCommand({ ConnectionToken: token }));
    await assert.rejects(say(token, 'Still there?'), { name: 'AccessDeniedException' });
    await assert.rejects(join(contact), { name: 'AccessDeniedException' });
  });

  test('what was acknowledged survives kill -9, once', async () => {
    const contact = await start();
    const token = await join(contact);
    const sent = [];
    for (let n = 1; n <= 25; n += 1) sent.push((await say(token, `line ${n}`)).Id);
    await server.restart();

    const tokenAfter = await join(contact);
    const { Transcript } = await participant.send(
      new GetTranscriptCommand({ ConnectionToken: tokenAfter, MaxResults: 100, SortOrder: 'ASCENDING' }),
    );
    assert.deepEqual(Transcript.filter((item) => sent.includes(item.Id)).map((item) => item.Id), sent);
    assert.ok((await say(token, 'the old token still works')).Id);
  });
});
