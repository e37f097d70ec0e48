// What the official clients do with the server, told once for Node and once for a browser.
//
// Each story gets an instance as its owner sees it, and makes users and channels of its own. `processor` is a program
// that the server calls over HTTP.

import { absent } from './stories/absent.js';
import { bans } from './stories/bans.js';
import { channels } from './stories/channels.js';
import { elastic } from './stories/elastic.js';
import { expiration } from './stories/expiration.js';
import { flows } from './stories/flows.js';
import { instances } from './stories/instances.js';
import { memberships } from './stories/memberships.js';
import { messages } from './stories/messages.js';
import { moderators } from './stories/moderators.js';
import { preferences } from './stories/preferences.js';
import { search } from './stories/search.js';
import { sessions } from './stories/sessions.js';
import { users } from './stories/users.js';

const chapters = [
  sessions,
  messages,
  channels,
  search,
  memberships,
  preferences,
  moderators,
  bans,
  elastic,
  flows,
  expiration,
  instances,
  users,
  absent,
];

/** By their names. Of two alike one would not be told. */
export const stories = {};
for (const [name, story] of chapters.flatMap(Object.entries)) {
  if (name in stories) throw new Error(`there are two stories called “${name}”`);
  stories[name] = story;
}
