// What the service has and the server does not: it says so, and the clients can tell it from a refusal.

import { failure, instanceOf, same } from '../clients.js';

export const absent = {
  'an operation that is not there has a name for that': async ({ owner }) => {
    const AppInstanceArn = instanceOf(owner.admin);
    const { arn: AppInstanceUserArn } = await owner.user('Ulla');
    const calls = [
      () => owner.message('GetMessagingStreamingConfigurations', { AppInstanceArn }),
      () => owner.message('ListTagsForResource', { ResourceARN: AppInstanceArn }),
      () => owner.identify('ListAppInstanceBots', { AppInstanceArn }),
      () => owner.identify('ListAppInstanceUserEndpoints', { AppInstanceUserArn }),
    ];
    for (const call of calls) {
      const error = await failure(call());
      same([error.name, error.$metadata.httpStatusCode], ['UnknownOperationException', 404], error.message);
    }
  },
};
