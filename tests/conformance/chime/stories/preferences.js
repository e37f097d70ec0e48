// What a member wants to be notified of. The server keeps it and pushes nothing.

import { answered, same } from '../clients.js';

export const preferences = {
  'a member’s preferences are kept as they were put': async ({ owner }) => {
    const [ulla, bo] = [await owner.user('Ulla'), await owner.user('Bo')];
    const channel = await owner.channel([ulla, bo]);
    const about = { ChannelArn: channel, MemberArn: bo.arn };
    const before = await answered(200, bo.as('GetChannelMembershipPreferences', about));
    same([before.ChannelArn, before.Member], [channel, { Arn: bo.arn, Name: 'Bo' }]);
    same(before.Preferences, {}, 'the beginning');
    const FilterRule = '{"type":["mention",{"anything-but":["joke"]}]}';
    const Preferences = { PushNotifications: { AllowNotifications: 'FILTERED', FilterRule } };
    const put = await answered(200, bo.as('PutChannelMembershipPreferences', { ...about, Preferences }));
    same([put.ChannelArn, put.Member.Arn, put.Preferences], [channel, bo.arn, Preferences], 'the answer');
    same((await owner.as('GetChannelMembershipPreferences', about)).Preferences, Preferences, 'what an admin sees');
    await owner.refused('ForbiddenException', ulla.as('GetChannelMembershipPreferences', about));
    const wrong = (PushNotifications) =>
      owner.refused('BadRequestException', bo.as('PutChannelMembershipPreferences', { ...about, Preferences: { PushNotifications } }));
    await wrong({ AllowNotifications: 'FILTERED' });
    await wrong({ AllowNotifications: 'SOME' });
    await wrong({ AllowNotifications: 'FILTERED', FilterRule: 'mentions only' });
  },
};
