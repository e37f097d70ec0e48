// Who is in a channel, how they got there, and how far they have read.

import { answered, plain, recent, same } from '../clients.js';

export const memberships = {
  'a member comes, is described, and goes': async ({ owner }) => {
    const [ulla, bo] = [await owner.user('Ulla'), await owner.user('Bo')];
    const channel = await owner.channel([ulla], { Privacy: 'PRIVATE', Mode: 'RESTRICTED' });
    const about = { ChannelArn: channel, MemberArn: bo.arn };
    await owner.refused('ForbiddenException', bo.as('CreateChannelMembership', { ...about, Type: 'DEFAULT' }));
    await owner.refused('NotFoundException', ulla.as('DescribeChannelMembership', about));
    const joined = await answered(201, ulla.as('CreateChannelMembership', { ...about, Type: 'DEFAULT' }));
    same([joined.ChannelArn, joined.Member], [channel, { Arn: bo.arn, Name: 'Bo' }], 'the answer');
    await owner.refused('ConflictException', ulla.as('CreateChannelMembership', { ...about, Type: 'DEFAULT' }));
    const nobody = { ...about, MemberArn: `${bo.arn}-other`, Type: 'DEFAULT' };
    await owner.refused('NotFoundException', ulla.as('CreateChannelMembership', nobody));
    const { ChannelMembership } = await answered(200, bo.as('DescribeChannelMembership', about));
    same([ChannelMembership.ChannelArn, ChannelMembership.Type, ChannelMembership.Member.Arn], [channel, 'DEFAULT', bo.arn]);
    same(ChannelMembership.InvitedBy, { Arn: ulla.arn, Name: 'Ulla' });
    recent(ChannelMembership.CreatedTimestamp, 'CreatedTimestamp');
    recent(ChannelMembership.LastUpdatedTimestamp, 'LastUpdatedTimestamp');
    await answered(204, bo.as('DeleteChannelMembership', about));
    await owner.refused('ForbiddenException', bo.as('DescribeChannelMembership', about));
  },

  'members are listed in pages, hidden ones to those who ask for them': async ({ owner }) => {
    const people = [await owner.user('Ulla'), await owner.user('Bo'), await owner.user('Cy')];
    const [ulla, bo] = people;
    const channel = await owner.channel(people);
    const ghost = await owner.user('Ghost');
    await ulla.as('CreateChannelMembership', { ChannelArn: channel, MemberArn: ghost.arn, Type: 'HIDDEN' });
    const pages = await owner.pages('ListChannelMemberships', { ChannelArn: channel, ChimeBearer: bo.arn });
    const found = pages.map((page) => page.ChannelMemberships.map((one) => one.Member.Arn));
    same(found.map((page) => page.length), [2, 1], 'the pages');
    same(found.flat().sort(), people.map((one) => one.arn).sort());
    const hidden = { ChannelArn: channel, Type: 'HIDDEN' };
    await owner.refused('ForbiddenException', bo.as('ListChannelMemberships', hidden));
    const { ChannelMemberships } = await ulla.as('ListChannelMemberships', hidden);
    same(ChannelMemberships.map((one) => one.Member), [{ Arn: ghost.arn, Name: 'Ghost' }]);
    await owner.refused('ForbiddenException', ghost.as('SendChannelMessage', plain(channel, 'boo')));
  },

  'many are brought in at once, and who cannot come keeps nobody else out': async ({ owner }) => {
    const [ulla, bo, cy, dan] = [await owner.user('Ulla'), await owner.user('Bo'), await owner.user('Cy'), await owner.user('Dan')];
    const channel = await owner.channel([ulla, bo]);
    await ulla.as('CreateChannelBan', { ChannelArn: channel, MemberArn: dan.arn });
    const nobody = `${bo.arn}-other`;
    const session = owner.session(bo);
    await session.start();
    const answer = await answered(
      200,
      ulla.as('BatchCreateChannelMembership', { ChannelArn: channel, MemberArns: [bo.arn, cy.arn, dan.arn, nobody] }),
    );
    const { BatchChannelMemberships: together, Errors } = answer;
    same([together.ChannelArn, together.Type, together.InvitedBy.Arn], [channel, 'DEFAULT', ulla.arn]);
    same(together.Members, [{ Arn: cy.arn, Name: 'Cy' }]);
    same(Errors.map((one) => [one.MemberArn, one.ErrorCode]), [[bo.arn, 'Conflict'], [dan.arn, 'Forbidden'], [nobody, 'NotFound']]);
    const { payload } = await session.heard('BATCH_CREATE_CHANNEL_MEMBERSHIP');
    same(payload.Members.map((one) => one.Arn), [cy.arn]);
    const crowd = { ChannelArn: channel, MemberArns: Array(101).fill(cy.arn) };
    await owner.refused('BadRequestException', ulla.as('BatchCreateChannelMembership', crowd));
    session.stop();
  },

  'a user’s own channels, and how far they are read': async ({ owner }) => {
    const [ulla, bo] = [await owner.user('Ulla'), await owner.user('Bo')];
    const channels = [];
    for (const _ of [1, 2, 3]) channels.push(await owner.channel([ulla, bo]));
    const [channel] = channels;
    const own = { AppInstanceUserArn: bo.arn };
    const pages = await owner.pages('ListChannelMembershipsForAppInstanceUser', { ...own, ChimeBearer: bo.arn });
    const found = pages.map((page) => page.ChannelMemberships);
    same(found.map((page) => page.length), [2, 1], 'the pages');
    same(found.flat().map((one) => one.ChannelSummary.ChannelArn).sort(), [...channels].sort());
    same(found.flat().map((one) => one.AppInstanceUserMembershipSummary), Array(3).fill({ Type: 'DEFAULT' }));
    await owner.refused('ForbiddenException', ulla.as('ListChannelMembershipsForAppInstanceUser', own));

    await ulla.as('SendChannelMessage', plain(channel, 'unread'));
    same((await answered(200, bo.as('UpdateChannelReadMarker', { ChannelArn: channel }))).ChannelArn, channel);
    const about = { ...own, ChannelArn: channel };
    const describe = 'DescribeChannelMembershipForAppInstanceUser';
    const { ChannelMembership } = await answered(200, bo.as(describe, about));
    const { ChannelSummary: summary, AppInstanceUserMembershipSummary: membership } = ChannelMembership;
    same([summary.ChannelArn, membership.Type], [channel, 'DEFAULT']);
    recent(membership.ReadMarkerTimestamp, 'ReadMarkerTimestamp');
    if (membership.ReadMarkerTimestamp < summary.LastMessageTimestamp) throw new Error('what is there is read');
    await owner.refused('ForbiddenException', ulla.as(describe, about));
    await owner.refused('ForbiddenException', owner.as('UpdateChannelReadMarker', { ChannelArn: channel }));
  },
};
