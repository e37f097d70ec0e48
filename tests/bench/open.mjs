// What the widget costs a page before it is opened, and how long opening takes.
//
// Called by `cargo xtask bench open` with the address of a running demo site. Every run has a fresh
// browser context, so nothing is cached. Runs with and without the widget take turns, and each run is
// compared with its neighbour: a slow moment of the machine hits both, and the middle half of the
// differences tells how much of one is noise. The page's main thread is read from Chromium's own
// trace, because the page cannot see tasks shorter than 50 ms; the trace also says how long the
// loader's own code ran.

import { chromium } from 'playwright-core';

import { browserOptions } from '../harness/chromium.js';

const SITE = process.argv[2];
const RUNS = Number(process.env.RUNS ?? 15);
const SLOW_DOWNS = [1, 4];
/** A long task, as browsers define it: what is above counts as blocking. */
const LONG_TASK_MILLIS = 50;
/** How long a page is watched after its load event. */
const SETTLE_MILLIS = 1500;

const at = (share, numbers) =>
  numbers.toSorted((a, b) => a - b)[Math.round(share * (numbers.length - 1))];
const median = (numbers) => at(0.5, numbers);

/** A fresh page with a slowed-down processor, and a way to talk to Chromium about it. */
async function freshPage(browser, slowDown) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send('Network.enable');
  await client.send('Emulation.setCPUThrottlingRate', { rate: slowDown });
  return { context, page, client };
}

/** Loads the page and answers its blocking time, longest task, total task time and bytes. */
async function load(browser, slowDown, query) {
  const { context, page, client } = await freshPage(browser, slowDown);
  // The browser fetches scripts ahead that the page then leaves out.
  if (query === '?nowidget') await client.send('Network.setBlockedURLs', { urls: ['*chirrup.js'] });
  let bytes = 0;
  client.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength));
  const events = [];
  client.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await client.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8', '__metadata'],
    },
  });
  await page.goto(SITE + query, { waitUntil: 'load' });
  await page.waitForTimeout(SETTLE_MILLIS);
  const complete = new Promise((resolve) => client.once('Tracing.tracingComplete', resolve));
  await client.send('Tracing.end');
  await complete;
  await context.close();
  const tasks = mainThreadTasks(events);
  return {
    blocking: tasks.reduce((sum, millis) => sum + Math.max(0, millis - LONG_TASK_MILLIS), 0),
    longest: Math.max(0, ...tasks),
    busy: tasks.reduce((sum, millis) => sum + millis, 0),
    script: loaderMillis(events),
    bytes,
  };
}

/** The lengths of all tasks of the busiest renderer main thread, in milliseconds. */
function mainThreadTasks(events) {
  const names = events.filter((event) => event.name === 'thread_name');
  const mains = names.filter((event) => event.args.name === 'CrRendererMain');
  const tasksOf = ({ pid, tid }) =>
    events
      .filter((event) => event.pid === pid && event.tid === tid && event.name.endsWith('RunTask'))
      .map((event) => (event.dur ?? 0) / 1000);
  const total = (tasks) => tasks.reduce((sum, millis) => sum + millis, 0);
  return mains.map(tasksOf).toSorted((a, b) => total(b) - total(a))[0] ?? [];
}

/** How long the loader was compiled and run, in milliseconds; at most, as a call may be inside another. */
function loaderMillis(events) {
  const kinds = ['EvaluateScript', 'v8.compile', 'FunctionCall'];
  return events
    .filter((event) => kinds.includes(event.name) && /chirrup\.js$/.test(addressOf(event)))
    .reduce((sum, event) => sum + (event.dur ?? 0) / 1000, 0);
}

const addressOf = ({ args }) => args.data?.url ?? args.fileName ?? '';

/**
 * Milliseconds from a click on the launcher to a field that takes text: the composer, or the first
 * field of the form before the chat. With a form, also from its sending to the composer.
 */
async function open(browser, slowDown) {
  const { context, page } = await freshPage(browser, slowDown);
  await page.goto(SITE, { waitUntil: 'load' });
  await page.locator('[part~="launcher"]').waitFor({ state: 'attached' });
  await page.waitForTimeout(SETTLE_MILLIS);
  const millis = await page.evaluate(async () => {
    const inside = (selector) =>
      [...document.querySelectorAll('chirrup-chat')]
        .map((element) => element.shadowRoot?.querySelector(selector))
        .find((found) => found);
    const usable = async (selector, start) => {
      const isUsable = (field) => field && !field.disabled && !field.readOnly && field.getClientRects().length > 0;
      while (!isUsable(inside(selector))) {
        if (performance.now() - start > 30_000) throw new Error(`no ${selector} within 30 s`);
        await new Promise((resolve) => {
          const channel = new MessageChannel();
          channel.port1.onmessage = resolve;
          channel.port2.postMessage(null);
        });
      }
      // Two frames: in the first the field is laid out, by the second it has been painted.
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
      return performance.now() - start;
    };
    const clicked = performance.now();
    inside('[part~="launcher"]').click();
    const toField = await usable('form input, textarea', clicked);
    const name = inside('form input');
    if (!name) return { toField, toComposer: 0, together: toField };
    name.value = 'Ada';
    name.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    const sent = performance.now();
    name.form.requestSubmit();
    const toComposer = await usable('textarea', sent);
    return { toField, toComposer, together: toField + toComposer };
  });
  await context.close();
  return millis;
}

/** Prints one row: a label and numbers. */
function row(label, ...cells) {
  console.log(label.padEnd(42) + cells.map((cell) => String(cell).padStart(12)).join(''));
}

const browser = await chromium.launch(browserOptions());
await load(browser, 1, '?nowidget');
const COLUMNS = ['blocking', 'longest', 'busy', 'script', 'bytes'];
const cell = (column, value) => (column === 'bytes' ? value : value.toFixed(1));
row(`median of ${RUNS} runs, ms`, ...COLUMNS);
for (const slowDown of SLOW_DOWNS) {
  const [without, widget] = [[], []];
  for (let run = 0; run < RUNS; run += 1) {
    without.push(await load(browser, slowDown, '?nowidget'));
    widget.push(await load(browser, slowDown, ''));
  }
  const print = (label, value) =>
    row(`${slowDown}× slower, ${label}`, ...COLUMNS.map((column) => cell(column, value(column))));
  print('without widget', (column) => median(without.map((run) => run[column])));
  print('with widget', (column) => median(widget.map((run) => run[column])));
  const differences = (column) => widget.map((run, index) => run[column] - without[index][column]);
  for (const [share, label] of [[0.25, 'lower quartile'], [0.5, 'median'], [0.75, 'upper quartile']]) {
    print(`difference, ${label}`, (column) => at(share, differences(column)));
  }
}
row('opening', 'median ms', 'fastest ms', 'slowest ms');
const opening = {
  toField: 'click to usable field',
  toComposer: 'form sent to composer',
  together: 'click to composer, typing left out',
};
for (const slowDown of SLOW_DOWNS) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await open(browser, slowDown));
  for (const [key, name] of Object.entries(opening)) {
    const millis = runs.map((run) => run[key]);
    const cells = [median(millis), Math.min(...millis), Math.max(...millis)];
    row(`${slowDown}× slower, ${name}`, ...cells.map((cell) => cell.toFixed(0)));
  }
}
await browser.close();
