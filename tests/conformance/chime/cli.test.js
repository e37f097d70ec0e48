// The AWS command line, as an organiser would use it. AWS_CLI names the program; without it these tests say why
// they were left out.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { startServer } from '../../harness/server.js';

const program = process.env.AWS_CLI;
const skip = program ? false : `no AWS command line: ${process.env.WITHOUT_AWS_CLI ?? 'AWS_CLI is not set'}`;

describe('aws chime-sdk-messaging', { skip }, () => {
  let server;

  before(async () => {
    server = await startServer();
  });

  after(() => server?.dispose());

  const aws = async (service, operation, options) => {
    const { admin, chime } = server.addresses;
    const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, ...[value].flat()]);
    const { stdout } = await promisify(execFile)(
      program,
      [service, operation, '--endpoint-url', chime, '--region', admin.region, '--output', 'json', ...words],
      {
        env: {
          PATH: process.env.PATH,
          HOME: '/nonexistent',
          AWS_ACCESS_KEY_ID: admin.accessKeyId,
          AWS_SECRET_ACCESS_KEY: admin.secretAccessKey,
          AWS_EC2_METADATA_DISABLED: 'true',
          AWS_MAX_ATTEMPTS: '1',
        },
      },
    );
    return stdout ? JSON.parse(stdout) : undefined;
  };
  const messaging = (operation, options = {}) => aws('chime-sdk-messaging', operation, options);
  const bearer = () => ({ 'chime-bearer': server.addresses.admin.adminArn });

  test('an organiser makes a user and a channel, says something and reads it', async () => {
    const { admin, chime } = server.addresses;
    const { Endpoint } = await messaging('get-messaging-session-endpoint');
    assert.equal(Endpoint.Url, new URL(chime).host);
    const { AppInstanceUserArn } = await aws('chime-sdk-identity', 'create-app-instance-user', {
      'app-instance-arn': admin.appInstanceArn,
      'app-instance-user-id': 'ulla',
      name: 'Ulla',
    });
    assert.equal(AppInstanceUserArn, `${admin.appInstanceArn}/user/ulla`);
    const { ChannelArn } = await messaging('create-channel', {
      'app-instance-arn': admin.appInstanceArn,
      name: 'Main stage',
      'member-arns': [AppInstanceUserArn],
      ...bearer(),
    });
    const about = { 'channel-arn': ChannelArn, ...bearer() };
    await messaging('send-channel-message', { ...about, content: 'Doors are open', type: 'STANDARD', persistence: 'PERSISTENT' });
    const { ChannelMessages } = await messaging('list-channel-messages', about);
    assert.deepEqual(ChannelMessages.map((one) => one.Content), ['Doors are open']);
    // This release prints times as they come.
    assert.ok(Math.abs(ChannelMessages[0].CreatedTimestamp - Date.now() / 1000) < 120, 'seconds since 1970');
    const { ChannelMemberships } = await messaging('list-channel-memberships', about);
    assert.equal(ChannelMemberships.length, 2);
  });

  test('an error is named', async () => {
    const about = { 'channel-arn': `${server.addresses.admin.appInstanceArn}/channel/none`, ...bearer() };
    await assert.rejects(messaging('describe-channel', about), /ForbiddenException|NotFoundException/);
  });
});
