// axe finds nothing to complain of in a room, whoever looks at it, on a telephone and on a screen, light and dark.

import { devices } from '@playwright/test';

import { organise } from '../../harness/ticket.js';
import { expectAccessible } from '../accessibility.js';
import { expect, test } from './evening.js';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];

const look = (guest, name) => expectAccessible(guest.page, 'chirrup-chat', name);

/** Somebody in the room on a device. */
async function comeBy(arrive, name, device) {
  const guest = await arrive(name, device);
  await guest.enter();
  return guest;
}

for (const colorScheme of ['light', 'dark']) {
  for (const [name, device] of Object.entries({ telephone: phone, screen: {} })) {
    test.describe(`in ${colorScheme} colours on a ${name}`, () => {
      test.use({ colorScheme });

      test('the room of a fan, in all its states', async ({ arrive, enter, logIn, server }) => {
        const [mira, [robin], crowd] = await Promise.all([
          comeBy(arrive, 'mira', device),
          enter('robin'),
          logIn('crowd'),
        ]);
        await look(mira, 'empty');
        const nova = await logIn('nova');
        for (let number = 1; number <= 40; number += 1) await crowd.say(`The ${number}. request of the evening`);
        await nova.say('Thank you all for coming, this next one is for the lake');
        await mira.say('What a voice!');
        await robin.say('Be kind to each other');
        await robin.pick('this next one is for the lake', 'Pin message');
        const room = await robin.open('Room');
        await room.getByRole('textbox', { name: 'Announcement' }).fill('The second half begins at a quarter to nine');
        await room.getByRole('button', { name: 'Announce' }).click();
        await expect(mira.strip('Announcement')).toBeVisible();
        // The pointer is where the dialog was, maybe on the buttons of a message, for which the chat stands still.
        await robin.composer.hover();
        await expect(robin.pauseBar).toHaveCount(0);
        await look(mira, 'fan');

        await mira.composer.focus();
        await mira.page.keyboard.type('@n');
        await expect(mira.host.getByRole('listbox', { name: 'People' })).toBeVisible();
        await look(mira, 'people');
        await mira.page.keyboard.press('Enter');
        await mira.page.keyboard.type('sing!');
        await mira.host.locator('[part~="send"]').click();
        await mira.list.hover();
        await mira.list.evaluate((list) => list.scrollBy(0, -500));
        await expect(mira.pauseBar).toBeVisible();
        await look(mira, 'paused');
        await mira.pauseBar.getByRole('button').click();

        await robin.hide('What a voice!');
        await expect(mira.list.getByText('Your message was removed')).toBeVisible();
        await look(mira, 'removed');
        // She has spoken a moment ago.
        await robin.rule('Slow mode', '5 min');
        await expect(mira.host.locator('[part~="send"]')).toHaveAccessibleName(/You can send in/);
        await look(mira, 'slow');
        await robin.rule('Who may write', 'Nobody');
        await expect(mira.composer).toBeHidden();
        await look(mira, 'frozen');
        await robin.rule('Who may write', 'Everybody');
        await robin.pick('sing!', 'Ban…');
        const question = robin.host.getByRole('alertdialog');
        await question.getByRole('textbox').fill('Too fast');
        await question.getByRole('button', { name: 'Ban', exact: true }).click();
        await expect(mira.host.getByText('A moderator banned you')).toBeVisible();
        await look(mira, 'banned');

        await organise(server, 'events/demo/end', {});
        await expect(robin.host.getByText('This event is over.')).toBeVisible();
        await look(robin, 'ended');
      });

      test('the room of a moderator, with what comes in front of it', async ({ arrive, enter, logIn }) => {
        const [robin, [tom], crowd] = await Promise.all([
          comeBy(arrive, 'robin', device),
          enter('tom'),
          logIn('crowd'),
        ]);
        for (let number = 1; number <= 12; number += 1) await crowd.say(`The ${number}. request of the evening`);
        await tom.say('Buy cheap lanterns');
        await robin.hears('Buy cheap lanterns');
        const menu = await robin.menu('Buy cheap lanterns');
        await look(robin, 'menu');
        await menu.getByRole('menuitem', { name: 'Time out…' }).click();
        await look(robin, 'time-outs');
        await robin.page.keyboard.press('Escape');
        await robin.pick('Buy cheap lanterns', 'About this person');
        await look(robin, 'card');
        await robin.page.keyboard.press('Escape');
        await robin.pick('Buy cheap lanterns', 'Ban…');
        await look(robin, 'question');
        await robin.page.keyboard.press('Escape');
        const lookInto = async (name) => {
          await expect(await robin.open(name)).toBeVisible();
          await look(robin, name.toLowerCase());
          await robin.page.keyboard.press('Escape');
        };
        await lookInto('Review');
        await lookInto('Room');
        // Ten seconds later there is nothing left to do with it.
        await robin.pick('Buy cheap lanterns', 'Hide message');
        await expect(robin.undoButton).toBeVisible();
        await look(robin, 'hidden');
        await lookInto('Log');
        await robin.host.getByRole('button', { name: 'Triage' }).click();
        await look(robin, 'triage');
      });

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
        await expect(newcomer.host.getByRole('group', { name: 'These are free' })).toBeVisible();
        await look(newcomer, 'nickname');
      });
    });
  }
}
