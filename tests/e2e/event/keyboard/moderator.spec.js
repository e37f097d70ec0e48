// A moderator without a mouse, through everything that comes in front of the messages: focus is never lost, goes back
// where it was, and Escape closes one thing at a time.

import { expect, focusRow, openByKeys, pickByKeys, tabTo, test } from './keys.js';

test('what waits for review is answered by keys', async ({ enterByKeys }) => {
  const [tom, mira, robin] = await enterByKeys('tom', 'mira', 'robin');
  const press = (key) => robin.page.keyboard.press(key);
  const room = await openByKeys(robin, 'Room');
  const all = room.getByRole('button', { name: 'All is reviewed' });
  await tabTo(robin, all);
  await press('Enter');
  await expect(all).toHaveAttribute('aria-pressed', 'true');
  await expect(all).toBeFocused();
  await press('Escape');
  await expect(robin.barButton('Room')).toBeFocused();

  const first = await tom.writeUntilHeld('May I?');
  await tom.write('And I?');
  const review = await openByKeys(robin, /^Review/);
  const answer = (text, name) => review.getByRole('listitem').filter({ hasText: text }).getByRole('button', { name });
  await expect(answer('And I?', 'Approve')).toBeVisible();
  await tabTo(robin, answer(first, 'Approve'));
  await press('Enter');
  await mira.hears(first);
  await expect(answer('And I?', 'Approve')).toBeFocused();
  await press('Tab');
  await expect(answer('And I?', 'Reject')).toBeFocused();
  await press('Enter');
  await expect(tom.message('And I?')).toContainText('It was not approved.');
  await expect(review.getByText('Nothing waits for review.')).toBeVisible();
  await expect(review.getByRole('button', { name: 'Close' })).toBeFocused();
  await press('Enter');
  await expect(review).toBeHidden();
  await expect(robin.barButton(/^Review/)).toBeFocused();

  // The author reads why, and takes it away.
  await focusRow(tom, 'And I?');
  await tom.page.keyboard.press('Enter');
  await tabTo(tom, tom.message('And I?').getByRole('button', { name: 'Delete' }), 'ArrowDown');
  await tom.page.keyboard.press('Enter');
  await expect(tom.message('And I?')).toHaveCount(0);
  await expect(tom.composer).toBeFocused();
});

test('slow mode, a stop and an announcement are set by keys', async ({ enterByKeys }) => {
  const [mira, robin] = await enterByKeys('mira', 'robin');
  const press = (key) => robin.page.keyboard.press(key);
  await mira.say('Hello');
  const room = await openByKeys(robin, 'Room');
  const choose = async (heading, name, key) => {
    const choice = room.getByRole('group', { name: heading }).getByRole('button', { name, exact: true });
    await tabTo(robin, choice, key);
    await press(' ');
    await expect(choice).toHaveAttribute('aria-pressed', 'true');
    await expect(choice).toBeFocused();
  };
  const send = mira.host.locator('[part~="send"]');
  await expect(mira.composer).toBeFocused();
  await choose('Slow mode', '5 min');
  await expect(send).toHaveAccessibleName(/You can send in/);
  await choose('Slow mode', 'Off', 'Shift+Tab');
  await expect(send).toHaveAccessibleName('Send');
  await choose('Who may write', 'Nobody');
  await expect(mira.host.locator('.closed'), 'what stands in its place has focus').toBeFocused();
  await choose('Who may write', 'Everybody', 'Shift+Tab');
  await expect(mira.composer).toBeFocused();

  await tabTo(robin, room.getByRole('textbox', { name: 'Announcement' }));
  await robin.page.keyboard.type('The second half begins at nine');
  await press('Enter');
  await expect(room).toBeHidden();
  await expect(robin.barButton('Room')).toBeFocused();
  await expect(mira.strip('Announcement')).toContainText('The second half begins at nine');
  await openByKeys(robin, 'Room');
  await tabTo(robin, room.getByRole('button', { name: 'Take down' }));
  await press('Enter');
  await expect(mira.strip('Announcement')).toHaveCount(0);
  await expect(robin.barButton('Room')).toBeFocused();
});

test('a message is pinned and unpinned by keys, and focus stays on it', async ({ enterByKeys }) => {
  const [mira, robin] = await enterByKeys('mira', 'robin');
  await mira.say('Which song is next?');
  await mira.say('And after that?');
  await robin.hears('And after that?');
  await pickByKeys(robin, 'Which song', 'Pin message');
  await expect(mira.strip('Pinned message')).toContainText('Which song is next?');
  await expect(robin.message('Which song')).toBeFocused();
  await pickByKeys(robin, 'Which song', 'Unpin message');
  await expect(mira.strip('Pinned message')).toHaveCount(0);
  await expect(robin.message('Which song')).toBeFocused();
});

test('a card leads on by keys, and Escape leaves one thing at a time', async ({ enterByKeys }) => {
  const [tom, robin] = await enterByKeys('tom', 'robin');
  const press = (key) => robin.page.keyboard.press(key);
  await tom.say('An unkind word');
  await robin.hears('An unkind word');
  const card = robin.host.getByRole('dialog', { name: 'Tom' });
  await pickByKeys(robin, 'An unkind word', 'About this person');
  await expect(card.getByRole('button', { name: 'Close' })).toBeFocused();
  await tabTo(robin, card.getByRole('button', { name: 'Ban…' }), 'Shift+Tab');
  await press('Enter');
  const question = robin.host.getByRole('alertdialog', { name: 'Ban Tom?' });
  await expect(question.getByRole('textbox')).toBeFocused();
  await expect(card).toBeHidden();
  await press('Escape');
  await expect(question).toBeHidden();
  await expect(robin.message('An unkind word')).toBeFocused();
  await press('Escape');
  await expect(robin.composer).toBeFocused();
  await expect(tom.composer).toBeEditable();

  await pickByKeys(robin, 'An unkind word', 'About this person');
  await tabTo(robin, card.getByRole('button', { name: 'Time out…' }));
  await press('Enter');
  await expect(robin.host.getByRole('menuitem', { name: '10 seconds' })).toBeFocused();
  await press('Escape');
  await expect(robin.host.getByRole('menu')).toBeHidden();
  await expect(robin.message('An unkind word')).toBeFocused();
});

test('focus in a card stays where it is while another moderator acts', async ({ enter, enterByKeys }) => {
  const [[robin], [tom, kim]] = await Promise.all([enterByKeys('robin'), enter('tom', 'kim')]);
  await tom.say('An unkind word');
  for (const guest of [robin, kim]) await guest.hears('An unkind word');
  const card = robin.host.getByRole('dialog', { name: 'Tom' });
  await pickByKeys(robin, 'An unkind word', 'About this person');
  const ban = card.getByRole('button', { name: 'Ban…' });
  await tabTo(robin, ban, 'Shift+Tab');
  // One button more comes before it.
  await kim.pressButton('An unkind word', 'Time out…');
  await kim.host.getByRole('menuitem', { name: '5 minutes' }).click();
  await expect(card.getByRole('button', { name: 'End time-out' })).toBeVisible();
  await expect(ban).toBeFocused();
  await robin.page.keyboard.press('Escape');
  await expect(robin.message('An unkind word')).toBeFocused();
});

test('what was done is undone from the log by keys', async ({ enterByKeys }) => {
  const [tom, robin] = await enterByKeys('tom', 'robin');
  const press = (key) => robin.page.keyboard.press(key);
  await tom.say('An unkind word');
  await tom.say('A kind word');
  await robin.hears('A kind word');
  for (const text of ['An unkind word', 'A kind word']) {
    await pickByKeys(robin, text, 'Hide message');
    await expect(robin.message(text)).toHaveAccessibleName(/Hidden/);
    await expect(robin.message(text)).toBeFocused();
  }
  const log = await openByKeys(robin, 'Log');
  const undo = log.getByRole('button', { name: 'Undo' });
  await expect(undo).toHaveCount(2);
  await tabTo(robin, undo.first());
  await press('Enter');
  await expect(log.getByRole('listitem').first()).toContainText('restored');
  await tom.hears('A kind word');
  // The line that came above it has a button too: another press would have hidden the message again.
  await expect(undo).toHaveCount(3);
  await expect(undo.nth(1)).toBeFocused();
  await press('Escape');
  await expect(robin.barButton('Log')).toBeFocused();
});

test('the offer to undo is taken by keys, gets a reason, and may go while somebody is at it', async ({ enterByKeys }) => {
  const [tom, robin] = await enterByKeys('tom', 'robin');
  const press = (key) => robin.page.keyboard.press(key);
  await tom.say('An unkind word');
  await robin.hears('An unkind word');
  const sayWhy = robin.host.getByRole('status').getByRole('button', { name: 'Say why…' });

  await pickByKeys(robin, 'An unkind word', 'Hide message');
  await tabTo(robin, robin.undoButton);
  await press('Enter');
  await tom.hears('An unkind word');
  await expect(robin.undoButton).toHaveCount(0);
  await expect(robin.list).toBeFocused();

  await pickByKeys(robin, 'An unkind word', 'Hide message');
  await tabTo(robin, sayWhy);
  await press('Enter');
  await expect(robin.host.getByRole('dialog', { name: 'Say why' }).getByRole('textbox')).toBeFocused();
  await robin.page.keyboard.type('Unkind');
  await press('Enter');
  await expect(sayWhy).toHaveCount(0);
  await tabTo(robin, robin.undoButton);
  await expect(robin.undoButton).toHaveCount(0, { timeout: 20_000 });
  await expect(robin.list).toBeFocused();
});

test('the buttons of a row and the way back under it are pressed by keys', async ({ enterByKeys }) => {
  const [tom, robin] = await enterByKeys('tom', 'robin');
  const press = (key) => robin.page.keyboard.press(key);
  await tom.say('An unkind word');
  await robin.hears('An unkind word');
  const row = robin.message('An unkind word');
  await focusRow(robin, 'An unkind word');
  await tabTo(robin, robin.tools('An unkind word').getByRole('button', { name: 'Hide message' }));
  await press('Enter');
  await expect(row).toHaveAccessibleName(/Hidden/);
  await focusRow(robin, 'An unkind word');
  await press('Enter');
  await tabTo(robin, row.getByRole('button', { name: 'Undo' }), 'ArrowDown');
  await press('Enter');
  await expect(row).not.toHaveAccessibleName(/Hidden/);
  await expect(row).toBeFocused();
  await tom.hears('An unkind word');
});

test('tools that could not be loaded are asked for by keys', async ({ arrive, byKeys }) => {
  const robin = await arrive('robin');
  await robin.page.route('**/chirrup-moderator*', (route) => route.abort());
  await robin.enter();
  const retry = robin.host.getByRole('alert').getByRole('button', { name: 'Try again' });
  await expect(retry).toBeVisible();
  await byKeys(robin);
  await robin.page.unroute('**/chirrup-moderator*');
  await tabTo(robin, retry, 'Shift+Tab');
  await robin.page.keyboard.press('Enter');
  await expect(robin.barButton('Triage')).toBeVisible();
  await expect(robin.composer).toBeFocused();
});

test('a word to one person is written by keys', async ({ enterByKeys }) => {
  const [tom, robin] = await enterByKeys('tom', 'robin');
  await tom.say('An unkind word');
  await robin.hears('An unkind word');
  await pickByKeys(robin, 'An unkind word', 'Write privately…');
  const dialog = robin.host.getByRole('dialog', { name: 'Only Tom will see this' });
  await expect(dialog.getByRole('textbox')).toBeFocused();
  await robin.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(robin.message('An unkind word')).toBeFocused();
  await pickByKeys(robin, 'An unkind word', 'Write privately…');
  await robin.page.keyboard.type('Please be kind');
  await robin.page.keyboard.press('Enter');
  await expect(tom.message('Please be kind')).toContainText('Only you see this');
  await expect(robin.message('An unkind word')).toBeFocused();
});
