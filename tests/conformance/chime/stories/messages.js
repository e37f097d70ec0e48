// What becomes of a message after it was sent.

import { answered, fresh, plain, recent, same } from '../clients.js';

export const messages = {
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
    await owner.as('DeleteChannelMessage', about(deleted));
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

  'a message is read as it was sent, and as it was changed': async ({ owner }) => {
    const [ulla, bo] = [await owner.user('Ulla'), await owner.user('Bo')];
    const channel = await owner.channel([ulla, bo]);
    const wanted = {
      ...plain(channel, 'Hi @Bo'),
      Metadata: '{"k":1}',
      MessageAttributes: { 'CHIME.mentions': { StringValues: [bo.arn] } },
      ContentType: 'text/plain',
      PushNotification: { Title: 'Hi', Body: 'from Ulla', Type: 'DEFAULT' },
      ClientRequestToken: fresh('token'),
    };
    const sent = await answered(201, ulla.as('SendChannelMessage', wanted));
    same([sent.ChannelArn, sent.Status], [channel, { Value: 'SENT' }], 'the answer');
    same((await ulla.as('SendChannelMessage', wanted)).MessageId, sent.MessageId, 'the same request again');
    await owner.refused('ConflictException', ulla.as('SendChannelMessage', { ...wanted, Content: 'Hi all' }));
    const about = { ChannelArn: channel, MessageId: sent.MessageId };
    const get = async () => (await answered(200, bo.as('GetChannelMessage', about))).ChannelMessage;
    const made = await get();
    same([made.ChannelArn, made.MessageId, made.Content], [channel, sent.MessageId, 'Hi @Bo']);
    same([made.Type, made.Persistence, made.Redacted, made.Status], ['STANDARD', 'PERSISTENT', false, { Value: 'SENT' }]);
    same(made.Sender, { Arn: ulla.arn, Name: 'Ulla' });
    same([made.Metadata, made.MessageAttributes, made.ContentType], [wanted.Metadata, wanted.MessageAttributes, wanted.ContentType]);
    recent(made.CreatedTimestamp, 'CreatedTimestamp');
    recent(made.LastUpdatedTimestamp, 'LastUpdatedTimestamp');
    same(made.LastEditedTimestamp ?? null, null);
    const edit = { ...about, Content: 'Hi Bo', Metadata: '{"k":2}' };
    const edited = await answered(200, ulla.as('UpdateChannelMessage', edit));
    same([edited.ChannelArn, edited.MessageId, edited.Status], [channel, sent.MessageId, { Value: 'SENT' }], 'the answer');
    const changed = await get();
    same([changed.Content, changed.Metadata, changed.Sender.Arn], ['Hi Bo', '{"k":2}', ulla.arn]);
    recent(changed.LastEditedTimestamp, 'LastEditedTimestamp');
    same(+changed.CreatedTimestamp, +made.CreatedTimestamp, 'CreatedTimestamp');
    same((await answered(200, ulla.as('GetChannelMessageStatus', about))).Status, { Value: 'SENT' });
    const redacted = await answered(200, ulla.as('RedactChannelMessage', about));
    same([redacted.ChannelArn, redacted.MessageId], [channel, sent.MessageId], 'the answer');
    const empty = await get();
    same([empty.Content ?? null, empty.Metadata ?? null, empty.Redacted], [null, null, true], 'what is left');
    await owner.refused('ConflictException', ulla.as('UpdateChannelMessage', edit));
    await answered(204, owner.as('DeleteChannelMessage', about));
    await owner.refused('NotFoundException', bo.as('GetChannelMessage', about));
  },

  'who may change a message': async ({ owner }) => {
    const [ulla, bo, cy] = [await owner.user('Ulla'), await owner.user('Bo'), await owner.user('Cy')];
    const channel = await owner.channel([ulla, bo]);
    const { MessageId } = await bo.as('SendChannelMessage', plain(channel, 'mine'));
    const about = { ChannelArn: channel, MessageId };
    await owner.refused('ForbiddenException', ulla.as('UpdateChannelMessage', { ...about, Content: 'ours' }));
    await owner.refused('ForbiddenException', ulla.as('GetChannelMessageStatus', about));
    await owner.refused('ForbiddenException', cy.as('RedactChannelMessage', about));
    await owner.refused('ForbiddenException', bo.as('DeleteChannelMessage', about));
    await owner.refused('ForbiddenException', cy.as('SendChannelMessage', plain(channel, 'hello')));
    await answered(200, ulla.as('RedactChannelMessage', about));
  },

  'a message for one is for nobody else': async ({ owner }) => {
    const [ulla, bo, cy] = [await owner.user('Ulla'), await owner.user('Bo'), await owner.user('Cy')];
    const channel = await owner.channel([ulla, bo, cy]);
    const [near, far] = [owner.session(bo), owner.session(cy)];
    await Promise.all([near.start(), far.start()]);
    const Target = [{ MemberArn: bo.arn }];
    const { MessageId } = await ulla.as('SendChannelMessage', { ...plain(channel, 'psst'), Target });
    same((await near.text('psst')).payload.Target, Target);
    await ulla.as('SendChannelMessage', plain(channel, 'to all'));
    await far.text('to all');
    same(far.all('CREATE_CHANNEL_MESSAGE').length, 1, 'what the other hears');
    const texts = async (user) => {
      const { ChannelMessages } = await user.as('ListChannelMessages', { ChannelArn: channel });
      return ChannelMessages.map((one) => one.Content);
    };
    same([await texts(bo), await texts(cy)], [['to all', 'psst'], ['to all']]);
    const about = { ChannelArn: channel, MessageId };
    same((await bo.as('GetChannelMessage', about)).ChannelMessage.Target, Target);
    await owner.refused('NotFoundException', cy.as('GetChannelMessage', about));
    near.stop();
    far.stop();
  },

  'history is turned page by page, in both directions': async ({ owner }) => {
    const ulla = await owner.user('Ulla');
    const channel = await owner.channel([ulla]);
    for (const text of ['one', 'two', 'three']) await ulla.as('SendChannelMessage', plain(channel, text));
    const turned = async (SortOrder) => {
      const pages = await owner.pages('ListChannelMessages', { ChannelArn: channel, ChimeBearer: ulla.arn, SortOrder });
      return pages.map((page) => page.ChannelMessages.map((one) => one.Content));
    };
    same(await turned('ASCENDING'), [['one', 'two'], ['three']]);
    same(await turned('DESCENDING'), [['three', 'two'], ['one']]);
  },

  'a message that cannot be is refused': async ({ owner }) => {
    const ulla = await owner.user('Ulla');
    const channel = await owner.channel([ulla]);
    const long = 'ü'.repeat(2049);
    const wrong = [
      { Content: long },
      { Type: 'CONTROL', Content: 'x'.repeat(31) },
      { Type: 'CONTROL', Metadata: '{}' },
      { Metadata: 'x'.repeat(1025) },
      { Type: 'OTHER' },
      { Target: [{ MemberArn: ulla.arn }] },
      { SubChannelId: 'main' },
      { PushNotification: { Type: 'LOUD' } },
      { MessageAttributes: { mood: { StringValues: ['x'.repeat(513)] } } },
    ];
    for (const part of wrong) {
      await owner.refused('BadRequestException', ulla.as('SendChannelMessage', { ...plain(channel, 'hi'), ...part }));
    }
    const about = { ChannelArn: channel, MessageId: 'nothing' };
    await owner.refused('NotFoundException', ulla.as('GetChannelMessage', about));
    await owner.refused('BadRequestException', ulla.as('ListChannelMessages', { ChannelArn: channel, MaxResults: 51 }));
    await owner.refused('ForbiddenException', ulla.as('DescribeChannel', { ChannelArn: `${channel}-other` }));
    const nobody = { ...plain(channel, 'hi'), ChimeBearer: `${ulla.arn}-other` };
    await owner.refused('ForbiddenException', owner.message('SendChannelMessage', nobody));
  },
};
