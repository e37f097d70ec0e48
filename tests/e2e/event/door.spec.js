// The way in, against the real login: tickets, nicknames, the wait for a place, and the end.

import { organise } from '../../harness/ticket.js';
import { expect, test, TICKETS } from './evening.js';

test('a wrong code is told, stays in the field, and the right one is taken however it is typed', async ({ arrive }) => {
  const mira = await arrive('mira');
  await mira.showTicket('WRON-GGGG-9999');
  await expect(mira.host.getByText('There is no ticket with this code')).toBeVisible();
  await expect(mira.ticketField).toHaveValue(/WRON.?GGGG.?9999/);
  await mira.showTicket(` ${TICKETS.mira.code.toLowerCase().replaceAll('-', ' ')} `);
  await expect(mira.composer).toBeEditable();
  await expect(mira.host.getByText('You are Mira')).toBeVisible();
});

test('a nickname that is taken, looks like another, or is kept for others is refused with names that are free', async ({
  arrive,
  enter,
}) => {
  const [newcomer, [tom]] = await Promise.all([arrive('newcomer'), enter('tom')]);
  await newcomer.showTicket();
  await newcomer.nicknameField.fill('mira');
  await expect(newcomer.host.getByText('Somebody has this nickname.')).toBeVisible();
  await newcomer.nicknameField.fill('Torn');
  await expect(newcomer.host.getByText('Too similar to “Tom”, who is here already.')).toBeVisible();
  await newcomer.nicknameField.fill('Mir\u0430');
  await expect(newcomer.host.getByText('2 to 24 letters, digits')).toBeVisible();
  await newcomer.nicknameField.fill('Moderator');
  await expect(newcomer.host.getByText('This nickname is kept for the organiser.')).toBeVisible();

  await newcomer.nicknameField.fill('Tom');
  const free = newcomer.host.getByRole('group', { name: 'These are free' }).getByRole('button');
  await expect(free).toHaveCount(3);
  const chosen = await free.first().innerText();
  await free.first().click();
  await expect(newcomer.host.getByText(`“${chosen}” is free.`)).toBeVisible();
  await newcomer.host.getByRole('button', { name: 'Join the chat' }).click();
  await expect(newcomer.composer).toBeEditable();
  await newcomer.say('That was easy');
  await expect(tom.message('That was easy')).toContainText(chosen);
});

test.describe('with places that take a while to make', () => {
  test.use({ rate: 1 });

  test('whoever comes early waits on a screen that says so, and comes in alone', async ({ arrive }) => {
    const mira = await arrive('mira');
    await mira.showTicket();
    await expect(mira.host.getByRole('heading', { name: 'Your place is being made' })).toBeVisible();
    await expect(mira.composer).toBeEditable({ timeout: 30_000 });
  });
});

test('an event that ends says so in the room and at the door', async ({ arrive, enter, server }) => {
  const [[mira], tom] = await Promise.all([enter('mira'), arrive('tom')]);
  await mira.say('One more song');
  await organise(server, 'events/demo/end', {});
  await expect(mira.host.getByText('This event is over')).toBeVisible();
  await expect(mira.composer).toBeHidden();
  await mira.hears('One more song');
  await tom.showTicket();
  await expect(tom.host.getByRole('heading', { name: 'This event is over' })).toBeVisible();
});
