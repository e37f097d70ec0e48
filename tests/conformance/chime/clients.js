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
  return {
    messaging,
    identify,
    message,
    /** Somebody who may call for themselves: `as('SendChannelMessage', …)`. */
    async user(word) {
      const id = fresh(word);
      const { AppInstanceUserArn: arn } = await identify('CreateAppInstanceUser', {
        AppInstanceArn: admin.appInstanceArn,
        AppInstanceUserId: id,
        Name: word,
      });
      return { id, arn, name: word, as: (name, input) => message(name, { ChimeBearer: arn, ...input }) };
    },
    /** A channel that the first of them made for all. */
    async channel(users, more = {}) {
      const [founder, ...others] = users;
      const { ChannelArn } = await founder.as('CreateChannel', {
        AppInstanceArn: admin.appInstanceArn,
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
