// A room of the support protocol that says as much as a bench wants, and a page with the widget in it.
//
// It is no server: one conversation, one visitor, nothing kept. What a bench asks of a feed is `startFeed`
// and the methods of `Feed`; another protocol has the same in a file beside this one.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

import { WebSocketServer } from 'ws';

const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html', '.css': 'text/css' };
const PAGE = `<!doctype html><meta charset="utf-8"><title>bench</title>
<script async src="/chirrup.js" data-backend="connect" data-start-url="/connect/start-chat" data-open></script>`;
const LATER = '2099-01-01T00:00:00.000Z';
const PAGE_ITEMS = 50;
const AUTHORS = 40;
const WORDS = 'so what a show tonight I cannot believe it they play that song again who else is here from far away'.split(' ');

/** Starts a feed with the built site in this folder and so many messages of history. */
export async function startFeed(site, history = 0) {
  const feed = new Feed(site, history);
  await feed.listen();
  return feed;
}

class Feed {
  /** Messages said so far, the history not counted. */
  said = 0;
  #site;
  #history;
  #begin = Date.now();
  #server;
  #sockets = new Set();

  constructor(site, history) {
    this.#site = site;
    this.#history = history;
  }

  /** The address of the page. */
  get page() {
    return `http://127.0.0.1:${this.#server.address().port}/`;
  }

  async listen() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
    });
    new WebSocketServer({ server: this.#server }).on('connection', (socket) => {
      socket.on('message', (text) => this.#hear(socket, JSON.parse(text)));
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  close() {
    for (const socket of this.#sockets) socket.terminate();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Says so many messages, each in a frame of its own. Each text begins with its number and the time. */
  say(count) {
    for (let left = count; left > 0; left -= 1) {
      this.said += 1;
      const now = Date.now();
      const item = message(`live-${number(this.said)}`, now, `#${this.said}@${now} ${prose(this.said)}`, this.said);
      const frame = { topic: 'aws/chat', contentType: 'application/json', content: JSON.stringify(item) };
      const text = JSON.stringify(frame);
      for (const socket of this.#sockets) socket.send(text);
    }
  }

  #hear(socket, { topic }) {
    if (topic === 'aws/subscribe') {
      const content = { status: 'success', topics: ['aws/chat'] };
      socket.send(JSON.stringify({ topic, content }));
      this.#sockets.add(socket);
    } else if (topic === 'aws/ping') {
      socket.send(JSON.stringify({ topic, statusCode: 200, statusContent: 'OK' }));
    } else {
      socket.send(JSON.stringify({ topic: 'aws/heartbeat' }));
    }
  }

  async #answer(request, response) {
    const path = new URL(request.url, 'http://feed').pathname;
    if (request.method === 'POST') {
      let body = '';
      for await (const part of request) body += part;
      const answer = this.#operation(path.split('/').pop(), JSON.parse(body || '{}'), request.headers.host);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    } else if (path === '/') {
      response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
    } else {
      const file = await readFile(join(this.#site, normalize(path))).catch(() => null);
      const headers = { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' };
      if (file) response.writeHead(200, headers).end(file);
      else response.writeHead(404).end();
    }
  }

  #operation(name, body, host) {
    switch (name) {
      case 'start-chat':
        return { data: { startChatResult: { ContactId: 'c', ParticipantId: 'me', ParticipantToken: 't' } } };
      case 'connection':
        return {
          Websocket: { Url: `ws://${host}/socket`, ConnectionExpiry: LATER },
          ConnectionCredentials: { ConnectionToken: 'ct', Expiry: LATER },
        };
      case 'transcript':
        return this.#transcript(body.NextToken);
      default:
        return { Id: `sent-${Date.now()}`, AbsoluteTime: new Date().toISOString() };
    }
  }

  /** A page of history, made up as it is asked for. The token says how much is older than the page before. */
  #transcript(token) {
    const end = token === undefined ? this.#history : Number(token);
    const start = Math.max(0, end - PAGE_ITEMS);
    const said = (index) => {
      const at = this.#begin - (this.#history - index) * 7_000;
      return message(`past-${number(index)}`, at, `${index} ${prose(index)}`, Math.floor(index / 3));
    };
    const Transcript = Array.from({ length: end - start }, (_, offset) => said(start + offset));
    return { InitialContactId: 'c', Transcript, NextToken: start > 0 ? String(start) : undefined };
  }
}

function message(Id, at, Content, author) {
  const person = `p${author % AUTHORS}`;
  return {
    Id,
    Type: 'MESSAGE',
    ContentType: 'text/plain',
    Content,
    AbsoluteTime: new Date(at).toISOString(),
    ParticipantId: person,
    DisplayName: `Person ${person}`,
    ParticipantRole: 'AGENT',
    ContactId: 'c',
  };
}

/** One to thirty words, the same for the same seed. */
function prose(seed) {
  const length = 1 + ((seed * 2_654_435_761) >>> 16) % 30;
  return Array.from({ length }, (_, index) => WORDS[(seed + index * 7) % WORDS.length]).join(' ');
}

const number = (value) => String(value).padStart(8, '0');
