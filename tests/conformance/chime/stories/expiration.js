// What goes by itself after some days: channels, users, messages.

import { answered, recent, same } from '../clients.js';

const DAYS = { ExpirationDays: 30, ExpirationCriterion: 'CREATED_TIMESTAMP' };

export const expiration = {
  'a channel is told when to go, and to stay': async ({ owner }) => {
    const [ulla, bo] = [await owner.user('Ulla'), await owner.user('Bo')];
    const ChannelArn = await owner.channel([ulla, bo], { ExpirationSettings: DAYS });
    const settings = async () => (await ulla.as('DescribeChannel', { ChannelArn })).Channel.ExpirationSettings ?? null;
    same(await settings(), DAYS);
    const quiet = { ExpirationDays: 7, ExpirationCriterion: 'LAST_MESSAGE_TIMESTAMP' };
    const put = (who, ExpirationSettings) => who.as('PutChannelExpirationSettings', { ChannelArn, ExpirationSettings });
    const answer = await answered(200, put(ulla, quiet));
    same([answer.ChannelArn, answer.ExpirationSettings], [ChannelArn, quiet], 'the answer');
    same(await settings(), quiet);
    await owner.refused('ForbiddenException', put(bo, quiet));
    await owner.refused('BadRequestException', put(ulla, { ...quiet, ExpirationDays: 5476 }));
    await owner.refused('BadRequestException', put(ulla, { ...quiet, ExpirationCriterion: 'NEVER' }));
    const stay = await owner.message('PutChannelExpirationSettings', { ChannelArn });
    same([stay.ChannelArn, stay.ExpirationSettings ?? null], [ChannelArn, null], 'the answer of the owner’s keys');
    same(await settings(), null);
  },

  'a user is told when to go, and to stay': async ({ owner }) => {
    const { arn: AppInstanceUserArn } = await owner.user('Ulla');
    const settings = async () => {
      const { AppInstanceUser } = await owner.identify('DescribeAppInstanceUser', { AppInstanceUserArn });
      return AppInstanceUser.ExpirationSettings ?? null;
    };
    const put = (ExpirationSettings) =>
      owner.identify('PutAppInstanceUserExpirationSettings', { AppInstanceUserArn, ExpirationSettings });
    same(await settings(), null);
    const answer = await answered(200, put(DAYS));
    same([answer.AppInstanceUserArn, answer.ExpirationSettings], [AppInstanceUserArn, DAYS], 'the answer');
    same(await settings(), DAYS);
    await owner.refused('BadRequestException', put({ ...DAYS, ExpirationCriterion: 'LAST_MESSAGE_TIMESTAMP' }));
    await owner.refused('BadRequestException', put({ ...DAYS, ExpirationDays: 0 }));
    same((await put(undefined)).ExpirationSettings ?? null, null);
    same(await settings(), null);
  },

  'an app instance is told how long to keep messages': async ({ owner }) => {
    const AppInstanceArn = await owner.instance();
    const get = () => answered(200, owner.identify('GetAppInstanceRetentionSettings', { AppInstanceArn }));
    const put = (RetentionDays) =>
      owner.identify('PutAppInstanceRetentionSettings', {
        AppInstanceArn,
        AppInstanceRetentionSettings: { ChannelRetentionSettings: { RetentionDays } },
      });
    const days = (answer) => answer.AppInstanceRetentionSettings.ChannelRetentionSettings.RetentionDays ?? null;
    same(days(await get()), null, 'the beginning');
    const answer = await answered(200, put(90));
    same(days(answer), 90, 'the answer');
    recent(answer.InitiateDeletionTimestamp, 'InitiateDeletionTimestamp');
    same(days(await get()), 90);
    await owner.refused('BadRequestException', put(0));
    await owner.refused('BadRequestException', put(5476));
    same(days(await put(undefined)), null);
    same(days(await get()), null, 'the end');
  },
};
