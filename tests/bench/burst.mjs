// How the widget stands a burst: hundreds of messages a second over a real socket, while somebody types.
//
// Called by `cargo xtask bench burst` with the folder of the built site. SECONDS, RATES and SLOW_DOWNS make it
// shorter. Lateness is the age of the newest message on the screen when it is first seen there. Each row is followed
// by one of the same room in a page without the widget: what is missing there is missing on the machine.

import { setTimeout as pause } from 'node:timers/promises';

import { startFeed } from './feed.js';
import { at, gaps, megabytes, openRoom, row } from './room.js';

const SITE = process.argv[2];
const SECONDS = Number(process.env.SECONDS ?? 30);
const numbers = (text) => text.split(',').map(Number);
const RATES = numbers(process.env.RATES ?? '200,1000');
const SLOW_DOWNS = numbers(process.env.SLOW_DOWNS ?? '1,4');
/** How often messages go out, and how often a key is pressed. */
const TICK_MILLIS = 10;
const KEY_MILLIS = 250;

async function burst(rate, slowDown, plain) {
  const feed = await startFeed(SITE);
  if (plain && !feed.plainAddress) return feed.close();
  const room = await openRoom(feed, slowDown, plain);
  await room.composer.focus();
  feed.say(20);
  await pause(1000);
  const before = await room.heap();
  await room.page.evaluate(() => window.bench.begin());
  const rested = await room.work();

  const [start, firsts] = [performance.now(), feed.said];
  let nextKey = start + KEY_MILLIS;
  let typing = Promise.resolve();
  for (let passed = 0; passed < SECONDS * 1000; passed = performance.now() - start) {
    feed.say(Math.max(0, Math.round((passed / 1000) * rate) - (feed.said - firsts)));
    if (performance.now() >= nextKey) {
      nextKey += KEY_MILLIS;
      typing = typing.then(() => room.page.keyboard.press('a'));
    }
    await pause(TICK_MILLIS);
  }
  await typing;
  const { frames, keys, longest, late, rowsMost } = await room.page.evaluate(() => ({ ...window.bench, root: null }));
  const worked = await room.work();
  const nodes = await room.nodes();
  await pause(1000);
  const last = await room.page.evaluate(() => window.bench.last);
  const after = await room.heap();
  await room.close();
  feed.close();

  const share = (kind) => ((worked[kind] - rested[kind]) / SECONDS * 100).toFixed(0);
  const between = gaps(frames);
  const seconds = between.reduce((sum, gap) => sum + gap, 0) / 1000;
  row(
    `${rate}/s at ${slowDown}×${plain ? ', no widget' : ''}`,
    (between.length / seconds).toFixed(1),
    between.filter((gap) => gap > 25).length,
    longest > 0 ? longest.toFixed(0) : '< 50',
    `${at(0.5, keys).toFixed(0)} / ${at(0.95, keys).toFixed(0)}`,
    `${at(0.5, late)} / ${at(0.95, late)} / ${at(1, late)}`,
    feed.said - last,
    `${share('task')} / ${share('script')} / ${share('layout')}`,
    `${nodes.elements} / ${rowsMost}`,
    `${megabytes(before.scripts)} → ${megabytes(after.scripts)}`,
    `${megabytes(before.module)} → ${megabytes(after.module)}`,
  );
}

const HEAD = [
  `${SECONDS} s`,
  'frames/s',
  'frames over 25 ms',
  'longest task, ms',
  'key to paint p50 / p95, ms',
  'lateness p50 / p95 / most, ms',
  'not shown 1 s later',
  'processor % of the page / script / layout',
  'elements / rows, most',
  'script heap, MB',
  'module memory, MB',
];
row(...HEAD);
row(...HEAD.map(() => '---'));
for (const slowDown of SLOW_DOWNS) {
  for (const rate of RATES) for (const plain of [false, true]) await burst(rate, slowDown, plain);
}
