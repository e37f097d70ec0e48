// The official clients of Amazon Chime, unmodified, as the owner of an instance, its users and listeners. Runs in
// Node and in a page: `sdk` holds the modules, however they were loaded.

/** Waits until `probe` gives something truthy, and gives that back. */
export async function until(what, probe, limitMillis = 8_000) {
  const end = Date.now() + limitMillis;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${limitMillis} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Fails with what was found, and what was wanted. */
export function same(found, wanted, what = 'it') {
  const [a, b] = [found, wanted].map((value) => JSON.stringify(value));
  if (a !== b) throw new Error(`${what} is ${a}, not ${b}`);
}

/** Waits for the answer of a call, whose status is as the service documents it. */
export async function answered(status, promise) {
  const answer = await promise;
  same(answer.$metadata.httpStatusCode, status, 'the status');
  return answer;
}

/** Fails unless this is a time as the clients have times, and one within the last minute. */
export function recent(time, what = 'the time') {
  if (!(time instanceof Date)) throw new Error(`${what} is no Date but ${JSON.stringify(time)}`);
  if (Math.abs(time - Date.now()) > 60_000) throw new Error(`${what} is ${time.toISOString()}, which is not recent`);
}

/** Waits for a failure and gives it back. */
export async function failure(promise) {
  let result;
  try {
    result = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`it did not fail, but gave ${JSON.stringify(result)}`);
}

/** The errors of the service, with their statuses. */
const ERRORS = {
  BadRequestException: 400,
  ResourceLimitExceededException: 400,
  ForbiddenException: 403,
  NotFoundException: 404,
  ConflictException: 409,
};

let names = 0;

/** A name that nothing else has. */
export const fresh = (word) => `${word}-${Date.now().toString(36)}-${(names += 1)}`;

/** An app instance as its owner sees it. `endpoint` is left out for Amazon's own names. */
export function instance(sdk, { endpoint, admin, ...more }) {
  const settings = {
    region: admin.region,
    endpoint,
    credentials: { accessKeyId: admin.accessKeyId, secretAccessKey: admin.secretAccessKey },
    ...more,
  };
  const messaging = new sdk.messaging.ChimeSDKMessagingClient(settings);
  const identity = new sdk.identity.ChimeSDKIdentityClient(settings);
  const call = (client, commands) => (name, input) => client.send(new commands[`${name}Command`](input));
  const identify = call(identity, sdk.identity);
  const message = call(messaging, sdk.messaging);
  const calls = new Set();
  for (const client of [messaging, identity]) record(client, calls);
  const as = (arn) => (name, input) => message(name, { ChimeBearer: arn, ...input });
  return {
    messaging,
    identify,
    message,
    /** The admin of the instance, who may call as users do. */
    admin: admin.adminArn,
    as: as(admin.adminArn),
    /** The operations that were answered, and `… next` for those of which a further page was. */
    calls,
    /** Another app instance. */
    async instance(more = {}) {
      const { AppInstanceArn } = await identify('CreateAppInstance', { Name: fresh('cinema'), ...more });
      return AppInstanceArn;
    },
    /** Somebody who may call for themselves: `as('SendChannelMessage', …)`. */
    async user(word, AppInstanceArn = admin.appInstanceArn) {
      const id = fresh(word);
      const { AppInstanceUserArn: arn } = await identify('CreateAppInstanceUser', {
        AppInstanceArn,
        AppInstanceUserId: id,
        Name: word,
      });
      return { id, arn, name: word, as: as(arn) };
    },
    /** All pages of a list, two entries each, by the client's own paginator. */
    async pages(name, input) {
      const [client, { [`paginate${name}`]: paginate }] =
        `paginate${name}` in sdk.messaging ? [messaging, sdk.messaging] : [identity, sdk.identity];
      const pages = [];
      for await (const page of paginate({ client, pageSize: 2 }, input)) pages.push(page);
      return pages;
    },
    /** Waits for a call to be refused with this error, which is of the client's own class for it. */
    async refused(name, promise) {
      const error = await failure(promise);
      same([error.name, error.$metadata?.httpStatusCode], [name, ERRORS[name]], error.message);
      const isTyped = [sdk.messaging, sdk.identity].some((service) => error instanceof service[name]);
      if (!isTyped) throw new Error(`${name} is not of the class of the client`);
    },
    /** A channel that the first of them made for all. */
    async channel(users, more = {}) {
      const [founder, ...others] = users;
      const { ChannelArn } = await founder.as('CreateChannel', {
        AppInstanceArn: instanceOf(founder.arn),
        Name: fresh('room'),
        Mode: 'UNRESTRICTED',
        Privacy: 'PUBLIC',
        ...(others.length > 0 && { MemberArns: others.map((user) => user.arn) }),
        ...more,
      });
      return ChannelArn;
    },
    /** A messaging session of a user, and all that it hears. With `scheme` it needs no TLS. */
    session(user, { chime = messaging, ...more } = {}) {
      return listen(sdk, user, { chime, ...more });
    },
    close() {
      messaging.destroy();
      identity.destroy();
    },
  };
}

/** The app instance in the ARN of something in it. */
export const instanceOf = (arn) => arn.split('/', 2).join('/');

/** Notes which calls of a client are answered. */
function record(client, calls) {
  const note = (next, { commandName }) => async (args) => {
    const answer = await next(args);
    const operation = commandName.replace(/Command$/, '');
    calls.add(operation);
    if (args.input.NextToken) calls.add(`${operation} next`);
    return answer;
  };
  client.middlewareStack.add(note, { name: 'noteAnsweredCalls', step: 'initialize' });
}

function listen(sdk, user, { prefetch, sortBy, endpointUrl, scheme, chime }) {
  const { DefaultMessagingSession, DefaultSigV4, MessagingSessionConfiguration, NoOpLogger } = sdk.chime;
  const configuration = new MessagingSessionConfiguration(user.arn, fresh('s').replaceAll('-', ''), endpointUrl, chime);
  if (prefetch) configuration.prefetchOn = 'connect';
  if (sortBy) configuration.prefetchSortBy = sortBy;
  const signer = new DefaultSigV4(chime);
  const plain = scheme && { signURL: (method, _scheme, ...rest) => signer.signURL(method, scheme, ...rest) };
  const session = new DefaultMessagingSession(configuration, new NoOpLogger(), undefined, undefined, plain);
  const log = [];
  session.addObserver({
    messagingSessionDidStart: () => log.push({ type: 'started' }),
    messagingSessionDidStop: (event) => log.push({ type: 'stopped', code: event.code, reason: event.reason }),
    messagingSessionDidReceiveMessage: ({ type, headers, payload }) =>
      log.push({ type, kind: headers['x-amz-chime-message-type'], payload: payload && JSON.parse(payload) }),
  });
  const all = (type) => log.filter((entry) => entry.type === type);
  return {
    session,
    log,
    all,
    start: () => session.start(),
    stop: () => session.stop(),
    /** Waits for an event of this type. */
    heard: (type, matches = () => true) =>
      until(`${type} among ${log.map((entry) => entry.type).join()}`, () =>
        all(type).find((entry) => matches(entry.payload ?? entry)),
      ),
    /** Waits for a message of this text. */
    text: (content) =>
      until(`“${content}”`, () => all('CREATE_CHANNEL_MESSAGE').find((entry) => entry.payload.Content === content)),
  };
}

/** A message as most are. */
export const plain = (ChannelArn, Content) => ({
  ChannelArn,
  Content,
  Type: 'STANDARD',
  Persistence: 'PERSISTENT',
});
