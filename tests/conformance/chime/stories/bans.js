// Who may not come in.

import { answered, plain, recent, same } from '../clients.js';

export const bans = {
  'a banned member is out, and comes back once the ban is lifted': async ({ owner }) => {
    const [ulla, bo] = [await owner.user('Ulla'), await owner.user('Bo')];
    const channel = await owner.channel([ulla, bo]);
    const session = owner.session(bo);
    await session.start();
    const about = { ChannelArn: channel, MemberArn: bo.arn };
    await owner.refused('ForbiddenException', bo.as('CreateChannelBan', { ...about, MemberArn: ulla.arn }));
    const banned = await answered(201, ulla.as('CreateChannelBan', about));
    same([banned.ChannelArn, banned.Member], [channel, { Arn: bo.arn, Name: 'Bo' }], 'the answer');
    await session.heard('DELETE_CHANNEL_MEMBERSHIP', ({ Member }) => Member.Arn === bo.arn);
    await owner.refused('ForbiddenException', bo.as('SendChannelMessage', plain(channel, 'still here')));
    const { ChannelBan } = await answered(200, ulla.as('DescribeChannelBan', about));
    same([ChannelBan.ChannelArn, ChannelBan.Member.Arn, ChannelBan.CreatedBy], [channel, bo.arn, { Arn: ulla.arn, Name: 'Ulla' }]);
    recent(ChannelBan.CreatedTimestamp);
    const back = { ...about, Type: 'DEFAULT' };
    await owner.refused('ForbiddenException', ulla.as('CreateChannelMembership', back));
    await answered(204, ulla.as('DeleteChannelBan', about));
    await owner.refused('NotFoundException', ulla.as('DescribeChannelBan', about));
    await ulla.as('CreateChannelMembership', back);
    await bo.as('SendChannelMessage', plain(channel, 'back again'));
    session.stop();
  },

  'bans are listed in pages, to those who keep order': async ({ owner }) => {
    const [ulla, bo] = [await owner.user('Ulla'), await owner.user('Bo')];
    const channel = await owner.channel([ulla, bo]);
    const names = ['Cy', 'Di', 'Ed'];
    for (const name of names) {
      const { arn } = await owner.user(name);
      await ulla.as('CreateChannelBan', { ChannelArn: channel, MemberArn: arn });
      await owner.refused('ConflictException', ulla.as('CreateChannelBan', { ChannelArn: channel, MemberArn: arn }));
    }
    const pages = await owner.pages('ListChannelBans', { ChannelArn: channel, ChimeBearer: ulla.arn });
    const found = pages.map((page) => page.ChannelBans.map((one) => one.Member.Name));
    same(found.map((page) => page.length), [2, 1], 'the pages');
    same(found.flat().sort(), names);
    same(pages.map((page) => page.ChannelArn), [channel, channel]);
    await owner.refused('ForbiddenException', bo.as('ListChannelBans', { ChannelArn: channel }));
    const moderator = { ChannelArn: channel, MemberArn: ulla.arn };
    await owner.refused('ForbiddenException', owner.as('CreateChannelBan', moderator));
  },
};
