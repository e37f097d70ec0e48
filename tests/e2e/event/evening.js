// What every story of an event starts with: a server with an open event, and tickets for those who come to it.

import { test as base, expect } from '@playwright/test';

import { startServer } from '../../harness/server.js';
import { eventsConfig, logIn, postEvent } from '../../harness/ticket.js';
import { Guest } from './guest.js';

export { expect };

/** Who has a ticket. */
export const TICKETS = {
  mira: { code: 'MIRA-7777-AAAA', nickname: 'Mira' },
  tom: { code: 'TOMM-7777-BBBB', nickname: 'Tom' },
  nova: { code: 'NOVA-7777-CCCC', nickname: 'Nova Lane', role: 'artist' },
  robin: { code: 'ROBI-7777-DDDD', nickname: 'Robin', role: 'moderator' },
  kim: { code: 'KIMM-7777-EEEE', nickname: 'Kim', role: 'moderator' },
  /** Has no nickname yet. */
  newcomer: { code: 'NEWC-7777-FFFF' },
  /** Others come as programs. */
  crowd: { code: 'CROW-7777-GGGG', nickname: 'Crowd' },
};

export const test = base.extend({
  /** More of what the organiser says of the event. */
  settings: [{}, { option: true }],
  /** How many calls a second the places in the room are made with. */
  rate: [1000, { option: true }],

  /** Four people are four browsers, which share the machine with those of another test. */
  patience: [
    async ({}, use, test) => {
      test.setTimeout(120_000);
      await use();
    },
    { auto: true },
  ],

  /** The real server with the event on it, alone with this test. */
  server: async ({ settings, rate }, use) => {
    const server = await startServer({ settings: eventsConfig(rate) });
    await postEvent(server, Object.values(TICKETS), settings);
    await use(server);
    await server.dispose();
  },

  /** Brings people into the room, each in a browser of their own: `const [mira, robin] = await enter('mira', 'robin')`. */
  enter: async ({ arrive }, use) => {
    await use(async (...names) => {
      const guests = await Promise.all(names.map((name) => arrive(name)));
      await Promise.all(guests.map((guest) => guest.enter()));
      return guests;
    });
  },

  /** Brings somebody to the page of the event. Every page must live through the whole story without an error. */
  arrive: async ({ browser, server }, use) => {
    const guests = [];
    await use(async (name, options) => {
      const context = await browser.newContext(options);
      const guest = new Guest(await context.newPage(), server, TICKETS[name]);
      guests.push(guest);
      return guest;
    });
    for (const guest of guests) expect(guest.errors, `errors on the page of ${guest.name}`).toEqual([]);
    await Promise.all(guests.map((guest) => guest.page.context().close()));
  },

  /** Somebody in the room as a program. */
  logIn: async ({ server }, use) => {
    const programs = [];
    await use(async (name) => {
      const program = await logIn(server, TICKETS[name].code);
      programs.push(program);
      return program;
    });
    for (const program of programs) program.close();
  },
});
