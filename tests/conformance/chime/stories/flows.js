// Channel flows: a program looks at messages before anybody hears them. Where the service has the ARN of a Lambda
// function, the server has an address.

import { answered, fresh, instanceOf, plain, recent, same } from '../clients.js';

const processors = (url, FallbackAction = 'ABORT') => [
  {
    Name: 'Review',
    Configuration: { Lambda: { ResourceArn: url, InvocationType: 'ASYNC' } },
    ExecutionOrder: 1,
    FallbackAction,
  },
];

/** A channel with a flow, in which Ulla speaks and both listen. */
async function reviewed(owner, processor) {
  const AppInstanceArn = await owner.instance();
  const [ulla, bo] = [await owner.user('Ulla', AppInstanceArn), await owner.user('Bo', AppInstanceArn)];
  const channel = await owner.channel([ulla, bo]);
  const { ChannelFlowArn } = await owner.message('CreateChannelFlow', {
    AppInstanceArn,
    Name: 'Review',
    Processors: processors(processor.url),
  });
  await answered(200, ulla.as('AssociateChannelFlow', { ChannelArn: channel, ChannelFlowArn }));
  const sessions = [owner.session(ulla), owner.session(bo)];
  await Promise.all(sessions.map((session) => session.start()));
  const [own, other] = sessions;
  return { ulla, bo, channel, own, other, stop: () => sessions.forEach((session) => session.stop()) };
}

export const flows = {
  'a channel flow is made, changed, used and deleted': async ({ owner }) => {
    const AppInstanceArn = await owner.instance();
    const ulla = await owner.user('Ulla', AppInstanceArn);
    const url = 'http://127.0.0.1:9/look';
    const wanted = { AppInstanceArn, Name: 'Review', Processors: processors(url), ClientRequestToken: fresh('token') };
    const { ChannelFlowArn } = await answered(201, owner.message('CreateChannelFlow', wanted));
    same(instanceOf(ChannelFlowArn), AppInstanceArn, 'where it is');
    same((await owner.message('CreateChannelFlow', wanted)).ChannelFlowArn, ChannelFlowArn, 'the same request again');
    await owner.refused('ConflictException', owner.message('CreateChannelFlow', { ...wanted, Name: 'Other' }));
    const describe = async () => (await answered(200, owner.message('DescribeChannelFlow', { ChannelFlowArn }))).ChannelFlow;
    const made = await describe();
    same([made.ChannelFlowArn, made.Name, made.Processors], [ChannelFlowArn, 'Review', processors(url)]);
    recent(made.CreatedTimestamp, 'CreatedTimestamp');
    recent(made.LastUpdatedTimestamp, 'LastUpdatedTimestamp');
    const changes = { ChannelFlowArn, Name: 'Second look', Processors: processors(`${url}/again`, 'CONTINUE') };
    same((await answered(200, owner.message('UpdateChannelFlow', changes))).ChannelFlowArn, ChannelFlowArn);
    const changed = await describe();
    same([changed.Name, changed.Processors], [changes.Name, changes.Processors]);

    const channel = await owner.channel([ulla]);
    const about = { ChannelArn: channel, ChannelFlowArn };
    await owner.refused('NotFoundException', ulla.as('DisassociateChannelFlow', about));
    await answered(200, ulla.as('AssociateChannelFlow', about));
    same((await ulla.as('DescribeChannel', about)).Channel.ChannelFlowArn, ChannelFlowArn);
    await owner.refused('ConflictException', owner.message('DeleteChannelFlow', { ChannelFlowArn }));
    await answered(204, ulla.as('DisassociateChannelFlow', about));
    same((await ulla.as('DescribeChannel', about)).Channel.ChannelFlowArn ?? null, null);
    await answered(204, owner.message('DeleteChannelFlow', { ChannelFlowArn }));
    await owner.refused('ForbiddenException', owner.message('DescribeChannelFlow', { ChannelFlowArn }));
    await owner.refused('NotFoundException', ulla.as('AssociateChannelFlow', about));
  },

  'flows, and the channels of a flow, are listed in pages': async ({ owner }) => {
    const AppInstanceArn = await owner.instance();
    const ulla = await owner.user('Ulla', AppInstanceArn);
    const made = [];
    const create = (Name, Processors = processors('http://127.0.0.1:9/')) =>
      owner.message('CreateChannelFlow', { AppInstanceArn, Name, Processors });
    for (const name of ['one', 'two', 'three']) made.push((await create(name)).ChannelFlowArn);
    const pages = await owner.pages('ListChannelFlows', { AppInstanceArn });
    same(pages.map((page) => page.ChannelFlows.map((one) => one.Name)), [['one', 'two'], ['three']]);
    same(pages.flatMap((page) => page.ChannelFlows.map((one) => one.ChannelFlowArn)), made);
    const [ChannelFlowArn, other] = made;
    const channels = [];
    for (const _ of [1, 2, 3]) {
      const ChannelArn = await owner.channel([ulla]);
      await ulla.as('AssociateChannelFlow', { ChannelArn, ChannelFlowArn });
      channels.push(ChannelArn);
    }
    const used = await owner.pages('ListChannelsAssociatedWithChannelFlow', { ChannelFlowArn });
    same(used.map((page) => page.Channels.length), [2, 1], 'the pages');
    same(used.flatMap((page) => page.Channels.map((one) => one.ChannelArn)).sort(), channels.sort());
    const second = { ChannelArn: channels[0], ChannelFlowArn: other };
    await owner.refused('ConflictException', ulla.as('AssociateChannelFlow', second));
    const [processor] = processors('http://127.0.0.1:9/');
    const two = [processor, { ...processor, ExecutionOrder: 2 }];
    await owner.refused('ResourceLimitExceededException', create('of two', two));
    await owner.refused('BadRequestException', create('elsewhere', processors('ftp://127.0.0.1/')));
  },

  'a message waits for its processor, which changes it': async ({ owner, processor }) => {
    const { ulla, bo, channel, own, other, stop } = await reviewed(owner, processor);
    const [before, after] = [fresh('damn'), fresh('very')];
    const sent = await answered(201, ulla.as('SendChannelMessage', plain(channel, before)));
    const { MessageId } = sent;
    same(sent.Status, { Value: 'PENDING' });
    const about = { ChannelArn: channel, MessageId };
    same((await answered(200, ulla.as('GetChannelMessageStatus', about))).Status, { Value: 'PENDING' });
    same((await own.heard('PENDING_CREATE_CHANNEL_MESSAGE')).payload.MessageId, MessageId);
    const { method, signature, body } = await processor.call(before);
    same([method, body.EventType, body.ChannelMessage.MessageId], ['POST', 'CHANNEL_MESSAGE_EVENT', MessageId]);
    same([body.ChannelMessage.ChannelArn, body.ChannelMessage.Sender.Arn], [channel, ulla.arn]);
    if (!signature) throw new Error('the call is not signed');
    same((await bo.as('ListChannelMessages', { ChannelArn: channel })).ChannelMessages, [], 'what others see');

    const ChannelMessage = { MessageId, Content: after, Metadata: '{"mild":true}' };
    const verdict = { ChannelArn: channel, CallbackId: body.CallbackId, ChannelMessage };
    await owner.refused('ForbiddenException', owner.message('ChannelFlowCallback', { ...verdict, ChannelArn: `${channel}0` }));
    const taken = await answered(200, owner.message('ChannelFlowCallback', verdict));
    same([taken.ChannelArn, taken.CallbackId], [channel, body.CallbackId], 'the answer');
    const { payload } = await other.text(after);
    same([payload.MessageId, payload.Metadata, payload.Status], [MessageId, '{"mild":true}', { Value: 'SENT' }]);
    await own.text(after);
    same(other.all('PENDING_CREATE_CHANNEL_MESSAGE'), [], 'what others hear of waiting');
    same((await ulla.as('GetChannelMessageStatus', about)).Status, { Value: 'SENT' });
    await owner.refused('ConflictException', owner.message('ChannelFlowCallback', verdict));
    stop();
  },

  'a message that is denied is nowhere, and only its sender hears of it': async ({ owner, processor }) => {
    const { ulla, channel, own, other, stop } = await reviewed(owner, processor);
    const [spam, fine] = [fresh('spam'), fresh('fine')];
    const { MessageId } = await ulla.as('SendChannelMessage', plain(channel, spam));
    const answer = async (text, DeleteResource) => {
      const { CallbackId, ChannelMessage } = (await processor.call(text)).body;
      const verdict = { ChannelArn: channel, CallbackId, ChannelMessage: { MessageId: ChannelMessage.MessageId } };
      await owner.message('ChannelFlowCallback', { ...verdict, DeleteResource });
    };
    await answer(spam, true);
    same((await own.heard('DENIED_CREATE_CHANNEL_MESSAGE')).payload.MessageId, MessageId);
    await owner.refused('ForbiddenException', ulla.as('GetChannelMessageStatus', { ChannelArn: channel, MessageId }));
    same((await ulla.as('ListChannelMessages', { ChannelArn: channel })).ChannelMessages, []);

    const kept = await ulla.as('SendChannelMessage', plain(channel, fine));
    await answer(fine, false);
    await other.text(fine);
    const edit = fresh('worse');
    const about = { ChannelArn: channel, MessageId: kept.MessageId };
    const edited = await answered(200, ulla.as('UpdateChannelMessage', { ...about, Content: edit }));
    same(edited.Status, { Value: 'PENDING' }, 'the edit');
    await own.heard('PENDING_UPDATE_CHANNEL_MESSAGE');
    await answer(edit, true);
    await own.heard('DENIED_UPDATE_CHANNEL_MESSAGE');
    same((await ulla.as('GetChannelMessage', about)).ChannelMessage.Content, fine, 'what stays');
    const heard = new Set(other.log.map((entry) => entry.type).filter((type) => type.endsWith('_MESSAGE')));
    same([...heard], ['CREATE_CHANNEL_MESSAGE'], 'what others hear');
    stop();
  },
};
