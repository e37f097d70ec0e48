// Who keeps order in a channel.

import { answered, recent, same } from '../clients.js';

export const moderators = {
  'a moderator is named, keeps order, and is one no more': async ({ owner }) => {
    const [ulla, bo] = [await owner.user('Ulla'), await owner.user('Bo')];
    const channel = await owner.channel([ulla, bo]);
    const rename = (user) => user.as('UpdateChannel', { ChannelArn: channel, Name: `of ${user.name}`, Mode: 'UNRESTRICTED' });
    await owner.refused('ForbiddenException', rename(bo));
    const about = { ChannelArn: channel, ChannelModeratorArn: bo.arn };
    await owner.refused('ForbiddenException', bo.as('CreateChannelModerator', about));
    const named = await answered(201, ulla.as('CreateChannelModerator', about));
    same([named.ChannelArn, named.ChannelModerator], [channel, { Arn: bo.arn, Name: 'Bo' }], 'the answer');
    await owner.refused('ConflictException', ulla.as('CreateChannelModerator', about));
    await rename(bo);
    const { ChannelModerator } = await answered(200, ulla.as('DescribeChannelModerator', about));
    const { Moderator, CreatedBy } = ChannelModerator;
    same([ChannelModerator.ChannelArn, Moderator.Arn, CreatedBy], [channel, bo.arn, { Arn: ulla.arn, Name: 'Ulla' }]);
    recent(ChannelModerator.CreatedTimestamp);
    await answered(204, ulla.as('DeleteChannelModerator', about));
    await owner.refused('NotFoundException', ulla.as('DescribeChannelModerator', about));
    await owner.refused('ForbiddenException', rename(bo));
  },

  'moderators are listed in pages, to all members': async ({ owner }) => {
    const people = [await owner.user('Ulla'), await owner.user('Bo'), await owner.user('Cy')];
    const [ulla, bo, cy] = people;
    const dan = await owner.user('Dan');
    const channel = await owner.channel([ulla, bo, dan], { ModeratorArns: [bo.arn, cy.arn], Privacy: 'PRIVATE' });
    const pages = await owner.pages('ListChannelModerators', { ChannelArn: channel, ChimeBearer: dan.arn });
    const found = pages.map((page) => page.ChannelModerators.map((one) => one.Moderator.Arn));
    same(found.map((page) => page.length), [2, 1], 'the pages');
    same(found.flat().sort(), people.map((one) => one.arn).sort());
    const stranger = await owner.user('Eve');
    await owner.refused('ForbiddenException', stranger.as('ListChannelModerators', { ChannelArn: channel }));
  },

  'which channels somebody moderates': async ({ owner }) => {
    const [ulla, bo] = [await owner.user('Ulla'), await owner.user('Bo')];
    const channels = [];
    for (const _ of [1, 2, 3]) channels.push(await owner.channel([ulla, bo]));
    const other = await owner.channel([bo, ulla]);
    const of = (user) => ({ AppInstanceUserArn: user.arn, ChimeBearer: user.arn });
    const pages = await owner.pages('ListChannelsModeratedByAppInstanceUser', of(ulla));
    const found = pages.map((page) => page.Channels.map((one) => one.ChannelSummary));
    same(found.map((page) => page.length), [2, 1], 'the pages');
    same(found.flat().map((one) => one.ChannelArn).sort(), channels.sort());
    same([found[0][0].Mode, found[0][0].Privacy], ['UNRESTRICTED', 'PUBLIC']);
    const describe = 'DescribeChannelModeratedByAppInstanceUser';
    const { Channel } = await answered(200, ulla.as(describe, { ...of(ulla), ChannelArn: channels[0] }));
    same(Channel.ChannelSummary.ChannelArn, channels[0]);
    await owner.refused('ForbiddenException', ulla.as(describe, { ...of(ulla), ChannelArn: other }));
    const asked = { AppInstanceUserArn: ulla.arn };
    await owner.refused('ForbiddenException', bo.as('ListChannelsModeratedByAppInstanceUser', asked));
    same((await owner.as('ListChannelsModeratedByAppInstanceUser', asked)).Channels.length, 3, 'what an admin sees');
  },
};
