// The official `amazon-connect-chatjs`, unmodified, as a customer and as an agent. Runs in Node and in a page.
// What a session hears is kept in a log, so that a story can ask for it before or after it happened.

const EVENT = 'application/vnd.amazonaws.connect.event.';

/** Content types that the stories speak of. */
export const type = {
  plain: 'text/plain',
  markdown: 'text/markdown',
  typing: `${EVENT}typing`,
  joined: `${EVENT}participant.joined`,
  left: `${EVENT}participant.left`,
  transferred: `${EVENT}transfer.succeeded`,
  ended: `${EVENT}chat.ended`,
  delivered: `${EVENT}message.delivered`,
  read: `${EVENT}message.read`,
};

/** Waits until `probe` gives something truthy, and gives that back. */
export async function until(what, probe, limitMillis = 8_000) {
  const end = Date.now() + limitMillis;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${limitMillis} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Remembers every socket that the client opens, to count them and to cut them. */
export function watchSockets(scope) {
  const sockets = [];
  scope.WebSocket = class extends scope.WebSocket {
    constructor(...args) {
      super(...args);
      sockets.push(this);
    }
  };
  return {
    opened: () => sockets.length,
    cut: () => {
      for (const socket of sockets) (socket.terminate ?? socket.close).call(socket);
    },
  };
}

/**
 * Both roles of the official client against the service at `address`. The REST client and its typing
 * throttle are cached per region, so each role has a region of its own.
 */
export function officialClients(connect, address) {
  connect.ChatSession.setGlobalConfig({
    endpoint: address,
    region: 'us-west-2',
    features: ['MESSAGE_RECEIPTS_ENABLED'],
    throttleTime: 200,
    loggerConfig: { useDefaultLogger: false },
  });
  return {
    start: (name, more) => startChat(address, name, more),
    customer: (chat) => customer(connect, chat),
    agent: (accepted) => agent(connect, address, accepted),
  };
}

async function post(url, body, bearer) {
  const headers = bearer ? { 'content-type': 'application/json', 'x-amz-bearer': bearer } : {};
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status} ${await response.text()}`);
  return response.json();
}

/** Starts a chat as the sample web page does: a plain POST to the start-chat proxy. */
async function startChat(address, name, more = {}) {
  const answer = await post(`${address}/start-chat`, {
    InstanceId: 'chirrup',
    ContactFlowId: 'chirrup',
    ParticipantDetails: { DisplayName: name },
    Username: name,
    ...more,
  });
  const { ContactId, ParticipantId, ParticipantToken } = answer.data.startChatResult;
  return { contactId: ContactId, participantId: ParticipantId, participantToken: ParticipantToken };
}

async function customer(connect, chatDetails) {
  const session = connect.ChatSession.create({
    type: 'CUSTOMER',
    disableCSM: true,
    options: { region: 'us-west-2' },
    chatDetails,
  });
  const heard = listen(session);
  await session.connect();
  await until('the connection', () => heard.find('established'));
  return { session, heard, ...chatDetails };
}

async function agent(connect, address, accepted) {
  const join = () =>
    post(
      `${address}/participant/connection`,
      { Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'] },
      accepted.participantToken,
    );
  const { Websocket: first, ConnectionCredentials: credentials } = await join();
  let unused = first;
  const websocketManager = connect.WebSocketManager.create({});
  let isSubscribed = false;
  websocketManager.onSubscriptionUpdate(() => {
    isSubscribed = true;
  });
  websocketManager.init(async () => {
    const websocket = unused ?? (await join()).Websocket;
    unused = null;
    return {
      webSocketTransport: {
        url: websocket.Url,
        expiry: websocket.ConnectionExpiry,
        transportLifeTimeInSeconds: 3540,
      },
    };
  });
  const session = connect.ChatSession.create({
    type: 'AGENT',
    disableCSM: true,
    options: { region: 'us-east-1' },
    chatDetails: {
      contactId: accepted.contactId,
      initialContactId: accepted.initialContactId,
      participantId: accepted.participantId,
      participantToken: accepted.participantToken,
      getConnectionToken: async () => ({
        chatTokenTransport: {
          participantToken: credentials.ConnectionToken,
          expiry: credentials.Expiry,
        },
      }),
    },
    websocketManager,
  });
  const heard = listen(session);
  await session.connect();
  await until('the connection', () => heard.find('established'));
  // An agent's session is established with its socket, and hears nothing before the subscription.
  await until('the subscription', () => isSubscribed);
  return { session, heard, ...accepted };
}

/** Everything a session says, in order: `{ kind, item }`. */
function listen(session) {
  const log = [];
  const on = (method, kind) => session[method]((event) => log.push({ kind, item: event?.data ?? {} }));
  on('onConnectionEstablished', 'established');
  on('onConnectionLost', 'lost');
  on('onConnectionBroken', 'broken');
  on('onMessage', 'message');
  on('onTyping', 'typing');
  on('onDeliveredReceipt', 'delivered');
  on('onReadReceipt', 'read');
  on('onEnded', 'ended');
  on('onDeepHeartbeatSuccess', 'pong');
  on('onDeepHeartbeatFailure', 'no pong');
  const all = (kind, matches = () => true) =>
    log.filter((entry) => entry.kind === kind && matches(entry.item)).map((entry) => entry.item);
  const find = (kind, matches) => all(kind, matches)[0];
  return {
    all,
    find,
    /** Waits for a thing of this kind. */
    waitFor: (kind, matches, limitMillis) => until(`“${kind}”`, () => find(kind, matches), limitMillis),
    /** Waits for a message of this text. */
    text: (content) => until(`“${content}”`, () => find('message', (item) => item.Content === content)),
  };
}
