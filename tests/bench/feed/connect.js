// The support protocol, as far as a bench of one conversation needs it.

import { AUTHORS, number } from './prose.js';

const LATER = '2099-01-01T00:00:00.000Z';

export const connect = {
  attributes: 'data-backend="connect" data-start-url="/connect/start-chat"',

  /** What a person types to get into the room. */
  async enter(chat) {
    await chat.getByRole('textbox', { name: 'Your name' }).fill('Mira');
    await chat.getByRole('button', { name: 'Start chat', exact: true }).click();
  },

  message(index, at, content, author) {
    const person = `p${author % AUTHORS}`;
    return {
      Id: `m-${number(index)}`,
      Type: 'MESSAGE',
      ContentType: 'text/plain',
      Content: content,
      AbsoluteTime: new Date(at).toISOString(),
      ParticipantId: person,
      DisplayName: `Person ${person}`,
      ParticipantRole: 'AGENT',
      ContactId: 'c',
    };
  },

  frame(message) {
    return { topic: 'aws/chat', contentType: 'application/json', content: JSON.stringify(message) };
  },

  /** What a socket is told when it opens: nothing, it has to ask. */
  welcome() {},

  /** Answers a frame of the client. True when the socket wants the messages from here on. */
  hear(socket, { topic }) {
    const answers = {
      'aws/subscribe': { topic, content: { status: 'success', topics: ['aws/chat'] } },
      'aws/ping': { topic, statusCode: 200, statusContent: 'OK' },
    };
    socket.send(JSON.stringify(answers[topic] ?? { topic: 'aws/heartbeat' }));
    return topic === 'aws/subscribe';
  },

  /** The answer of an operation. */
  answer({ path, body, host }, feed) {
    switch (path.split('/').pop()) {
      case 'start-chat':
        return { data: { startChatResult: { ContactId: 'c', ParticipantId: 'me', ParticipantToken: 't' } } };
      case 'connection':
        return {
          Websocket: { Url: `ws://${host}/socket`, ConnectionExpiry: LATER },
          ConnectionCredentials: { ConnectionToken: 'ct', Expiry: LATER },
        };
      case 'transcript': {
        const { messages, next } = feed.page(body.NextToken);
        return { InitialContactId: 'c', Transcript: messages, NextToken: next };
      }
      default:
        return { Id: `sent-${Date.now()}`, AbsoluteTime: new Date().toISOString() };
    }
  },
};
