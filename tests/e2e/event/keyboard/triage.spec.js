// A moderator without a mouse: triage by single keys, menus, questions, and the message box again.

import { expect, test } from './keys.js';

test('messages are worked through by J K H T U P', async ({ enter }) => {
  const [mira, tom, robin] = await enter('mira', 'tom', 'robin');
  const press = (key) => robin.page.keyboard.press(key);
  await mira.say('A kind word');
  await tom.say('An unkind word');
  await mira.say('Another kind word');
  await robin.hears('Another kind word');

  // From the message box backwards to the switch.
  const triage = robin.host.getByRole('button', { name: 'Triage' });
  await robin.composer.focus();
  for (let steps = 0; steps < 20 && !(await triage.evaluate((it) => it.matches(':focus'))); steps += 1) {
    await press('Shift+Tab');
  }
  await expect(triage).toBeFocused();
  await press('Enter');
  await expect(triage).toHaveAttribute('aria-pressed', 'true');

  await press('k');
  await expect(robin.message('Another kind word')).toBeFocused();
  await press('k');
  await expect(robin.message('An unkind word')).toBeFocused();
  await press('h');
  await expect(mira.message('An unkind word')).toHaveCount(0);
  await expect(robin.message('An unkind word')).toBeFocused();
  await press('u');
  await mira.hears('An unkind word');

  await press('t');
  await expect(robin.host.getByRole('menuitem', { name: '10 seconds' })).toBeFocused();
  await press('ArrowDown');
  await press('Enter');
  await expect(tom.host.getByText('A moderator muted you until')).toBeVisible();
  await expect(robin.message('An unkind word')).toBeFocused();
  await press('u');
  await expect(tom.composer).toBeEditable();

  await press('p');
  await expect(robin.pauseBar).toContainText('Chat paused');
  await mira.say('Meanwhile');
  await expect(robin.pauseBar).toContainText('1 new');
  await press('p');
  await expect(robin.pauseBar).toHaveCount(0);
  await press('j');
  await press('j');
  await expect(robin.message('Meanwhile')).toBeFocused();

  // Letters are letters again where one writes.
  await press('Escape');
  await expect(robin.composer).toBeFocused();
  await robin.page.keyboard.type('jkhtup');
  await expect(robin.composer).toHaveValue('jkhtup');
});

test('somebody is banned by menu and question, and focus comes back to the message', async ({ enter }) => {
  const [tom, robin] = await enter('tom', 'robin');
  const press = (key) => robin.page.keyboard.press(key);
  await tom.say('An unkind word');
  await robin.hears('An unkind word');
  await robin.list.focus();
  await press('End');
  await expect(robin.message('An unkind word')).toBeFocused();
  await press('.');
  await expect(robin.host.getByRole('menuitem', { name: 'Hide message' })).toBeFocused();
  await press('End');
  await expect(robin.host.getByRole('menuitem', { name: 'Ban…' })).toBeFocused();
  await press('Enter');
  const question = robin.host.getByRole('alertdialog', { name: 'Ban Tom?' });
  await expect(question.getByRole('textbox')).toBeFocused();
  await robin.page.keyboard.type('Unkind');
  await press('Enter');
  await expect(tom.host.getByText('A moderator banned you')).toBeVisible();
  await expect(robin.message('An unkind word')).toBeFocused();

  await press('Enter');
  await expect(robin.host.getByRole('menu')).toBeVisible();
  await press('End');
  await expect(robin.host.getByRole('menuitem', { name: 'Lift ban' })).toBeFocused();
  await press('Escape');
  await expect(robin.message('An unkind word')).toBeFocused();
});
