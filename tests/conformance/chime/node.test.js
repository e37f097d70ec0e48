// The official clients in Node, over TLS with a certificate that they were told to trust.

import { fork } from 'node:child_process';
import { after, before, describe, test } from 'node:test';

import { startServer } from '../../harness/server.js';
import { stories } from './stories.js';

const NO_THROTTLE = '\n[chime.throttle]\nenabled = false\n';

describe('Chime clients in Node', () => {
  let server, teller;

  before(async () => {
    server = await startServer({ settings: NO_THROTTLE, tls: true });
    teller = fork(new URL('storyteller.js', import.meta.url), {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: server.certificate },
    });
  });

  after(async () => {
    teller?.kill();
    await server?.dispose();
  });

  const tell = (story) =>
    new Promise((resolve, reject) => {
      const end = (error) => {
        teller.off('message', hear);
        teller.off('exit', leave);
        if (error) reject(new Error(error));
        else resolve();
      };
      const hear = (answer) => end(answer.error);
      const leave = (code) => end(`the process with the clients ended with ${code}`);
      teller.on('message', hear);
      teller.on('exit', leave);
      teller.send({ story, endpoint: server.addresses.chimeTls, admin: server.addresses.admin });
    });

  for (const story of Object.keys(stories)) test(story, () => tell(story));
});
