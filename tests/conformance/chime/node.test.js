// The official clients in Node, over TLS with a certificate that they were told to trust.

import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import * as identity from '@aws-sdk/client-chime-sdk-identity';
import * as messaging from '@aws-sdk/client-chime-sdk-messaging';

import { startServer } from '../../harness/server.js';
import { stories } from './stories.js';

/** What the service has and the server does not: copies of everything into streams, tags, phones, bots of Lex. */
const LEFT_OUT = /StreamingConfigurations|[Tt]ag(sFor)?Resource|AppInstanceUserEndpoint|AppInstanceBot/;

/** What the clients export under names that begin or end like this, without that part of the name. */
const exported = (affix) =>
  [identity, messaging]
    .flatMap((client) => Object.keys(client))
    .filter((name) => affix.test(name) && !LEFT_OUT.test(name))
    .map((name) => name.replace(affix, ''));

const NO_THROTTLE = '\n[chime.throttle]\nenabled = false\n';

describe('Chime clients in Node', () => {
  const calls = new Set();
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
      const hear = (answer) => {
        answer.calls?.forEach((call) => calls.add(call));
        end(answer.error);
      };
      const leave = (code) => end(`the process with the clients ended with ${code}`);
      teller.on('message', hear);
      teller.on('exit', leave);
      teller.send({ story, endpoint: server.addresses.chimeTls, admin: server.addresses.admin });
    });

  for (const story of Object.keys(stories)) test(story, () => tell(story));

  // After the stories, which note what was answered.
  test('no operation of the clients is in no story', () => {
    const operations = exported(/(?<=^\w+)Command$/);
    assert.ok(operations.length > 60, `${operations.length} operations`);
    assert.deepEqual(operations.filter((name) => !calls.has(name)), []);
  });

  test('no list that has pages is in no story that turns them', () => {
    const lists = exported(/^paginate/);
    assert.ok(lists.length > 12, `${lists.length} lists`);
    assert.deepEqual(lists.filter((name) => !calls.has(`${name} next`)), []);
  });
});
