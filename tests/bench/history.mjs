// What a page of history costs in a room of 100,000 messages, from the first page to the two hundredth.
//
// Called by `cargo xtask bench history` with the folder of the built site. MESSAGES and STEPS make it shorter.
// The reader scrolls to the top, rests for as long as a gesture takes to be over, and scrolls on, which loads
// the next page of 50.

import { startFeed } from './feed.js';
import { gaps, megabytes, openRoom, row } from './room.js';

const SITE = process.argv[2];
const HISTORY = 100_000;
const MESSAGES = Number(process.env.MESSAGES ?? 10_000);
const STEPS = Number(process.env.STEPS ?? 5);
const PAGE = 50;

/** Scrolls up through so many pages; runs in the page. */
async function readBack(pages) {
  const list = window.bench.root().querySelector('.timeline__list');
  const frame = () => new Promise(requestAnimationFrame);
  const rest = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
  const moving = [];
  for (let page = 0; page < pages; page += 1) {
    while (list.scrollTop > 650) {
      list.scrollTop = Math.max(640, list.scrollTop - 220);
      const begin = performance.now();
      await frame();
      moving.push(performance.now() - begin);
    }
    await rest(200);
    const before = list.scrollHeight;
    list.scrollTop = 590;
    const asked = performance.now();
    let moved = asked;
    while (list.scrollHeight < before + 500) {
      if (performance.now() - asked > 10_000) throw new Error(`page ${page} did not come`);
      await frame();
      // A place that was corrected is no gesture's end yet: a reader scrolls on.
      if (performance.now() - moved > 400) {
        list.scrollTop = Math.min(590, list.scrollTop - 10);
        moved = performance.now();
      }
    }
    await frame();
  }
  return moving;
}

const feed = await startFeed(SITE, HISTORY);
const room = await openRoom(feed);
await room.page.locator('chirrup-chat').getByRole('article').last().waitFor();
await room.page.evaluate(async () => {
  const list = window.bench.root().querySelector('.timeline__list');
  while (list.scrollTop > 900) {
    list.scrollTop -= 100;
    await new Promise(requestAnimationFrame);
  }
});
const HEAD = [
  'messages read',
  'work per page, ms',
  'of it script',
  'of it layout',
  'frames over 25 ms',
  'rows drawn',
  'script heap, MB',
  'module memory, MB',
];
row(...HEAD);
row(...HEAD.map(() => '---'));
const pages = Math.round(MESSAGES / PAGE / STEPS);
for (let step = 1; step <= STEPS; step += 1) {
  const before = await room.work();
  await room.page.evaluate(() => window.bench.begin());
  await room.page.evaluate(readBack, pages);
  const after = await room.work();
  const frames = await room.page.evaluate(() => window.bench.frames);
  const heap = await room.heap();
  const perPage = (kind) => (((after[kind] - before[kind]) * 1000) / pages).toFixed(1);
  row(
    step * pages * PAGE,
    perPage('task'),
    perPage('script'),
    perPage('layout'),
    gaps(frames).filter((gap) => gap > 25).length,
    (await room.nodes()).rows,
    megabytes(heap.scripts),
    megabytes(heap.module),
  );
}
await room.close();
feed.close();
