// A room that says as much as a bench wants, and a page with the widget in it.
//
// It is no server: one room, one person, nothing kept. What it says in is a protocol of `feed/`; PROTOCOL
// chooses: `chime`, the room of an event, or `connect`, a support chat.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

import { WebSocketServer } from 'ws';

import { chime } from './feed/chime.js';
import { connect } from './feed/connect.js';
import { prose } from './feed/prose.js';

const PROTOCOLS = { chime, connect };
const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html', '.css': 'text/css' };
const PAGE_ITEMS = 50;
/** The page without the widget, to compare with. It knows the protocol of events only. */
const PLAIN = '/plain';

/** Starts a feed with the built site in this folder and so many messages of history. */
export async function startFeed(site, history = 0) {
  const protocol = PROTOCOLS[process.env.PROTOCOL ?? 'chime'];
  if (!protocol) throw new Error(`PROTOCOL is one of ${Object.keys(PROTOCOLS).join(', ')}`);
  const feed = new Feed(site, history, protocol);
  await feed.listen();
  return feed;
}

class Feed {
  /** Messages said so far, the history not counted. */
  said = 0;
  #site;
  #history;
  #protocol;
  #begin = Date.now();
  #server;
  #sockets = new Set();

  constructor(site, history, protocol) {
    this.#site = site;
    this.#history = history;
    this.#protocol = protocol;
  }

  /** The address of the page. */
  get address() {
    return `http://127.0.0.1:${this.#server.address().port}/`;
  }

  /** The address of the same room without the widget; none where there is nothing to compare with. */
  get plainAddress() {
    return this.#protocol === chime ? new URL(PLAIN, this.address).href : undefined;
  }

  /** Brings a page into the room. */
  enter(chat) {
    return this.#protocol.enter(chat);
  }

  async listen() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
    });
    new WebSocketServer({ server: this.#server }).on('connection', (socket) => {
      const listen = (wants) => wants && this.#sockets.add(socket);
      socket.on('message', (text) => listen(this.#protocol.hear(socket, JSON.parse(text))));
      socket.on('close', () => this.#sockets.delete(socket));
      listen(this.#protocol.welcome(socket));
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
      const text = `#${this.said}@${now} ${prose(this.said)}`;
      const message = this.#protocol.message(this.#history + this.said, now, text, this.said);
      const frame = JSON.stringify(this.#protocol.frame(message));
      for (const socket of this.#sockets) socket.send(frame);
    }
  }

  /** A page of history, oldest first, made up as it is asked for. The token says how much is older than the page before. */
  page(token) {
    const end = token === undefined ? this.#history : Number(token);
    const start = Math.max(0, end - PAGE_ITEMS);
    const said = (index) => {
      const at = this.#begin - (this.#history - index) * 7_000;
      return this.#protocol.message(index, at, `${index} ${prose(index)}`, Math.floor(index / 3));
    };
    const messages = Array.from({ length: end - start }, (_, offset) => said(start + offset));
    return { messages, next: start > 0 ? String(start) : undefined };
  }

  async #answer(request, response) {
    const { pathname: path, searchParams: query } = new URL(request.url, 'http://feed');
    if (path === '/' || path === PLAIN) {
      const html = path === PLAIN ? await readFile(new URL('plain.html', import.meta.url)) : this.#html();
      response.writeHead(200, { 'content-type': 'text/html' }).end(html);
      return;
    }
    const file = request.method === 'GET' && extname(path) && (await readFile(join(this.#site, normalize(path))).catch(() => null));
    if (file) {
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(file);
      return;
    }
    let body = '';
    for await (const part of request) body += part;
    const asked = { path, query, method: request.method, host: request.headers.host, body: JSON.parse(body || '{}') };
    const answer = JSON.stringify(this.#protocol.answer(asked, this));
    response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
  }

  #html() {
    return `<!doctype html><meta charset="utf-8"><title>bench</title>
<script async src="/chirrup.js" ${this.#protocol.attributes} data-open></script>`;
  }
}
