// axe finds nothing to complain of at the door, nor where one waits behind it.

import { expect, test } from '../evening.js';
import { inEveryLook, look } from './looks.js';

inEveryLook((device) => {
  test('the door', async ({ arrive }) => {
    const newcomer = await arrive('newcomer', device);
    await newcomer.page.goto(`${newcomer.server.site}event/`);
    await expect(newcomer.ticketField).toBeVisible();
    await look(newcomer, 'ticket');
    await newcomer.showTicket('WRON-GGGG-9999');
    await expect(newcomer.host.getByText('There is no ticket with this code')).toBeVisible();
    await look(newcomer, 'wrong');
    await newcomer.showTicket();
    await newcomer.nicknameField.fill('Mira');
    const free = newcomer.host.getByRole('group', { name: 'These are free' });
    await expect(free).toBeVisible();
    await look(newcomer, 'nickname');
    await free.getByRole('button').first().click();
    await expect(newcomer.host.getByText('is free.')).toBeVisible();
    const join = newcomer.host.getByRole('button', { name: 'Join the chat' });
    await join.hover();
    await look(newcomer, 'nickname-free');

    // Whoever comes back while nobody answers.
    await join.click();
    await expect(newcomer.composer).toBeEditable();
    await newcomer.page.route('**/events/demo/login', () => {});
    await newcomer.page.reload();
    await expect(newcomer.host.getByRole('button', { name: 'Use another ticket' })).toBeVisible();
    await look(newcomer, 'returning');
  });

  test.describe('with places that take a while to make', () => {
    test.use({ rate: 1 });

    test('the wait for a place', async ({ arrive }) => {
      const mira = await arrive('mira', device);
      await mira.showTicket();
      await expect(mira.host.getByRole('heading', { name: 'Your place is being made' })).toBeVisible();
      await look(mira, 'waiting');
    });
  });
});
