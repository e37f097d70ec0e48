// An event as its organiser posts it, and people in it as programs: they log in with a ticket and call the service.

import { ChimeSDKMessagingClient, SendChannelMessageCommand } from '@aws-sdk/client-chime-sdk-messaging';

const ADMIN_KEY = 'key-of-the-organiser-for-tests';

/** A server's config for events: places are made at this rate. Programs may speak faster than any person. */
export const eventsConfig = (rate) => `
[events]
admin_key = "${ADMIN_KEY}"
rate = ${rate}
lift_ceiling = true
follow_seconds = 3

[chime.throttle]
enabled = false
`;

const HOUR_MILLIS = 3_600_000;

/** Calls the organiser's part of the server. */
export async function organise(server, path, body) {
  const response = await fetch(`${server.origin}/admin/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status} ${await response.text()}`);
  return response.json();
}

/** Posts an event that is open, under the id that the demo page names. */
export function postEvent(server, tickets, more = {}) {
  return organise(server, 'events', {
    id: 'demo',
    name: 'Marlow & the Tide',
    opensAt: new Date(Date.now() - HOUR_MILLIS).toISOString(),
    endsAt: new Date(Date.now() + HOUR_MILLIS).toISOString(),
    ...more,
    tickets,
  });
}

/** Logs in as a program, on a device of its own. Waits while the place is being made. */
export async function logIn(server, ticket) {
  const device = crypto.randomUUID();
  for (let tries = 0; ; tries += 1) {
    const response = await fetch(`${server.origin}/events/demo/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ticket, device }),
    });
    if (response.ok) return new Guest(await response.json());
    const text = await response.text();
    if (response.status !== 425 || tries > 100) throw new Error(`login answered ${response.status} ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

class Guest {
  #client;

  constructor({ user, channel, region, messagingEndpoint, credentials }) {
    this.arn = user.arn;
    this.channel = channel.arn;
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const keys = { accessKeyId, secretAccessKey, sessionToken };
    this.#client = new ChimeSDKMessagingClient({ region, endpoint: messagingEndpoint, credentials: keys });
  }

  /** Sends a message as a person would, or whatever else `more` makes of it. */
  say(Content, more = {}) {
    return this.#client.send(
      new SendChannelMessageCommand({
        ChannelArn: this.channel,
        ChimeBearer: this.arn,
        Content,
        Type: 'STANDARD',
        Persistence: 'PERSISTENT',
        ClientRequestToken: crypto.randomUUID(),
        ...more,
      }),
    );
  }

  close() {
    this.#client.destroy();
  }
}
