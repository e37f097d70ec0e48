// The agents' desk as a program: signs in, watches the queue, accepts and transfers, by the desk's HTTP API.

import WebSocket from 'ws';

/** All agents of one server. Each signs in when first spoken of. */
export class Desk {
  #server;
  #signedIn = new Map();

  constructor(server) {
    this.#server = server;
  }

  /** Waits until this agent's desk shows somebody of this name as waiting, and tells the contact. */
  async waitingCustomer(name, customerName) {
    const seat = await this.#seat(name);
    return seat.contact((contact) => contact.customerName === customerName && contact.state === 'waiting');
  }

  /** Takes the contact: what the agent needs to join it. */
  async accept(name, contactId) {
    const seat = await this.#seat(name);
    return (await seat.call(`contacts/${contactId}/accept`)).json();
  }

  /** Hands the contact to another agent. */
  async transfer(name, contactId, otherName) {
    const [seat, other] = [await this.#seat(name), await this.#seat(otherName)];
    await seat.call(`contacts/${contactId}/transfer`, { agentId: other.agent.id });
  }

  close() {
    for (const seat of this.#signedIn.values()) seat.then((open) => open.close());
    this.#signedIn.clear();
  }

  #seat(name) {
    if (!this.#signedIn.has(name)) this.#signedIn.set(name, Seat.open(this.#server, name));
    return this.#signedIn.get(name);
  }
}

/** One agent at work: the token, and the newest state of the desk's socket. */
class Seat {
  agent;
  #api;
  #token;
  #socket;
  #contacts = [];
  #watchers = new Set();

  static async open(server, name) {
    const seat = new Seat();
    seat.#api = `${server.origin}/desk/api`;
    const { token, agent } = await (
      await seat.call('sign-in', { name, key: server.agentKeys[name] })
    ).json();
    seat.#token = token;
    seat.agent = agent;
    await seat.#listen();
    return seat;
  }

  async call(path, body) {
    const headers = { 'content-type': 'application/json' };
    if (this.#token) headers.authorization = `Bearer ${this.#token}`;
    const response = await fetch(`${this.#api}/${path}`, {
      method: 'POST',
      headers,
      body: body && JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status} ${await response.text()}`);
    return response;
  }

  /** Waits for a contact that matches. */
  contact(matches, limitMillis = 8_000) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#watchers.delete(look);
        reject(new Error(`no such contact on the desk of ${this.agent.name}: ${JSON.stringify(this.#contacts)}`));
      }, limitMillis);
      const look = () => {
        const found = this.#contacts.find(matches);
        if (!found) return;
        clearTimeout(timer);
        this.#watchers.delete(look);
        resolve(found);
      };
      this.#watchers.add(look);
      look();
    });
  }

  close() {
    this.#socket.close();
  }

  #listen() {
    this.#socket = new WebSocket(`${this.#api.replace('http', 'ws')}/socket`);
    this.#socket.on('open', () => this.#socket.send(JSON.stringify({ token: this.#token })));
    return new Promise((resolve, reject) => {
      this.#socket.on('error', reject);
      this.#socket.on('message', (frame) => {
        const state = JSON.parse(frame);
        if (state.type !== 'state') return;
        this.#contacts = state.contacts;
        for (const look of [...this.#watchers]) look();
        resolve();
      });
    });
  }
}
