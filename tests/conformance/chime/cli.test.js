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

  const makeUser = async (id, name) => {
    const instance = server.addresses.admin.appInstanceArn;
    const { AppInstanceUserArn } = await aws('chime-sdk-identity', 'create-app-instance-user', {
      'app-instance-arn': instance,
      'app-instance-user-id': id,
      name,
    });
    assert.equal(AppInstanceUserArn, `${instance}/user/${id}`);
    return AppInstanceUserArn;
  };

  /** Makes a channel, and answers what calls about it have in common. */
  const makeChannel = async (name, ...members) => {
    const { ChannelArn } = await messaging('create-channel', {
      'app-instance-arn': server.addresses.admin.appInstanceArn,
      name,
      'member-arns': members,
      ...bearer(),
    });
    return { 'channel-arn': ChannelArn, ...bearer() };
  };

  test('an organiser makes a user and a channel, says something and reads it', async () => {
    const { Endpoint } = await messaging('get-messaging-session-endpoint');
    assert.equal(Endpoint.Url, new URL(server.addresses.chime).host);
    const about = await makeChannel('Main stage', await makeUser('ulla', 'Ulla'));
    await messaging('send-channel-message', { ...about, content: 'Doors are open', type: 'STANDARD', persistence: 'PERSISTENT' });
    const { ChannelMessages } = await messaging('list-channel-messages', about);
    assert.deepEqual(ChannelMessages.map((one) => one.Content), ['Doors are open']);
    // This release prints times as they come.
    assert.ok(Math.abs(ChannelMessages[0].CreatedTimestamp - Date.now() / 1000) < 120, 'seconds since 1970');
    const { ChannelMemberships } = await messaging('list-channel-memberships', about);
    assert.equal(ChannelMemberships.length, 2);
  });

  test('an organiser sends somebody away, and lets them come back', async () => {
    const bo = await makeUser('bo', 'Bo');
    const about = await makeChannel('Side stage', bo);
    const ban = { ...about, 'member-arn': bo };
    const { Member } = await messaging('create-channel-ban', ban);
    assert.deepEqual(Member, { Arn: bo, Name: 'Bo' });
    const { ChannelBans } = await messaging('list-channel-bans', about);
    assert.deepEqual(ChannelBans, [{ Member }]);
    const { ChannelBan } = await messaging('describe-channel-ban', ban);
    assert.equal(ChannelBan.CreatedBy.Arn, server.addresses.admin.adminArn);
    assert.equal(await messaging('delete-channel-ban', ban), undefined, 'nothing to print');
    await assert.rejects(messaging('describe-channel-ban', ban), /NotFoundException/);
  });

  test('an organiser has messages looked at', async () => {
    const processor = {
      Name: 'Review',
      Configuration: { Lambda: { ResourceArn: 'http://127.0.0.1:9/look', InvocationType: 'ASYNC' } },
      ExecutionOrder: 1,
      FallbackAction: 'CONTINUE',
    };
    const { ChannelFlowArn } = await messaging('create-channel-flow', {
      'app-instance-arn': server.addresses.admin.appInstanceArn,
      name: 'Review',
      processors: JSON.stringify([processor]),
    });
    const flow = { 'channel-flow-arn': ChannelFlowArn };
    const { ChannelFlow } = await messaging('describe-channel-flow', flow);
    assert.deepEqual([ChannelFlow.Name, ChannelFlow.Processors], ['Review', [processor]]);
    const about = await makeChannel('Back stage', await makeUser('cy', 'Cy'));
    await messaging('associate-channel-flow', { ...about, ...flow });
    const { Channels } = await messaging('list-channels-associated-with-channel-flow', flow);
    assert.deepEqual(Channels.map((one) => one.ChannelArn), [about['channel-arn']]);
    await assert.rejects(messaging('delete-channel-flow', flow), /ConflictException/);
    await messaging('disassociate-channel-flow', { ...about, ...flow });
    await messaging('delete-channel-flow', flow);
    await assert.rejects(messaging('describe-channel-flow', flow), /ForbiddenException/);
  });

  test('an error is named', async () => {
    const about = { 'channel-arn': `${server.addresses.admin.appInstanceArn}/channel/none`, ...bearer() };
    await assert.rejects(messaging('describe-channel', about), /ForbiddenException|NotFoundException/);
  });
});
