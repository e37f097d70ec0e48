// axe finds nothing to complain of in the room of a fan, whatever happens in it.

import { organise } from '../../../harness/ticket.js';
import { expect, test } from '../evening.js';
import { comeBy, inEveryLook, look } from './looks.js';

inEveryLook((device) => {
  test('the room of a fan, with what is said in it and stands above it', async ({ arrive, enter, logIn }) => {
    const [mira, [robin], crowd] = await Promise.all([comeBy(arrive, 'mira', device), enter('robin'), logIn('crowd')]);
    await look(mira, 'empty');
    const nova = await logIn('nova');
    for (let number = 1; number <= 40; number += 1) await crowd.say(`The ${number}. request of the evening`);
    await nova.say('Thank you all for coming, this next one is for the lake');
    await mira.say('What a voice!');
    await robin.say('Be kind to each other');
    await robin.pick('this next one is for the lake', 'Pin message');
    await robin.announce('The second half begins at a quarter to nine');
    await expect(mira.strip('Announcement')).toBeVisible();
    // The pointer is where the dialog was, maybe on the buttons of a message, for which the chat stands still.
    await robin.composer.hover();
    await expect(robin.pauseBar).toHaveCount(0);
    await look(mira, 'fan');

    await mira.composer.focus();
    await mira.page.keyboard.type('@n');
    await expect(mira.people).toBeVisible();
    await look(mira, 'people');
    await mira.page.keyboard.press('Enter');
    await mira.page.keyboard.type('sing!');
    await mira.host.locator('[part~="send"]').click();
    await mira.hears('sing!');

    await mira.message('Be kind').focus();
    await mira.page.keyboard.press('r');
    await expect(mira.answering).toContainText('Be kind to each other');
    await look(mira, 'answering');
    await mira.say('With pleasure');
    await expect(mira.message('With pleasure').getByRole('button', { name: 'Robin Be kind to each other' })).toBeVisible();
    await look(mira, 'answer');
    await robin.pick('What a voice!', 'Write privately…');
    await robin.page.keyboard.type('Come to the side door');
    await robin.page.keyboard.press('Enter');
    await expect(mira.message('Come to the side door')).toContainText('Only you see this');
    await mira.message('With pleasure').focus();
    await mira.message('With pleasure').getByRole('button', { name: 'Delete' }).click();
    await expect(mira.message('With pleasure').getByRole('button', { name: 'Delete for everybody?' })).toBeVisible();
    await look(mira, 'privately');

    await mira.list.hover();
    await mira.list.evaluate((list) => list.scrollBy(0, -500));
    await crowd.say('And one more');
    await expect(mira.pauseBar).toContainText('Chat paused — 1 new');
    await look(mira, 'paused');
    await mira.pauseBar.getByRole('button').click();

    await robin.hide('What a voice!');
    await expect(mira.list.getByText('Your message was removed')).toBeVisible();
    await look(mira, 'removed');
  });

  test('a message box that is too full, and a line that is down', async ({ arrive }) => {
    const mira = await comeBy(arrive, 'mira', device);
    await mira.composer.fill('la '.repeat(170));
    await expect(mira.host.locator('.counter.is-over')).toBeVisible();
    await look(mira, 'too-long');
    await mira.page.context().setOffline(true);
    await expect(mira.host.locator('[part~="strip"]')).toBeVisible();
    await mira.write('Can you hear me?');
    await expect(mira.message('Can you hear me?').getByRole('button', { name: 'Cancel' })).toBeVisible();
    await look(mira, 'offline');
  });

  test('whatever stands in the place of the message box', async ({ arrive, enter }) => {
    const [mira, [robin]] = await Promise.all([comeBy(arrive, 'mira', device), enter('robin')]);
    await mira.say('Sing!');
    await robin.hears('Sing!');
    // She has spoken a moment ago.
    await robin.rule('Slow mode', '5 min');
    await expect(mira.host.locator('[part~="send"]')).toHaveAccessibleName(/You can send in/);
    await look(mira, 'slow');
    await robin.rule('Slow mode', 'Off');
    await robin.rule('Who may write', 'Nobody');
    await expect(mira.composer).toBeHidden();
    await look(mira, 'frozen');
    await robin.rule('Who may write', 'Approved people');
    await expect(mira.host.getByText('You can read along here')).toBeVisible();
    await look(mira, 'read-only');
    await robin.rule('Who may write', 'Everybody');
    await expect(mira.composer).toBeVisible();
    await (await robin.menu('Sing!')).getByRole('menuitem', { name: 'Time out…' }).click();
    await robin.host.getByRole('menuitem', { name: '5 minutes' }).click();
    await expect(mira.host.getByText('You can write again in 4:')).toBeVisible();
    await look(mira, 'timed-out');
    await robin.sayWhy('Too fast');
    await expect(mira.host.getByText('Reason: Too fast')).toBeVisible();
    await look(mira, 'timed-out-why');

    await robin.pick('Sing!', 'Ban…');
    const question = robin.host.getByRole('alertdialog');
    await question.getByRole('textbox').fill('Too fast');
    await question.getByRole('button', { name: 'Ban', exact: true }).click();
    await expect(mira.host.getByText('A moderator banned you')).toBeVisible();
    await look(mira, 'banned');
  });

  test('messages that wait, were stopped, or did not arrive, and the end', async ({ arrive, enter, server }) => {
    const [mira, [robin]] = await Promise.all([comeBy(arrive, 'mira', device), enter('robin')]);
    await robin.rule('Who may write', 'All is reviewed');
    const held = await mira.writeUntilHeld('May I ask something?');
    await look(mira, 'held');
    const review = await robin.open(/^Review/);
    await review.getByRole('listitem').filter({ hasText: held }).getByRole('button', { name: 'Reject' }).click();
    await expect(mira.message(held)).toContainText('It was not approved.');
    await look(mira, 'stopped');
    await mira.page.route(/\/channels\/[^/]+\/messages/, (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({ status: 400, headers: { 'access-control-allow-origin': '*' }, body: '{"Code":"BadRequest"}' })
        : route.fallback(),
    );
    await mira.write('Hello?');
    await expect(mira.message('Hello?').getByRole('button', { name: 'Retry' })).toBeVisible();
    await look(mira, 'failed');
    await organise(server, 'events/demo/end', {});
    await expect(mira.host.getByText('This event is over.')).toBeVisible();
    await look(mira, 'ended');
  });

  test('a ticket that is on another device', async ({ arrive }) => {
    const [mira, second] = [await comeBy(arrive, 'mira', device), await arrive('mira', device)];
    await second.showTicket();
    await expect(second.host.getByText('This ticket is in use on another device.')).toBeVisible();
    await look(second, 'elsewhere');
    await second.host.getByRole('button', { name: 'Move it here' }).click();
    await expect(mira.host.getByText('Your ticket is in use on another device now.')).toBeVisible();
    await look(mira, 'moved');
  });
});
