// What a channel is, from its making to its end, and who finds it.

import { answered, fresh, instanceOf, recent, same } from '../clients.js';

export const channels = {
  'a channel is made, described, changed and deleted': async ({ owner }) => {
    const [ulla, bo] = [await owner.user('Ulla'), await owner.user('Bo')];
    const id = fresh('hall');
    const wanted = {
      AppInstanceArn: instanceOf(ulla.arn),
      ChannelId: id,
      Name: 'Hall',
      Mode: 'RESTRICTED',
      Privacy: 'PRIVATE',
      Metadata: '{"seats":400}',
      MemberArns: [bo.arn],
      ClientRequestToken: fresh('token'),
    };
    const { ChannelArn } = await answered(201, ulla.as('CreateChannel', wanted));
    same(ChannelArn, `${wanted.AppInstanceArn}/channel/${id}`);
    same((await ulla.as('CreateChannel', wanted)).ChannelArn, ChannelArn, 'the same request again');
    await owner.refused('ConflictException', ulla.as('CreateChannel', { ...wanted, Name: 'Other hall' }));
    await owner.refused('ConflictException', ulla.as('CreateChannel', { ...wanted, ClientRequestToken: fresh('token') }));
    const session = owner.session(bo);
    await session.start();

    const describe = async () => (await answered(200, bo.as('DescribeChannel', { ChannelArn }))).Channel;
    const made = await describe();
    same([made.ChannelArn, made.Name, made.Metadata], [ChannelArn, 'Hall', wanted.Metadata]);
    same([made.Mode, made.Privacy], ['RESTRICTED', 'PRIVATE']);
    same(made.CreatedBy, { Arn: ulla.arn, Name: 'Ulla' }, 'the founder');
    recent(made.CreatedTimestamp, 'CreatedTimestamp');
    recent(made.LastUpdatedTimestamp, 'LastUpdatedTimestamp');
    same(made.LastMessageTimestamp ?? null, null, 'the last message');

    const changes = { ChannelArn, Name: 'Great hall', Mode: 'UNRESTRICTED' };
    await owner.refused('ForbiddenException', bo.as('UpdateChannel', changes));
    same((await answered(200, ulla.as('UpdateChannel', changes))).ChannelArn, ChannelArn);
    await session.heard('UPDATE_CHANNEL', ({ Name }) => Name === 'Great hall');
    const changed = await describe();
    same([changed.Name, changed.Mode, changed.Metadata], ['Great hall', 'UNRESTRICTED', wanted.Metadata]);
    if (changed.LastUpdatedTimestamp <= made.LastUpdatedTimestamp) throw new Error('no later than it was made');

    await answered(204, ulla.as('DeleteChannel', { ChannelArn }));
    await session.heard('DELETE_CHANNEL', (channel) => channel.ChannelArn === ChannelArn);
    await owner.refused('ForbiddenException', ulla.as('DescribeChannel', { ChannelArn }));
    session.stop();
  },

  'channels are listed in pages, private ones to admins only': async ({ owner }) => {
    const AppInstanceArn = await owner.instance();
    const [ulla, bo] = [await owner.user('Ulla', AppInstanceArn), await owner.user('Bo', AppInstanceArn)];
    const seen = [];
    for (const _ of [1, 2, 3]) seen.push(await owner.channel([ulla]));
    const hidden = await owner.channel([ulla], { Privacy: 'PRIVATE' });
    const about = { AppInstanceArn, ChimeBearer: bo.arn };
    const pages = await owner.pages('ListChannels', about);
    same(pages.map((page) => page.Channels.length), [2, 1], 'the pages');
    same(pages.flatMap((page) => page.Channels.map((one) => one.ChannelArn)).sort(), seen.sort());
    await owner.refused('ForbiddenException', bo.as('ListChannels', { AppInstanceArn, Privacy: 'PRIVATE' }));
    await owner.refused('ForbiddenException', bo.as('DescribeChannel', { ChannelArn: hidden }));
    await owner.identify('CreateAppInstanceAdmin', { AppInstanceArn, AppInstanceAdminArn: bo.arn });
    const { Channels } = await answered(200, bo.as('ListChannels', { AppInstanceArn, Privacy: 'PRIVATE' }));
    same(Channels.map((one) => [one.ChannelArn, one.Privacy]), [[hidden, 'PRIVATE']]);
    await owner.refused('ForbiddenException', owner.as('ListChannels', { AppInstanceArn }));
  },

  'a page that was not offered is refused': async ({ owner }) => {
    const ulla = await owner.user('Ulla');
    const channel = await owner.channel([ulla, await owner.user('Bo')]);
    const list = (input) => ulla.as('ListChannelMemberships', { ChannelArn: channel, ...input });
    const { NextToken } = await list({ MaxResults: 1 });
    await owner.refused('BadRequestException', list({ MaxResults: 51 }));
    await owner.refused('BadRequestException', list({ NextToken: 'guessed' }));
    const other = await owner.channel([ulla]);
    await owner.refused('BadRequestException', list({ ChannelArn: other, NextToken }));
  },
};
