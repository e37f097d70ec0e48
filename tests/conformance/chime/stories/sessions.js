// A messaging session, from its start to its end, and what it hears meanwhile.

import { failure, plain, same, until } from '../clients.js';

export const sessions = {
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
