// Finding channels by who is in them.

import { answered, same } from '../clients.js';

export const search = {
  'channels are found by their members': async ({ owner }) => {
    const [ulla, bo, cy] = [await owner.user('Ulla'), await owner.user('Bo'), await owner.user('Cy')];
    const pair = await owner.channel([ulla, bo]);
    const all = await owner.channel([ulla, bo, cy]);
    const rest = await owner.channel([bo, cy]);
    const field = (Operator, ...users) => ({ Key: 'MEMBERS', Operator, Values: users.map((user) => user.arn) });
    const found = async (Fields, who) => {
      const answer = await answered(200, owner.message('SearchChannels', { Fields, ChimeBearer: who?.arn }));
      return answer.Channels.map((one) => one.ChannelArn).sort();
    };
    const these = (...channels) => channels.sort();
    same(await found([field('INCLUDES', bo)]), these(pair, all, rest), 'those with Bo');
    same(await found([field('INCLUDES', ulla, cy)]), these(all), 'those with Ulla and Cy');
    same(await found([field('EQUALS', ulla, bo)]), these(pair), 'those with Ulla, Bo and nobody else');
    same(await found([field('EQUALS', ulla)]), [], 'those with Ulla alone');
    same(await found([field('INCLUDES', bo), field('INCLUDES', cy)]), these(all, rest), 'both fields');
    same(await found([field('INCLUDES', bo), field('EQUALS', ulla, bo, cy)]), these(all), 'both operators');
    same(await found([field('INCLUDES', cy), field('EQUALS', ulla, bo)]), [], 'fields that no channel fits');
    same(await found([field('INCLUDES', bo)], ulla), these(pair, all), 'what Ulla is in');
    same(await found([field('INCLUDES', bo)], { arn: owner.admin }), these(pair, all, rest), 'what an admin finds');
  },

  'what is found comes in pages, and a search says what it wants': async ({ owner }) => {
    const ulla = await owner.user('Ulla');
    const channels = [];
    for (const _ of [1, 2, 3]) channels.push(await owner.channel([ulla]));
    const field = { Key: 'MEMBERS', Operator: 'EQUALS', Values: [ulla.arn] };
    const pages = await owner.pages('SearchChannels', { Fields: [field], ChimeBearer: ulla.arn });
    same(pages.map((page) => page.Channels.length), [2, 1], 'the pages');
    same(pages.flatMap((page) => page.Channels.map((one) => one.ChannelArn)).sort(), channels.sort());
    const wrong = [[], [{ ...field, Key: 'NAME' }], [{ ...field, Operator: 'LIKE' }], [{ ...field, Values: [] }]];
    const more = [Array(21).fill(field), [{ ...field, Values: Array(21).fill(ulla.arn) }]];
    for (const Fields of [...wrong, ...more]) {
      await owner.refused('BadRequestException', ulla.as('SearchChannels', { Fields }));
    }
  },
};
