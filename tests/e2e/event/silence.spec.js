// Ways to keep somebody, or everybody, from writing: what they see in the place of the message box, and until when.

import { expect, test } from './evening.js';

test('a time-out takes the message box away, keeps the draft, and ends by itself or by a moderator', async ({ enter }) => {
  const [tom, robin, kim] = await enter('tom', 'robin', 'kim');
  await tom.say('I shout a lot');
  await tom.composer.fill('Half a senten');
  await robin.hears('I shout a lot');
  await robin.message('I shout a lot').hover();
  await robin.tools('I shout a lot').getByRole('button', { name: 'Time out…' }).click();
  await robin.host.getByRole('menuitem', { name: '5 minutes' }).click();
  await expect(tom.host.getByText('A moderator muted you until')).toBeVisible();
  await expect(tom.composer).toBeHidden();

  await kim.hears('I shout a lot');
  const log = await kim.open('Log');
  await expect(log.getByRole('listitem').first()).toContainText('Robin timed out Tom');
  await kim.page.keyboard.press('Escape');
  await kim.pick('I shout a lot', 'End time-out');
  await expect(tom.composer).toHaveValue('Half a senten');

  await robin.message('I shout a lot').hover();
  await robin.tools('I shout a lot').getByRole('button', { name: 'Time out…' }).click();
  await robin.host.getByRole('menuitem', { name: '10 seconds' }).click();
  await expect(tom.composer).toBeHidden();
  await expect(tom.composer).toBeVisible({ timeout: 20_000 });
  await tom.say('I whisper');
  await robin.hears('I whisper');
});

test('a ban ends it at once for the ticket, and is lifted', async ({ enter, arrive }) => {
  const [mira, tom, robin] = await enter('mira', 'tom', 'robin');
  await tom.say('I spoil it for all');
  await robin.hears('I spoil it for all');
  await robin.pick('I spoil it for all', 'Ban…');
  const question = robin.host.getByRole('alertdialog', { name: 'Ban Tom?' });
  await expect(question.getByRole('textbox', { name: 'Reason' })).toBeFocused();
  await robin.page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(tom.composer).toBeEditable();

  await robin.pick('I spoil it for all', 'Ban…');
  await question.getByRole('button', { name: 'Ban', exact: true }).click();
  await expect(tom.host.getByText('A moderator banned you from this chat. If that is a mistake')).toBeVisible();
  await expect(tom.composer).toBeHidden();

  // Not by a reload, and not on another device.
  await tom.page.reload();
  const again = await arrive('tom');
  await again.showTicket();
  for (const device of [tom, again]) {
    await expect(device.host.getByText('A moderator banned this ticket from the chat.')).toBeVisible();
  }

  await robin.pick('I spoil it for all', 'Lift ban');
  // Sooner or later, as the list of bans is read from time to time.
  const back = again.host.getByRole('button', { name: /Continue|Move it here|Come back in/ });
  await expect(async () => {
    if (await again.ticketField.isVisible()) await again.ticketField.fill(again.code);
    await back.last().click({ timeout: 1_000 });
    await expect(again.list.getByText('I spoil it for all')).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await again.say('Sorry');
  await mira.hears('Sorry');
});

test('slow mode counts down on the button for fans, and not for moderators', async ({ enter }) => {
  const [mira, robin] = await enter('mira', 'robin');
  await robin.rule('Slow mode', '5 s');
  await mira.say('One');
  const send = mira.host.locator('[part~="send"]');
  await expect(send).toHaveAccessibleName(/^You can send in \d+ seconds?$/);
  await mira.composer.fill('Two');
  await mira.composer.press('Enter');
  await expect(mira.composer).toHaveValue('Two');
  await robin.say('I may');
  await robin.say('And again');
  await expect(send).toHaveAccessibleName('Send', { timeout: 15_000 });
  await mira.composer.press('Enter');
  await robin.hears('Two');
});

test('a frozen room can be read, and the artist and moderators go on', async ({ enter }) => {
  const [mira, nova, robin] = await enter('mira', 'nova', 'robin');
  await robin.rule('Who may write', 'Nobody');
  await expect(mira.host.getByText('The moderators have stopped the chat for a moment.')).toBeVisible();
  await expect(mira.composer).toBeHidden();
  await robin.say('We go on in a minute');
  await nova.say('I tune my harmonium');
  await mira.hears('We go on in a minute');
  await mira.hears('I tune my harmonium');
  await robin.rule('Who may write', 'Everybody');
  await mira.say('Thank you');
  await robin.hears('Thank you');
});
