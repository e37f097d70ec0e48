// A long conversation: the newest page first, older ones fifty at a time, and the reader's place kept to the pixel.

import { expect, handover, test } from './story.js';

const LINES = 200;
const line = (number) => `line ${number}, ${'word '.repeat(number % 17)}`;

/** The line numbers on the page, in order, and where each row is. */
const rows = (list) =>
  list.getByRole('article').evaluateAll((articles) =>
    articles
      .map((row) => ({ line: Number(row.innerText.match(/line (\d+),/)?.[1]), top: row.getBoundingClientRect().top }))
      .filter((row) => row.line > 0),
  );

/** Holds back each answer with older messages until it is let through. */
async function heldPages(page) {
  const asked = [];
  await page.route('**/participant/transcript', async (route) => {
    const request = route.request().postDataJSON();
    if (!request.NextToken) return route.continue();
    await new Promise((letThrough) => asked.push({ request, letThrough }));
    return route.continue();
  });
  return asked;
}

test('two hundred messages are read backwards, page by page', async ({ page, server, desk, visitor }) => {
  test.slow();
  await visitor.begin();
  const ana = await handover(server, desk, visitor);
  for (let number = 1; number <= LINES; number += 1) await ana.say(line(number));

  const opening = page.waitForRequest('**/participant/transcript');
  const pages = await heldPages(page);
  await visitor.reload();
  await visitor.hears(`line ${LINES},`);
  expect((await opening).postDataJSON().MaxResults).toBe(50);
  await expect(visitor.message(`line ${LINES},`)).toBeInViewport();
  await expect(visitor.message('line 120,')).toHaveCount(0);
  expect(pages, 'nothing older before anybody scrolls').toHaveLength(0);

  const { list } = visitor;
  for (let turn = 1; (await visitor.message('line 1,').count()) === 0; turn += 1) {
    await list.hover();
    await list.evaluate((element) => (element.scrollTop = 250));
    await expect.poll(() => pages.length, 'one page for one gesture').toBe(turn);
    expect(pages[turn - 1].request.MaxResults).toBe(50);

    const before = await rows(list);
    pages[turn - 1].letThrough();
    await expect.poll(async () => (await rows(list)).length).toBeGreaterThan(before.length);
    const after = await rows(list);
    const view = await list.evaluate((element) => element.getBoundingClientRect().toJSON());
    for (const row of before.filter(({ top }) => top >= view.top && top < view.bottom)) {
      const same = after.find((other) => other.line === row.line);
      expect(Math.abs(same.top - row.top), `line ${row.line} stays in its place`).toBeLessThanOrEqual(1);
    }
    expect(pages, 'no second page without a gesture').toHaveLength(turn);
  }
  expect((await rows(list)).map((row) => row.line)).toEqual(Array.from({ length: LINES }, (_, index) => index + 1));
});

test('while reading back, arrivals move nothing, and a pill leads to them', async ({ page, server, desk, visitor }) => {
  await visitor.begin();
  const ana = await handover(server, desk, visitor);
  for (let number = 1; number <= 40; number += 1) await ana.say(line(number));
  // A burst taller than the view stops at its first message; coming back, the reader is at the end.
  await visitor.reload();
  await expect(visitor.message('line 40,')).toBeInViewport();
  const { list } = visitor;
  await list.hover();
  await page.mouse.wheel(0, -900);
  await expect(visitor.host.getByRole('button', { name: 'Jump to latest', exact: true })).toBeVisible();
  const before = await rows(list);

  await ana.say('line 41, while you read');
  await ana.say('line 42, while you read');
  const pill = visitor.host.getByRole('button', { name: 'Jump to latest, 2 new messages' });
  await expect(pill).toBeVisible();
  expect((await rows(list)).slice(0, before.length)).toEqual(before);

  await pill.click();
  await expect(visitor.message('line 42,')).toBeInViewport();
  await expect(pill).toBeHidden();
});

test('what one says oneself is always in view', async ({ page, server, desk, visitor }) => {
  await visitor.begin();
  const ana = await handover(server, desk, visitor);
  for (let number = 1; number <= 30; number += 1) await ana.say(line(number));
  // A burst taller than the view stops at its first message; coming back, the reader is at the end.
  await visitor.reload();
  await expect(visitor.message('line 30,')).toBeInViewport();
  await visitor.list.hover();
  await expect(async () => {
    await page.mouse.wheel(0, -800);
    await expect(visitor.message('line 30,')).not.toBeInViewport({ timeout: 1_000 });
  }).toPass();
  await visitor.write('Here I am');
  await expect(visitor.message('Here I am')).toBeInViewport({ ratio: 1 });
});
