// The file that a visitor takes home: everything both sides said, and what happened, in order and with times.

import { readFile } from 'node:fs/promises';

import { joinAsAgent } from '../harness/agent.js';
import { BOT } from '../harness/server.js';
import { expect, handover, test } from './story.js';

test('the transcript tells the whole conversation', async ({ page, server, desk, visitor }) => {
  await visitor.begin();
  await visitor.hears(BOT.greeting);
  const ana = await handover(server, desk, visitor);
  await visitor.hears('Ana joined');
  await ana.say('Hello **Mira**, how can I help?');
  await visitor.hears('Hello Mira');
  await visitor.say('Which box for a wren?');
  await desk.transfer('Ana', ana.contactId, 'Ben');
  await desk.waitingCustomer('Ben', visitor.name);
  const ben = await joinAsAgent(server, desk, 'Ben', ana.contactId);
  await visitor.hears('Ben joined');
  await ben.say('A small one.');
  await visitor.hears('A small one.');
  await visitor.say('Thank you');
  await ben.end();
  await expect(visitor.host.getByText('This chat has ended. Thank you for talking to us.')).toBeVisible();

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    visitor.host.getByRole('button', { name: 'Download transcript' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^chat-\d{4}-\d\d-\d\d\.txt$/);
  const [title, day, gap, ...lines] = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
  expect([title, gap]).toEqual(['Wren & Hollow', '']);
  const timed = lines.map((line) => line.match(/^\[(\d{4}-\d\d-\d\d \d\d:\d\d)\] (.+)$/));
  expect(timed, 'a time on every line').not.toContain(null);
  const times = timed.map(([, time]) => time);
  expect(times).toEqual([...times].sort());
  expect(times[0].slice(0, 10)).toBe(day);
  expect(timed.map(([, , text]) => text)).toEqual([
    `${BOT.name}: ${BOT.greeting}`,
    'Mira: agent',
    `${BOT.name}: ${BOT.handover}`,
    'Ana joined',
    'Ana: Hello **Mira**, how can I help?',
    'Mira: Which box for a wren?',
    'The chat was handed over to somebody else',
    'Ana left',
    'Ben joined',
    'Ben: A small one.',
    'Mira: Thank you',
    'Ben left',
    'The chat has ended',
  ]);
});
