// A page with the widget open in a room, and what can be measured there. For the benches of long and busy rooms.

import { chromium } from 'playwright-core';

import { browserOptions } from '../harness/chromium.js';

/** The room of a feed in a browser of its own, so that no run inherits another's memory. `plain` is without the widget. */
export async function openRoom(feed, slowDown = 1, plain = false) {
  const browser = await chromium.launch(browserOptions());
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  page.on('pageerror', (error) => console.error(`the page failed: ${error}`));
  await page.addInitScript(watch);
  await page.goto(plain ? feed.plainAddress : feed.address);
  if (!plain) await feed.enter(page.locator('chirrup-chat'));
  await composerOf(page).waitFor();
  // The time of the thread, so that other work of the machine does not count.
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  await client.send('Emulation.setCPUThrottlingRate', { rate: slowDown });
  return new Room(browser, page, client);
}

/** Playwright looks into the widget as well. */
const composerOf = (page) => page.getByRole('textbox', { name: 'Write a message' });

class Room {
  constructor(browser, page, client) {
    this.browser = browser;
    this.page = page;
    this.client = client;
  }

  get composer() {
    return composerOf(this.page);
  }

  /** Bytes: what scripts hold after a collection, and how far the memory of the module has grown. */
  async heap() {
    await this.client.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.client.send('Runtime.getHeapUsage');
    const module = await this.page.evaluate(() => window.bench.moduleBytes());
    return { scripts: usedSize, module };
  }

  /** Seconds of the processor that the page has spent since it was loaded, by kind. */
  async work() {
    const { metrics } = await this.client.send('Performance.getMetrics');
    const of = (name) => metrics.find((metric) => metric.name === name).value;
    return { task: of('TaskDuration'), script: of('ScriptDuration'), layout: of('LayoutDuration') + of('RecalcStyleDuration') };
  }

  /** Elements inside the widget, and rows among them. */
  nodes() {
    return this.page.evaluate(() => window.bench.nodes());
  }

  close() {
    return this.browser.close();
  }
}

/** Runs in the page before anything else. */
function watch() {
  const memories = [];
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const result = await original.apply(WebAssembly, given);
      const { exports } = result.instance ?? result;
      memories.push(...Object.values(exports).filter((it) => it instanceof WebAssembly.Memory));
      return result;
    };
  }
  const bench = { frames: [], keys: [], longest: 0, late: [], rowsMost: 0, last: 0 };
  window.bench = bench;
  bench.root = () => document.querySelector('chirrup-chat')?.shadowRoot ?? document;
  bench.moduleBytes = () => memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  bench.rows = () => bench.root()?.querySelector('.timeline__rows')?.children ?? [];
  bench.nodes = () => ({ elements: bench.root().querySelectorAll('*').length, rows: bench.rows().length });
  bench.begin = () => Object.assign(bench, { frames: [], keys: [], longest: 0, late: [], rowsMost: 0 });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) bench.longest = Math.max(bench.longest, entry.duration);
  }).observe({ entryTypes: ['longtask'] });
  // Right after the paint of a frame: a message of a channel comes when the frame is done.
  const afterPaint = (act) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = act;
      channel.port2.postMessage(null);
    });
  addEventListener('keydown', ({ timeStamp }) => afterPaint(() => bench.keys.push(performance.now() - timeStamp)), true);
  const look = (now) => {
    bench.frames.push(now);
    const rows = bench.rows();
    bench.rowsMost = Math.max(bench.rowsMost, rows.length);
    requestAnimationFrame(look);
    // What was drawn in the frame before is what the person sees by now.
    const said = /#(\d+)@(\d+)/.exec(rows[rows.length - 1]?.querySelector('.bubble, .live__text')?.textContent ?? '');
    if (said && Number(said[1]) !== bench.last) {
      bench.last = Number(said[1]);
      bench.late.push(Date.now() - Number(said[2]));
    }
  };
  requestAnimationFrame(look);
}

/** The value below which a share of the numbers lies. */
export function at(share, numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
}

/** Gaps between frames, in milliseconds. */
export function gaps(frames) {
  return frames.slice(1).map((frame, index) => frame - frames[index]);
}

export const megabytes = (bytes) => (bytes / 1_048_576).toFixed(1);

/** Prints a row of a table. */
export function row(...cells) {
  console.log(`| ${cells.join(' | ')} |`);
}
