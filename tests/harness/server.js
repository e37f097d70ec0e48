// The real `chirrup-server` binary on a free port, with a data folder of its own.
//
// CHIRRUP_SERVER names the binary, CHIRRUP_SITE and CHIRRUP_DESK the built folders it serves.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const AGENTS = { Ana: 'key-of-ana-for-tests', Ben: 'key-of-ben-for-tests', Chloe: 'key-of-chloe-for-tests' };

/** What the bot of the tests says, for specs to look for. */
export const BOT = {
  name: 'Pip',
  greeting: 'Hello, I am Pip. Ask me about delivery.',
  delivery: 'Parcels take three days.',
  handover: 'I am asking a colleague to join.',
  otherwise: 'I did not understand that.',
};

/** Agents with known keys, and no throttle: the tests are faster than any visitor. */
const CONFIG = `
${Object.entries(AGENTS)
  .map(([name, key]) => `[[agents]]\nname = "${name}"\nkey = "${key}"`)
  .join('\n\n')}

[flow]
bot_name = "${BOT.name}"
greeting = "${BOT.greeting}"
script = "support.md"
handover = "Agent"
answer_after_millis = 60

[throttle]
enabled = false
`;

const SCRIPT = `# What the bot knows

## Delivery (deliver, parcel)

${BOT.delivery}

## Agent (human, person)

${BOT.handover}

## Otherwise

${BOT.otherwise}
`;

function binary() {
  const path = process.env.CHIRRUP_SERVER;
  if (!path || !existsSync(path)) {
    throw new Error('CHIRRUP_SERVER must name the built server; `cargo xtask test` sets it');
  }
  return path;
}

/**
 * Starts a server; `await server.dispose()` ends it and removes what it stored. `settings` are added to the
 * config; with `tls` it also answers with a certificate of its own.
 */
export async function startServer({ settings = '', tls = false } = {}) {
  const server = new Server(await mkdtemp(join(tmpdir(), 'chirrup-test-')), tls);
  await writeFile(server.configFile, CONFIG + settings);
  await writeFile(join(dirname(server.configFile), 'support.md'), SCRIPT);
  await server.start();
  return server;
}

class Server {
  agentKeys = AGENTS;
  /** `http://127.0.0.1:PORT`, the same after a restart. */
  origin;
  /** What `addresses.json` says. */
  addresses;
  #data;
  #tls;
  #child;
  #log = '';

  constructor(data, tls) {
    this.#data = data;
    this.#tls = tls;
  }

  get configFile() {
    return join(this.#data, 'chirrup.toml');
  }

  /** The demo shop. */
  get site() {
    return `${this.origin}/`;
  }

  /** The agents' desk. */
  get desk() {
    return `${this.origin}/desk/`;
  }

  /** What an official client is given as its endpoint. */
  get connect() {
    return `${this.origin}/connect`;
  }

  /** What it has written to its log. */
  get log() {
    return this.#log;
  }

  /** The certificate of its own. */
  get certificate() {
    return join(this.#data, 'tls-cert.pem');
  }

  /** Starts, or starts again on the same port with the same data. */
  async start() {
    const addresses = join(this.#data, 'addresses.json');
    await rm(addresses, { force: true });
    const port = this.origin ? new URL(this.origin).port : '0';
    const args = ['--listen', `127.0.0.1:${port}`, '--data', this.#data, '--config', this.configFile];
    if (this.#tls) {
      const tlsPort = this.addresses ? new URL(this.addresses.chimeTls).port : '0';
      args.push('--tls', 'self-signed', '--tls-listen', `127.0.0.1:${tlsPort}`);
    }
    if (process.env.CHIRRUP_SITE) args.push('--site', process.env.CHIRRUP_SITE);
    if (process.env.CHIRRUP_DESK) args.push('--desk', process.env.CHIRRUP_DESK);
    const child = spawn(binary(), args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => (this.#log += text));
    }
    for (let tries = 0; !existsSync(addresses); tries += 1) {
      if (tries > 400 || child.exitCode !== null) {
        child.kill('SIGKILL');
        throw new Error(`the server did not start:\n${this.#log}`);
      }
      await pause(25);
    }
    this.addresses = JSON.parse(await readFile(addresses, 'utf8'));
    this.origin = new URL(this.addresses.site).origin;
  }

  /** Ends it at once, as a power cut would. */
  kill() {
    return this.#end('SIGKILL');
  }

  /** Asks it to end. */
  stop() {
    return this.#end('SIGTERM');
  }

  /** Kill -9, and up again on the same port. */
  async restart() {
    await this.kill();
    await this.start();
  }

  async dispose() {
    await this.kill();
    await rm(this.#data, { recursive: true, force: true });
  }

  #end(signal) {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill(signal);
    });
  }
}
