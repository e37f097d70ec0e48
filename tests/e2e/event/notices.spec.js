// What stands above the messages: the announcement and the pinned message.

import { expect, test } from './evening.js';

test('an announcement stands above the messages for all, also for those who come later', async ({ enter }) => {
  const [mira, robin] = await enter('mira', 'robin');
  await robin.announce('The second half begins at nine');
  await expect(mira.strip('Announcement')).toContainText('The second half begins at nine');
  const [tom] = await enter('tom');
  await expect(tom.strip('Announcement')).toContainText('The second half begins at nine');

  await (await robin.open('Room')).getByRole('button', { name: 'Take down' }).click();
  for (const guest of [mira, tom, robin]) await expect(guest.strip('Announcement')).toHaveCount(0);
});

test('a message is pinned for all, also for those who come later, and unpinned', async ({ enter }) => {
  const [mira, robin, kim] = await enter('mira', 'robin', 'kim');
  await mira.say('Which song is next?');
  await robin.hears('Which song is next?');
  await robin.pick('Which song is next?', 'Pin message');
  await expect(mira.strip('Pinned message')).toContainText('Which song is next?');
  const [tom] = await enter('tom');
  await expect(tom.strip('Pinned message')).toContainText('Which song is next?');
  await kim.pick('Which song is next?', 'Unpin message');
  for (const guest of [mira, tom, robin]) await expect(guest.strip('Pinned message')).toHaveCount(0);
});
