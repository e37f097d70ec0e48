// axe finds nothing to complain of in the room of a moderator, nor in what comes in front of it.

import { expect, test } from '../evening.js';
import { comeBy, inEveryLook, look } from './looks.js';

inEveryLook((device) => {
  test('the room of a moderator, with what comes in front of it', async ({ arrive, enter, logIn }) => {
    const [robin, [tom], crowd] = await Promise.all([comeBy(arrive, 'robin', device), enter('tom'), logIn('crowd')]);
    const escape = () => robin.page.keyboard.press('Escape');
    for (let number = 1; number <= 12; number += 1) await crowd.say(`The ${number}. request of the evening`);
    await tom.say('Buy cheap lanterns');
    await robin.hears('Buy cheap lanterns');
    const menu = await robin.menu('Buy cheap lanterns');
    await look(robin, 'menu');
    await menu.getByRole('menuitem', { name: 'Time out…' }).click();
    await look(robin, 'time-outs');
    await escape();
    await robin.pick('Buy cheap lanterns', 'About this person');
    await look(robin, 'card');
    await escape();
    await robin.pick('Buy cheap lanterns', 'Write privately…');
    await expect(robin.host.getByRole('dialog', { name: 'Only Tom will see this' })).toBeVisible();
    await look(robin, 'privately');
    await escape();
    for (const [entry, name] of [['Ban…', 'question'], ['Hide all messages…', 'question-all']]) {
      await robin.pick('Buy cheap lanterns', entry);
      await expect(robin.host.getByRole('alertdialog')).toBeVisible();
      await look(robin, name);
      await escape();
    }
    const lookInto = async (name) => {
      await expect(await robin.open(name)).toBeVisible();
      await look(robin, name.toLowerCase());
      await escape();
    };
    for (const name of ['Review', 'Room', 'Log']) await lookInto(name);
    // Ten seconds later there is nothing left to do with it.
    await robin.pick('Buy cheap lanterns', 'Hide message');
    await expect(robin.undoButton).toBeVisible();
    await look(robin, 'hidden');
    await robin.host.getByRole('button', { name: 'Say why…' }).click();
    await expect(robin.host.getByRole('dialog', { name: 'Say why' })).toBeVisible();
    await look(robin, 'why');
    await escape();
    await robin.host.getByRole('button', { name: 'Triage' }).click();
    await look(robin, 'triage');
  });

  test('what others did, and what waits', async ({ arrive, enter }) => {
    const [robin, [tom, kim]] = await Promise.all([comeBy(arrive, 'robin', device), enter('tom', 'kim')]);
    await tom.say('Buy cheap lanterns');
    await kim.hears('Buy cheap lanterns');
    await kim.pressButton('Buy cheap lanterns', 'Time out…');
    await kim.host.getByRole('menuitem', { name: '10 seconds' }).click();
    await kim.sayWhy('Not a market');
    await kim.pick('Buy cheap lanterns', 'Approve as writer');
    await kim.pick('Buy cheap lanterns', 'Hide all messages…');
    const question = kim.host.getByRole('alertdialog');
    await question.getByRole('textbox').fill('Not a market');
    await kim.page.keyboard.press('Enter');
    await expect(robin.message('Buy cheap lanterns')).toContainText('by Kim');
    await look(robin, 'hidden-by-another');
    await robin.pick('Buy cheap lanterns', 'About this person');
    await expect(robin.host.getByRole('dialog', { name: 'Tom' })).toContainText('All messages hidden');
    await look(robin, 'card-signs');
    await robin.page.keyboard.press('Escape');
    const log = await robin.open('Log');
    await expect(log.getByRole('listitem')).not.toHaveCount(0);
    await look(robin, 'log-lines');
    await robin.page.keyboard.press('Escape');

    await robin.rule('Who may write', 'All is reviewed');
    const [mira] = await enter('mira');
    await mira.writeUntilHeld('May I ask something?');
    const review = await robin.open(/^Review \d/);
    await expect(review.getByRole('listitem').first()).toContainText('Mira');
    await look(robin, 'review-lines');
  });

  test('tools that could not be loaded', async ({ arrive }) => {
    const robin = await arrive('robin', device);
    await robin.page.route('**/chirrup-moderator*', (route) => route.abort());
    await robin.enter();
    await expect(robin.host.getByText('tools could not be loaded')).toBeVisible();
    await look(robin, 'no-tools');
  });
});
