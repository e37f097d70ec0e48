// What the official clients do with the server, told once for Node and once for a browser.
//
// Each story gets an instance as its owner sees it, and makes users and channels of its own.

import { failure, plain, same, until } from './clients.js';

export const stories = {
  'a session starts, hears what is said, and stops': async ({ owner }) => {
    const [ulla, bo] = [await owner.user('Ulla'), await owner.user('Bo')];
    const channel = await owner.channel([ulla, bo]);
    const session = owner.session(bo);
    await session.start();
    await session.heard('SESSION_ESTABLISHED');
    // News of the memberships, made just before, may still come after it.
    same(session.log.slice(0, 2).map((entry) => entry.type), ['started', 'SESSION_ESTABLISHED'], 'the beginning');
    const { MessageId } = await ulla.as('SendChannelMessage', { ...plain(channel, 'Hi all'), Metadata: '{"k":1}' });
    const { kind, payload } = await session.text('Hi all');
    same(kind, 'STANDARD', 'the type');
    same([payload.MessageId, payload.ChannelArn], [MessageId, channel]);
    same([payload.Sender.Arn, payload.Sender.Name, payload.Metadata], [ulla.arn, 'Ulla', '{"k":1}']);
    same(new Date(payload.CreatedTimestamp).toISOString(), payload.CreatedTimestamp, 'the time');
    session.stop();
    await session.heard('stopped');
  },

  'typing is told and not kept': async ({ owner }) => {
    const [ulla, bo] = [await owner.user('Ulla'), await owner.user('Bo')];
    const channel = await owner.channel([ulla, bo]);
    const session = owner.session(bo);
    await session.start();
    await ulla.as('SendChannelMessage', {
      ChannelArn: channel,
      Content: '{"Typing":"Indicator"}',
      Type: 'CONTROL',
      Persistence: 'NON_PERSISTENT',
    });
    same((await session.text('{"Typing":"Indicator"}')).kind, 'CONTROL', 'the type');
    const { ChannelMessages } = await bo.as('ListChannelMessages', { ChannelArn: channel });
    same(ChannelMessages, [], 'the list');
    session.stop();
  },

  'prefetch tells of the channels, then of what happens': async ({ owner }) => {
    const [ulla, bo] = [await owner.user('Ulla'), await owner.user('Bo')];
    const channels = [await owner.channel([ulla, bo]), await owner.channel([bo, ulla])];
    for (const number of Array(21).keys()) await ulla.as('SendChannelMessage', plain(channels[0], `m${number}`));
    const session = owner.session(bo, { prefetch: true, sortBy: 'last-message-timestamp' });
    await session.start();
    await ulla.as('SendChannelMessage', plain(channels[1], 'live'));
    await session.text('live');
    const types = session.log.map((entry) => entry.type);
    same(types.slice(0, 4), ['started', 'SESSION_ESTABLISHED', 'CHANNEL_DETAILS', 'CHANNEL_DETAILS'], 'the order');
    const [first, second] = session.all('CHANNEL_DETAILS').map((entry) => entry.payload);
    same([first.Channel.ChannelArn, second.Channel.ChannelArn], channels, 'the channels');
    same([first.ChannelMessages.length, first.ChannelMessagesHasMore], [20, true], 'the messages');
    same(first.ChannelMessages[0].Content, 'm20', 'the newest');
    same(first.ChannelMemberships.map((one) => one.Member.Arn).sort(), [ulla.arn, bo.arn].sort(), 'the members');
    session.stop();
  },

  'members who come and go while connected hear what concerns them': async ({ owner }) => {
    const [ulla, bo] = [await owner.user('Ulla'), await owner.user('Bo')];
    const channel = await owner.channel([ulla]);
    const session = owner.session(bo);
    await session.start();
    await ulla.as('SendChannelMessage', plain(channel, 'before'));
    await ulla.as('CreateChannelMembership', { ChannelArn: channel, MemberArn: bo.arn, Type: 'DEFAULT' });
    await session.heard('CREATE_CHANNEL_MEMBERSHIP', ({ Member }) => Member.Arn === bo.arn);
    await ulla.as('SendChannelMessage', plain(channel, 'during'));
    await session.text('during');
    await bo.as('DeleteChannelMembership', { ChannelArn: channel, MemberArn: bo.arn });
    await session.heard('DELETE_CHANNEL_MEMBERSHIP', ({ Member }) => Member.Arn === bo.arn);
    await ulla.as('SendChannelMessage', plain(channel, 'after'));
    const elsewhere = await owner.channel([bo]);
    await bo.as('SendChannelMessage', plain(elsewhere, 'last'));
    await session.text('last');
    same(session.all('CREATE_CHANNEL_MESSAGE').map((entry) => entry.payload.Content), ['during', 'last']);
    session.stop();
  },

  'edits, redactions and deletions are told and listed': async ({ owner }) => {
    const [ulla, bo] = [await owner.user('Ulla'), await owner.user('Bo')];
    const channel = await owner.channel([ulla, bo]);
    const session = owner.session(bo);
    await session.start();
    const say = async (text) => (await ulla.as('SendChannelMessage', plain(channel, text))).MessageId;
    const [edited, redacted, deleted] = [await say('one'), await say('two'), await say('three')];
    const about = (MessageId) => ({ ChannelArn: channel, MessageId });
    await ulla.as('UpdateChannelMessage', { ...about(edited), Content: 'one more' });
    await ulla.as('RedactChannelMessage', about(redacted));
    await owner.message('DeleteChannelMessage', { ...about(deleted), ChimeBearer: owner.admin });
    const of = (id) => ({ MessageId }) => MessageId === id;
    same((await session.heard('UPDATE_CHANNEL_MESSAGE', of(edited))).payload.Content, 'one more');
    same((await session.heard('REDACT_CHANNEL_MESSAGE', of(redacted))).payload.Redacted, true);
    await session.heard('DELETE_CHANNEL_MESSAGE', of(deleted));
    const { ChannelMessages } = await bo.as('ListChannelMessages', { ChannelArn: channel, SortOrder: 'ASCENDING' });
    same(ChannelMessages.map((one) => one.Content ?? null), ['one more', null], 'the list');
    const [first] = ChannelMessages;
    if (!(first.CreatedTimestamp instanceof Date)) throw new Error('times are numbers in REST bodies');
    if (Math.abs(first.CreatedTimestamp - Date.now()) > 60_000) throw new Error(`${first.CreatedTimestamp}`);
    session.stop();
  },

  'history comes fifty at a time': async ({ owner }) => {
    const ulla = await owner.user('Ulla');
    const channel = await owner.channel([ulla]);
    for (const number of Array(55).keys()) await ulla.as('SendChannelMessage', plain(channel, `m${number}`));
    const list = (more) => ulla.as('ListChannelMessages', { ChannelArn: channel, MaxResults: 50, ...more });
    const first = await list();
    same([first.ChannelMessages.length, first.ChannelMessages[0].Content], [50, 'm54']);
    const second = await list({ NextToken: first.NextToken });
    same(second.ChannelMessages.map((one) => one.Content), ['m4', 'm3', 'm2', 'm1', 'm0']);
    same(second.NextToken ?? null, null, 'the last token');
    const since = await list({ NotBefore: first.ChannelMessages[49].CreatedTimestamp, SortOrder: 'ASCENDING' });
    same(since.ChannelMessages[0].Content, 'm5', 'the first since');
  },

  'moderators, bans and roles': async ({ owner }) => {
    const [ulla, bo] = [await owner.user('Ulla'), await owner.user('Bo')];
    const channel = await owner.channel([ulla, bo]);
    const session = owner.session(bo);
    await session.start();
    same((await failure(bo.as('CreateChannelBan', { ChannelArn: channel, MemberArn: ulla.arn }))).name, 'ForbiddenException');
    const { ChannelModerators } = await ulla.as('ListChannelModerators', { ChannelArn: channel });
    same(ChannelModerators.map((one) => one.Moderator.Arn), [ulla.arn]);
    await ulla.as('CreateChannelBan', { ChannelArn: channel, MemberArn: bo.arn });
    await session.heard('DELETE_CHANNEL_MEMBERSHIP', ({ Member }) => Member.Arn === bo.arn);
    same((await failure(bo.as('SendChannelMessage', plain(channel, 'still here')))).name, 'ForbiddenException');
    await ulla.as('DeleteChannelBan', { ChannelArn: channel, MemberArn: bo.arn });
    session.stop();
  },

  'errors have the names of the service': async ({ owner }) => {
    const ulla = await owner.user('Ulla');
    const channel = await owner.channel([ulla]);
    const names = [
      ['ListChannelMessages', { ChannelArn: channel, MaxResults: 51 }, 'BadRequestException', 400],
      ['GetChannelMessage', { ChannelArn: channel, MessageId: 'nothing' }, 'NotFoundException', 404],
      ['DescribeChannel', { ChannelArn: `${channel}-other` }, 'ForbiddenException', 403],
      ['SendChannelMessage', plain(channel, 'ü'.repeat(2049)), 'BadRequestException', 400],
    ];
    for (const [operation, input, name, status] of names) {
      const error = await failure(ulla.as(operation, input));
      same([error.name, error.$metadata.httpStatusCode], [name, status]);
    }
  },

  'keys that are wrong end the session for good': async ({ owner, sdk, socketHost, admin }) => {
    const ulla = await owner.user('Ulla');
    const chime = new sdk.messaging.ChimeSDKMessagingClient({
      region: admin.region,
      credentials: { accessKeyId: admin.accessKeyId, secretAccessKey: 'guessed' },
    });
    const session = owner.session(ulla, { endpointUrl: socketHost, chime });
    same((await failure(session.start())).code, 4401, 'the close code');
  },

  'ten sockets of one user hear the same': async ({ owner }) => {
    const ulla = await owner.user('Ulla');
    const channel = await owner.channel([ulla]);
    const sessions = Array.from({ length: 10 }, () => owner.session(ulla));
    await Promise.all(sessions.map((session) => session.start()));
    await ulla.as('SendChannelMessage', plain(channel, 'to all of me'));
    for (const session of sessions) await session.text('to all of me');
    for (const session of sessions) session.stop();
    await until('the end of all', () => sessions.every((session) => session.all('stopped').length === 1));
  },
};
