// A moderator reads first: what fans write waits until it is let go, or is stopped.

import { expect, test } from './evening.js';

test('what is held for review waits for a moderator, who lets it go or not', async ({ enter }) => {
  const [mira, tom, robin] = await enter('mira', 'tom', 'robin');
  await tom.say('Good evening');
  await robin.rule('Who may write', 'All is reviewed');
  const held = await tom.writeUntilHeld('Question');
  const review = await robin.open(/^Review/);
  const line = review.getByRole('listitem').filter({ hasText: held });
  await expect(line).toContainText('Tom');
  await expect(mira.host.getByText(held)).toHaveCount(0);
  await line.getByRole('button', { name: 'Approve' }).click();
  await mira.hears(held);
  await expect(tom.message(held)).not.toContainText('Waiting for review');
  await review.getByRole('button', { name: 'Close' }).click();

  await tom.write('And this?');
  await (await robin.open(/^Review/)).getByRole('listitem').getByRole('button', { name: 'Reject' }).click();
  await expect(tom.message('And this?')).toContainText('It was not approved.');
  await expect(mira.host.getByText('And this?')).toHaveCount(0);
});
