// What a moderator hides is gone for everybody at once, wherever it stands, and can be had back for ten seconds.

import { expect, test } from './evening.js';

test('a hidden message is gone for everybody, and the pin with it, until the moderator undoes it', async ({ enter }) => {
  const [mira, tom, robin, kim] = await enter('mira', 'tom', 'robin', 'kim');
  await tom.say('Buy cheap lanterns');
  await robin.hears('Buy cheap lanterns');
  await robin.pick('Buy cheap lanterns', 'Pin message');
  for (const guest of [mira, tom, robin, kim]) {
    await expect(guest.strip('Pinned message')).toContainText('Buy cheap lanterns');
  }

  await robin.hide('Buy cheap lanterns');
  for (const guest of [mira, tom]) {
    await expect(guest.host.getByText('Buy cheap lanterns')).toHaveCount(0);
    await expect(guest.strip('Pinned message')).toHaveCount(0);
  }
  await expect(mira.list.getByText('Message removed')).toBeVisible();
  await expect(tom.list.getByText('Your message was removed by a moderator')).toBeVisible();
  // Moderators still see it, and the others of them who hid it.
  await expect(kim.message('Buy cheap lanterns')).toContainText('by Robin');
  await expect(robin.message('Buy cheap lanterns')).toHaveAccessibleName(/Hidden/);

  await robin.undoButton.click();
  for (const guest of [mira, tom]) {
    await guest.hears('Buy cheap lanterns');
    await expect(guest.strip('Pinned message')).toContainText('Buy cheap lanterns');
  }
  await expect(kim.message('Buy cheap lanterns')).not.toContainText('by Robin');
});

test('a moderator who hides a message at the end of the chat stays there', async ({ enter, logIn }) => {
  // The offer to undo took the end out of view, and the chat stayed paused.
  const [[robin], crowd] = await Promise.all([enter('robin'), logIn('crowd')]);
  for (let number = 1; number <= 40; number += 1) await crowd.say(`No. ${number}.`);
  await robin.hears('No. 40.');
  await robin.hide('No. 39.');
  await expect(robin.undoButton).toBeVisible();
  await robin.composer.hover();
  await crowd.say('No. 41.');
  await expect(robin.message('No. 41.')).toBeInViewport();
  await expect(robin.pauseBar).toHaveCount(0);
});

test('after ten seconds nobody can have a hidden text back, not even from the history', async ({ enter }) => {
  const [mira, tom, robin] = await enter('mira', 'tom', 'robin');
  await tom.say('Something unkind');
  await mira.say('Let us sing');
  await robin.hears('Something unkind');
  await robin.hide('Something unkind');
  await expect(robin.undoButton).toBeVisible();
  await expect(robin.undoButton).toBeHidden({ timeout: 20_000 });
  await expect(robin.message('Something unkind')).toHaveCount(0);

  const answers = [];
  mira.page.on('response', (response) => answers.push(response.text().catch(() => '')));
  await mira.page.reload();
  await mira.hears('Let us sing');
  await expect(mira.host.getByText('Something unkind')).toHaveCount(0);
  expect((await Promise.all(answers)).join()).not.toContain('Something unkind');
});

test('all messages of a person go and come back together, older and newer', async ({ enter }) => {
  const [mira, tom, robin] = await enter('mira', 'tom', 'robin');
  await tom.say('First of many');
  await tom.say('Second of many');
  await robin.hears('Second of many');
  await robin.pick('Second of many', 'Hide all messages…');
  const question = robin.host.getByRole('alertdialog', { name: 'Hide all messages of Tom?' });
  await question.getByRole('textbox', { name: 'Reason' }).fill('Floods the room');
  await robin.page.keyboard.press('Enter');
  await expect(question).toBeHidden();
  await expect(mira.host.getByText('of many')).toHaveCount(0);
  await tom.write('Third of many').catch(() => {});
  await mira.say('Quiet now');
  await robin.hears('Quiet now');
  await expect(mira.host.getByText('of many')).toHaveCount(0);

  const log = await robin.open('Log');
  await expect(log.getByRole('listitem').first()).toContainText('You hid all messages of Tom');
  await expect(log.getByRole('listitem').first()).toContainText('Floods the room');
  await robin.page.keyboard.press('Escape');

  await robin.pick('First of many', 'Show all messages again');
  await mira.hears('First of many');
  await mira.hears('Second of many');
});
