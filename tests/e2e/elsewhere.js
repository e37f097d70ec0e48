// A site that belongs to somebody else: another origin, its own mark-up, and the widget by its snippet.

import { createServer } from 'node:http';

export class Elsewhere {
  #pages = new Map();
  #site;

  static async open(server) {
    const elsewhere = new Elsewhere();
    elsewhere.server = server;
    elsewhere.#site = createServer((request, response) => {
      const page = elsewhere.#pages.get(new URL(request.url, 'http://site').pathname);
      response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', ...page?.headers });
      response.end(page?.html);
    });
    await new Promise((resolve) => elsewhere.#site.listen(0, '127.0.0.1', resolve));
    elsewhere.origin = `http://127.0.0.1:${elsewhere.#site.address().port}`;
    return elsewhere;
  }

  /** The snippet of the README, with more attributes. */
  snippet(more = '') {
    return `<script async src="${this.server.site}chirrup.js" data-backend="connect" data-start-url="${this.server.connect}/start-chat" ${more}></script>`;
  }

  /** An inline chat. */
  element(more = '') {
    return `<chirrup-chat data-backend="connect" data-start-url="${this.server.connect}/start-chat" ${more}></chirrup-chat>`;
  }

  /** Puts a page up, and tells its address. */
  page(body, { head = '', headers = {}, path = '/' } = {}) {
    const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Elsewhere</title>${head}</head><body>${body}</body></html>`;
    this.#pages.set(path, { html, headers });
    return this.origin + path;
  }

  close() {
    this.#site.closeAllConnections();
    return new Promise((resolve) => this.#site.close(resolve));
  }
}
