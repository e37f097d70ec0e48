// What the official client must live through, told once and run in Node and in Chromium.
// A story gets `{ connect, address, desk, sockets }`: the client's library, where the service is, the agents'
// desk, and the sockets opened so far. It throws when something is not as Amazon Connect has it.

import { officialClients, type, until } from './clients.js';

function equal(actual, expected, what) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, got ${a}`);
}

async function rejection(promise, what) {
  return promise.then(
    () => {
      throw new Error(`${what} was accepted`);
    },
    (error) => error,
  );
}

const say = (who, message, contentType = type.plain) => who.session.sendMessage({ message, contentType });

const receipt = (who, contentType, messageId) =>
  who.session.sendEvent({ contentType, content: JSON.stringify({ messageId, disableThrottle: true }) });

/** A customer who asked for an agent, and the agent who accepted. Each has a name of their own on the desk. */
async function conversation({ connect, address, desk }, name) {
  const clients = officialClients(connect, address);
  const mira = await clients.customer(
    await clients.start(name, { SupportedMessagingContentTypes: [type.plain, type.markdown] }),
  );
  await say(mira, 'agent');
  const { contactId } = await desk.waitingCustomer('Ana', name);
  const ana = await clients.agent(await desk.accept('Ana', contactId));
  return { clients, mira, ana };
}

async function transcript(who, maxResults) {
  const pages = [];
  let nextToken;
  do {
    const { data } = await who.session.getTranscript({
      maxResults,
      scanDirection: 'BACKWARD',
      sortOrder: 'ASCENDING',
      nextToken,
    });
    pages.unshift(data.Transcript);
    nextToken = data.NextToken;
  } while (nextToken);
  return pages;
}

const texts = (items) => items.filter((item) => item.Type === 'MESSAGE').map((item) => item.Content);

export const stories = {
  'a customer is greeted by the bot and hears the echo of what they say': async ({ connect, address }) => {
    const clients = officialClients(connect, address);
    const mira = await clients.customer(await clients.start('Mira'));
    // The greeting may be older than the socket, so it is looked for in the transcript.
    await until('the greeting of the bot', async () => texts((await transcript(mira, 100)).flat()).length > 0);

    const sent = await say(mira, 'Hello there');
    const echo = await mira.heard.text('Hello there');
    equal(echo.Id, sent.data.Id, 'the echo has the id of the answer');
    equal(echo.AbsoluteTime, sent.data.AbsoluteTime, 'the echo has the time of the answer');
    equal([echo.ParticipantId, echo.ParticipantRole, echo.DisplayName], [mira.participantId, 'CUSTOMER', 'Mira'], 'the sender');
    equal([echo.ContactId, echo.InitialContactId], [mira.contactId, mira.contactId], 'the contact');
    await mira.heard.waitFor('message', (item) => item.ParticipantRole === 'SYSTEM' && item.AbsoluteTime >= echo.AbsoluteTime);
  },

  'a message sent twice with one client token is stored once': async ({ connect, address }) => {
    const clients = officialClients(connect, address);
    const mira = await clients.customer(await clients.start('Mira'));
    const once = { message: 'Only once', contentType: type.plain, clientToken: 'token-1' };
    const [first, second] = [await mira.session.sendMessage(once), await mira.session.sendMessage(once)];
    equal(second.data.Id, first.data.Id, 'the second answer');
    const stored = texts((await transcript(mira, 100)).flat()).filter((text) => text === 'Only once');
    equal(stored.length, 1, 'copies in the transcript');
  },

  'a customer asks for an agent, the desk accepts, and both hear each other': async (scene) => {
    const { mira, ana } = await conversation(scene, 'Mira A');
    const joined = await mira.heard.waitFor('message', (item) => item.ContentType === type.joined && item.ParticipantRole === 'AGENT');
    equal([joined.DisplayName, joined.ParticipantId], ['Ana', ana.participantId], 'who joined');

    await say(ana, 'Good morning, **Mira**!', type.markdown);
    const heard = await mira.heard.text('Good morning, **Mira**!');
    equal([heard.ContentType, heard.ParticipantRole, heard.DisplayName], [type.markdown, 'AGENT', 'Ana'], 'the answer');
    await ana.heard.text('Good morning, **Mira**!');
    await say(mira, 'My order has not come');
    await ana.heard.text('My order has not come');

    const [history] = await transcript(ana, 100);
    equal(texts(history).includes('agent'), true, 'the agent sees what was said before');
  },

  'typing is seen on the other side, and not by the one who types': async (scene) => {
    const { mira, ana } = await conversation(scene, 'Mira B');
    await mira.session.sendEvent({ contentType: type.typing });
    const seen = await ana.heard.waitFor('typing', (item) => item.ParticipantId === mira.participantId);
    equal([seen.ParticipantRole, seen.DisplayName], ['CUSTOMER', 'Mira B'], 'who types');
    await ana.session.sendEvent({ contentType: type.typing });
    await mira.heard.waitFor('typing', (item) => item.ParticipantId === ana.participantId);
    const stored = (await transcript(mira, 100)).flat().filter((item) => item.ContentType === type.typing);
    equal(stored.length, 0, 'typing events in the transcript');
  },

  'receipts reach the sender, both ways, and are kept': async (scene) => {
    const { mira, ana } = await conversation(scene, 'Mira C');
    for (const [sender, reader] of [[mira, ana], [ana, mira]]) {
      const first = (await say(sender, 'First')).data.Id;
      await reader.heard.waitFor('message', (item) => item.Id === first);
      // A delivered receipt is only awaited where no read receipt follows: the client may drop it.
      await receipt(reader, type.delivered, first);
      const delivered = await sender.heard.waitFor('delivered', (item) => item.MessageMetadata.MessageId === first);
      equal(delivered.MessageMetadata.Receipts[0].RecipientParticipantId, reader.participantId, 'who got it');

      const second = (await say(sender, 'Second')).data.Id;
      await reader.heard.waitFor('message', (item) => item.Id === second);
      await receipt(reader, type.read, second);
      const read = await sender.heard.waitFor('read', (item) => item.MessageMetadata.MessageId === second);
      equal(Boolean(read.MessageMetadata.Receipts[0].ReadTimestamp), true, 'when it was read');

      const stored = (await transcript(sender, 100)).flat().find((item) => item.Id === second);
      equal(Boolean(stored.MessageMetadata?.Receipts?.[0]?.ReadTimestamp), true, 'the receipt in the transcript');
    }
  },

  'a long transcript comes page by page, complete, in order, nothing twice': async ({ connect, address }) => {
    const clients = officialClients(connect, address);
    const mira = await clients.customer(await clients.start('Mira'));
    const lines = Array.from({ length: 60 }, (_, index) => `line ${index + 1}`);
    for (const line of lines) await say(mira, line);

    const pages = await transcript(mira, 20);
    const items = pages.flat();
    equal(pages.length >= 4, true, 'several pages');
    equal(pages.every((page) => page.length <= 20), true, 'no page above its limit');
    equal(new Set(items.map((item) => item.Id)).size, items.length, 'ids that are unique');
    equal(texts(items).filter((text) => text.startsWith('line ')), lines, 'the lines');
    const times = items.map((item) => item.AbsoluteTime);
    equal(times, [...times].sort(), 'times in order');

    const { data: newest } = await mira.session.getTranscript({});
    equal(newest.Transcript.length, 15, 'the default page of the client');
  },

  'heartbeats are answered, so one socket is enough': async ({ connect, address, sockets }) => {
    const clients = officialClients(connect, address);
    const before = sockets.opened();
    const mira = await clients.customer(await clients.start('Mira'));
    await until('two rounds of heartbeats', () => mira.heard.all('pong').length >= 2, 14_000);
    equal(mira.heard.all('no pong').length, 0, 'deep heartbeats missed');
    equal(sockets.opened() - before, 1, 'sockets');
    equal(mira.heard.all('lost').length, 0, 'connections lost');
  },

  'after a cut the client comes back and misses nothing': async ({ connect, address, sockets }) => {
    const clients = officialClients(connect, address);
    const mira = await clients.customer(await clients.start('Mira'));
    await say(mira, 'before the cut');
    const established = mira.heard.all('established').length;
    sockets.cut();
    await mira.heard.waitFor('lost');
    await until('the next connection', () => mira.heard.all('established').length > established);
    // The client speaks of a connection when it has asked to hear, not when it does: what is said between is not told.
    let probes = 0;
    await until('being heard', async () => {
      await say(mira, `is anybody there? ${(probes += 1)}`);
      return mira.heard.find('message', (item) => item.Content?.startsWith('is anybody there?'));
    });
    await say(mira, 'after the cut');
    await mira.heard.text('after the cut');
    const lines = texts((await transcript(mira, 100)).flat()).filter((text) => text.endsWith('the cut'));
    equal(lines, ['before the cut', 'after the cut'], 'the transcript');
  },

  'when the customer leaves, the chat ends on both sides': async (scene) => {
    const { mira, ana } = await conversation(scene, 'Mira D');
    await mira.session.disconnectParticipant();
    await mira.heard.waitFor('ended');
    await ana.heard.waitFor('ended');
    equal(Boolean(mira.heard.find('message', (item) => item.ContentType === type.ended)), true, 'chat.ended as an item');
  },

  'when the agent leaves, the chat ends on both sides': async (scene) => {
    const { mira, ana } = await conversation(scene, 'Mira E');
    // On the agent's side only the inner controller has this call; a desk of AWS ends the contact by Streams.
    await ana.session.controller.disconnectParticipant();
    await mira.heard.waitFor('ended');
    await ana.heard.waitFor('ended');
    const left = mira.heard.find('message', (item) => item.ContentType === type.left && item.ParticipantId === ana.participantId);
    equal(Boolean(left), true, 'the agent left');
  },

  'a contact goes from one agent to another': async (scene) => {
    const { clients, mira, ana } = await conversation(scene, 'Mira F');
    await say(ana, 'My colleague knows more');
    await scene.desk.transfer('Ana', ana.contactId, 'Ben');
    // An agent session ends itself on this event; a customer session goes on.
    await ana.heard.waitFor('message', (item) => item.ContentType === type.transferred);
    await mira.heard.waitFor('message', (item) => item.ContentType === type.transferred);

    // The transfer began a segment of its own: another contact in the same chain.
    const { contactId } = await scene.desk.waitingCustomer('Ben', 'Mira F');
    const ben = await clients.agent(await scene.desk.accept('Ben', contactId));
    equal([contactId === ana.contactId, ben.initialContactId], [false, mira.contactId], 'the chain of contacts');
    await mira.heard.waitFor('message', (item) => item.ContentType === type.joined && item.DisplayName === 'Ben');
    await say(ben, 'Ben here');
    await mira.heard.text('Ben here');
    await say(mira, 'Hello Ben');
    await ben.heard.text('Hello Ben');
    equal(texts((await transcript(ben, 100)).flat()).includes('My colleague knows more'), true, 'the history for Ben');
  },

  'errors have the names of the service': async ({ connect, address }) => {
    const clients = officialClients(connect, address);
    const stranger = { contactId: 'nobody', participantId: 'nobody', participantToken: 'not a token' };
    const refused = await rejection(clients.customer(stranger), 'a made-up token');
    equal([refused._debug._debug.type, refused._debug._debug.statusCode], ['AccessDeniedException', 403], 'a made-up token');

    const mira = await clients.customer(await clients.start('Mira'));
    const empty = await rejection(say(mira, ''), 'an empty message');
    equal([empty.type, empty.statusCode], ['ValidationException', 400], 'an empty message');
    const long = await rejection(say(mira, 'x'.repeat(16_385)), 'a message above 16,384 bytes');
    equal([long.type, long.statusCode], ['ValidationException', 400], 'a long message');
    const bytes = await rejection(say(mira, 'ä'.repeat(8_193)), 'a message above 16,384 bytes in fewer characters');
    equal([bytes.type, bytes.statusCode], ['ValidationException', 400], 'a message long in bytes');

    const plain = await clients.customer(await clients.start('Mira', { SupportedMessagingContentTypes: [type.plain] }));
    const markdown = await rejection(say(plain, '**bold**', type.markdown), 'markdown in a plain chat');
    equal([markdown.type, markdown.statusCode], ['ValidationException', 400], 'markdown in a plain chat');
  },
};
