// What every story starts with: a server of its own, its desk, a site elsewhere, and a visitor with an eye on errors.

import { test as base, expect } from '@playwright/test';

import { joinAsAgent } from '../harness/agent.js';
import { Desk } from '../harness/desk.js';
import { startServer } from '../harness/server.js';
import { AgentPage } from './agent-page.js';
import { Elsewhere } from './elsewhere.js';
import { Visitor } from './visitor.js';

export { expect };

export const test = base.extend({
  /** The real server, alone with this test. */
  server: async ({}, use) => {
    const server = await startServer();
    await use(server);
    await server.dispose();
  },

  /** The agents, as programs. */
  desk: async ({ server }, use) => {
    const desk = new Desk(server);
    await use(desk);
    desk.close();
  },

  /** Seats an agent at the desk in a browser of their own: `await atDesk('Ana')`. */
  atDesk: async ({ browser, server }, use) => {
    const seats = [];
    await use(async (name) => {
      const seat = await AgentPage.signIn(browser, server, name);
      seats.push(seat);
      return seat;
    });
    for (const seat of seats) await seat.close();
  },

  /** A third party's site on another origin. */
  elsewhere: async ({ server }, use) => {
    const site = await Elsewhere.open(server);
    await use(site);
    await site.close();
  },

  /** A person on the demo shop. The page must live through the whole story without an error. */
  visitor: async ({ page, server }, use) => {
    const visitor = new Visitor(page, server);
    await use(visitor);
    expect(visitor.errors, 'errors on the page').toEqual([]);
  },
});

/** The visitor asks for an agent, who accepts by program. */
export async function handover(server, desk, visitor, agent = 'Ana') {
  await visitor.say('agent');
  const { contactId } = await desk.waitingCustomer(agent, visitor.name);
  return joinAsAgent(server, desk, agent, contactId);
}
