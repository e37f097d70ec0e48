// The protocol of live events, as far as a bench of one room needs it. Signatures are not checked.

import { AUTHORS, number } from './prose.js';

const INSTANCE = 'arn:aws:chime:us-east-1:1:app-instance/bench';
const CHANNEL = `${INSTANCE}/channel/main`;
const USER = `${INSTANCE}/user/mira`;

export const chime = {
  attributes: 'data-backend="event" data-login-url="/events/bench"',

  /** What a person types to get into the room. */
  async enter(chat) {
    const ticket = chat.getByRole('textbox', { name: 'Ticket code' });
    await ticket.fill('k7qm-2xpd-9hva');
    await ticket.press('Enter');
  },

  message(index, at, content, author) {
    const person = `p${author % AUTHORS}`;
    const time = new Date(at).toISOString();
    return {
      ChannelArn: CHANNEL,
      MessageId: `m-${number(index)}`,
      Content: content,
      Type: 'STANDARD',
      Persistence: 'PERSISTENT',
      CreatedTimestamp: time,
      LastUpdatedTimestamp: time,
      Sender: { Arn: `${INSTANCE}/user/${person}`, Name: `Person ${person}` },
      Redacted: false,
      Status: { Value: 'SENT' },
    };
  },

  frame(message) {
    return event('CREATE_CHANNEL_MESSAGE', 'STANDARD', message);
  },

  /** What a socket is told when it opens. True: it wants the messages from here on. */
  welcome(socket) {
    socket.send(JSON.stringify(event('SESSION_ESTABLISHED', 'SYSTEM')));
    return true;
  },

  /** The service listens to nothing on its sockets. */
  hear() {},

  /** The answer of an operation. */
  answer({ path, query, method, host }, feed) {
    if (path.endsWith('/login')) return login(host);
    if (path.startsWith('/events/')) return {};
    if (path.endsWith('/endpoints/messaging-session')) return { Endpoint: { Url: host } };
    if (path.endsWith('/messages') && method === 'GET') {
      // Nothing is missing between the history and the socket.
      const { messages, next } = query.has('not-before') ? { messages: [] } : feed.page(query.get('next-token') ?? undefined);
      return { ChannelArn: CHANNEL, ChannelMessages: messages.toReversed(), NextToken: next };
    }
    if (path.endsWith('/messages')) return { ChannelArn: CHANNEL, MessageId: `sent-${Date.now()}`, Status: { Value: 'SENT' } };
    return { ChannelArn: CHANNEL, ChannelMembership: { AppInstanceUserMembershipSummary: { Type: 'DEFAULT' } } };
  },
};

function login(host) {
  return {
    user: { arn: USER, nickname: 'Mira' },
    role: 'fan',
    channel: { arn: CHANNEL, name: 'Main stage' },
    region: 'us-east-1',
    messagingEndpoint: `http://${host}/chime`,
    credentials: { accessKeyId: 'A', secretAccessKey: 's', expiration: '2099-01-01T00:00:00.000Z' },
    linkPolicy: 'plain',
    limits: { messageChars: 500, slowModeSeconds: 0 },
  };
}

function event(type, kind, payload) {
  const Headers = { 'x-amz-chime-event-type': type, 'x-amz-chime-message-type': kind };
  return { Headers, Payload: payload && JSON.stringify(payload) };
}
