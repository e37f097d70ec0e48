// Elastic channels: members are in sub-channels, and hear only theirs.

import { answered, plain, same } from '../clients.js';

const ElasticChannelConfiguration = {
  MaximumSubChannels: 3,
  TargetMembershipsPerSubChannel: 3,
  MinimumMembershipPercentage: 40,
};

/** An elastic channel of Ulla, in an app instance of its own, because each may have one. */
async function arena(owner) {
  const AppInstanceArn = await owner.instance();
  const ulla = await owner.user('Ulla', AppInstanceArn);
  const elastic = { Mode: 'RESTRICTED', Privacy: 'PRIVATE', ElasticChannelConfiguration };
  const channel = await owner.channel([ulla], elastic);
  const join = async (name) => {
    const user = await owner.user(name, AppInstanceArn);
    const wanted = { ChannelArn: channel, MemberArn: user.arn, Type: 'DEFAULT' };
    const { SubChannelId } = await answered(201, ulla.as('CreateChannelMembership', wanted));
    return Object.assign(user, { part: SubChannelId });
  };
  const people = [];
  for (const name of ['Ann', 'Bo', 'Cy', 'Di', 'Ed', 'Flo', 'Gil']) people.push(await join(name));
  return { ulla, channel, people, elastic };
}

export const elastic = {
  'members fill sub-channels, which moderators list': async ({ owner }) => {
    const { ulla, channel, people, elastic } = await arena(owner);
    const described = (await ulla.as('DescribeChannel', { ChannelArn: channel })).Channel;
    same(described.ElasticChannelConfiguration, ElasticChannelConfiguration);
    const pages = await owner.pages('ListSubChannels', { ChannelArn: channel, ChimeBearer: ulla.arn });
    same(pages.map((page) => page.SubChannels.map((one) => one.MembershipCount)), [[3, 3], [1]]);
    const ids = pages.flatMap((page) => page.SubChannels.map((one) => one.SubChannelId));
    same(people.map((one) => ids.indexOf(one.part)), [0, 0, 0, 1, 1, 1, 2]);
    await owner.refused('ForbiddenException', people[0].as('ListSubChannels', { ChannelArn: channel }));
    const own = { AppInstanceUserArn: people[3].arn };
    const { ChannelMemberships } = await people[3].as('ListChannelMembershipsForAppInstanceUser', own);
    same(ChannelMemberships[0].AppInstanceUserMembershipSummary, { Type: 'DEFAULT', SubChannelId: ids[1] });
    const listed = await ulla.as('ListChannelMemberships', { ChannelArn: channel, SubChannelId: ids[1] });
    same(listed.ChannelMemberships.map((one) => one.Member.Name), ['Di', 'Ed', 'Flo']);

    const founder = (more) => owner.channel([ulla], { ...elastic, ...more });
    await owner.refused('ResourceLimitExceededException', founder({}));
    await owner.refused('BadRequestException', founder({ Mode: 'UNRESTRICTED' }));
    const ghost = { ChannelArn: channel, MemberArn: ulla.arn, Type: 'HIDDEN' };
    await owner.refused('BadRequestException', ulla.as('CreateChannelMembership', ghost));
    await owner.refused('BadRequestException', people[0].as('UpdateChannelReadMarker', { ChannelArn: channel }));
  },

  'what is said in a sub-channel stays there': async ({ owner }) => {
    const { ulla, channel, people } = await arena(owner);
    const [ann, bo, , di] = people;
    const [near, far] = [owner.session(bo), owner.session(di)];
    await Promise.all([near.start(), far.start()]);
    const here = { SubChannelId: ann.part };
    await owner.refused('BadRequestException', ann.as('SendChannelMessage', plain(channel, 'nowhere')));
    const there = { ...plain(channel, 'elsewhere'), SubChannelId: di.part };
    await owner.refused('ForbiddenException', ann.as('SendChannelMessage', there));
    const sent = await answered(201, ann.as('SendChannelMessage', { ...plain(channel, 'hi'), ...here }));
    same(sent.SubChannelId, ann.part);
    same((await near.text('hi')).payload.SubChannelId, ann.part);
    const about = { ChannelArn: channel, MessageId: sent.MessageId, ...here };
    same((await ulla.as('GetChannelMessage', about)).ChannelMessage.SubChannelId, ann.part, 'what a moderator sees');
    same((await ann.as('GetChannelMessageStatus', about)).Status, { Value: 'SENT' });
    same((await ann.as('UpdateChannelMessage', { ...about, Content: 'hello' })).SubChannelId, ann.part);
    same((await ulla.as('RedactChannelMessage', about)).SubChannelId, ann.part);
    await near.heard('REDACT_CHANNEL_MESSAGE', ({ MessageId }) => MessageId === sent.MessageId);
    const listed = await bo.as('ListChannelMessages', { ChannelArn: channel });
    same([listed.SubChannelId, listed.ChannelMessages.length, listed.ChannelMessages[0].Redacted], [ann.part, 1, true]);
    await owner.refused('ForbiddenException', di.as('ListChannelMessages', { ChannelArn: channel, ...here }));
    await di.as('SendChannelMessage', { ...plain(channel, 'later'), SubChannelId: di.part });
    await far.text('later');
    same(far.all('CREATE_CHANNEL_MESSAGE').length, 1, 'what the others hear');
    near.stop();
    far.stop();
  },

  'a moderator goes where they say, and who is left over is moved': async ({ owner }) => {
    const { ulla, channel, people } = await arena(owner);
    const [ann, , , di, ed, flo, gil] = people;
    const wanted = { ChannelArn: channel, MemberArn: ulla.arn, Type: 'DEFAULT', SubChannelId: flo.part };
    same((await answered(201, ulla.as('CreateChannelMembership', wanted))).SubChannelId, flo.part);
    const { ChannelMembership } = await ulla.as('DescribeChannelMembership', wanted);
    same([ChannelMembership.SubChannelId, ChannelMembership.Member.Arn], [flo.part, ulla.arn]);
    const [moved, staff] = [owner.session(flo), owner.session(ulla)];
    await Promise.all([moved.start(), staff.start()]);
    const leave = (user, more) => ({ ChannelArn: channel, MemberArn: user.arn, ...more });
    await owner.refused('BadRequestException', di.as('DeleteChannelMembership', leave(di, { SubChannelId: di.part })));
    for (const user of [ann, di]) await answered(204, user.as('DeleteChannelMembership', leave(user)));
    await answered(204, ulla.as('DeleteChannelMembership', leave(ed, { SubChannelId: ed.part })));
    const { payload } = await moved.heard('UPDATE_CHANNEL_MEMBERSHIP', ({ Member }) => Member.Arn === flo.arn);
    same([ann.part, gil.part].includes(payload.SubChannelId), true, 'moved to where others are');
    await staff.heard('DELETE_CHANNEL_MEMBERSHIP', ({ Member }) => Member.Arn === ulla.arn);
    const about = { ChannelArn: channel, MemberArn: flo.arn };
    const { ChannelMembership: now } = await flo.as('DescribeChannelMembership', about);
    same(now.SubChannelId, payload.SubChannelId);
    const { SubChannels } = await ulla.as('ListSubChannels', { ChannelArn: channel });
    same(SubChannels.map((one) => one.SubChannelId), [ann.part, gil.part], 'what is left');
    moved.stop();
    staff.stop();
  },
};
