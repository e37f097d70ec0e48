// A program that channel flows call over HTTP. It only listens: what becomes of a message the story says itself.

import { createServer } from 'node:http';

import { until } from './clients.js';

export async function startProcessor() {
  const calls = [];
  const site = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    calls.push({ method: request.method, signature: request.headers['x-chirrup-signature'], body: JSON.parse(body) });
    response.end();
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${site.address().port}/look`,
    /** Waits for the call about a message of this text. */
    call: (text) => until(`the call about “${text}”`, () => calls.find((call) => call.body.ChannelMessage.Content === text)),
    close: () => site.close(),
  };
}
