// Two fans, an artist and a moderator in one room: what everybody sees of what everybody says.

import { expect, test } from './evening.js';

test('everybody sees everybody, and badges that nobody can imitate', async ({ enter }) => {
  const [mira, tom, nova, robin] = await enter('mira', 'tom', 'nova', 'robin');
  await mira.say('Hello from Mira');
  await nova.say('Good evening');
  await robin.say('Be kind to each other');
  for (const guest of [mira, tom, nova, robin]) {
    await guest.hears('Hello from Mira');
    await guest.hears('Good evening');
    await guest.hears('Be kind to each other');
    await expect(guest.message('Good evening').locator('[part~="badge"]')).toHaveText('Artist');
    const badge = guest.message('Be kind').locator('[part~="badge"]');
    await expect(badge).toHaveText('Moderator');
    const [sign, name] = [await badge.boundingBox(), await guest.message('Be kind').getByText('Robin').boundingBox()];
    expect(sign.x + sign.width, 'it stands before the name').toBeLessThanOrEqual(name.x);
    expect(Math.abs(sign.y + sign.height / 2 - name.y - name.height / 2), 'on its line').toBeLessThanOrEqual(2);
    await expect(guest.message('Hello from Mira').locator('[part~="badge"]')).toHaveCount(0);
    await expect(guest.list.getByRole('article')).toHaveCount(3);
  }
  await expect(mira.host.getByText('You are Mira')).toBeVisible();
  await expect(mira.host.getByRole('group', { name: 'Moderation' })).toHaveCount(0);
  await expect(robin.host.getByRole('group', { name: 'Moderation' })).toBeVisible();
});

test('somebody is mentioned by name, and sees it at once', async ({ enter }) => {
  const [mira, tom, nova] = await enter('mira', 'tom', 'nova');
  await mira.say('Who knows the words?');
  await tom.hears('Who knows the words?');

  await tom.composer.focus();
  await tom.page.keyboard.type('Ask @mi');
  const { people } = tom;
  await expect(people.getByRole('option', { name: 'Mira' })).toHaveAttribute('aria-selected', 'true');
  await tom.page.keyboard.press('Enter');
  await expect(people).toBeHidden();
  await expect(tom.composer).toBeFocused();
  await tom.page.keyboard.type('she does');
  await expect(tom.composer).toHaveValue(/^Ask @Mira\s+she does$/);
  await tom.page.keyboard.press('Enter');

  await expect(mira.message('she does')).toHaveAccessibleName(/Mentions you/);
  await expect(mira.message('she does').locator('[part~="mention"]')).toHaveText('@Mira');
  await expect(mira.message('she does')).toHaveClass(/is-mention/);
  await nova.hears('she does');
  await expect(nova.message('she does').locator('[part~="mention"]')).toHaveText('@Mira');
  await expect(nova.message('she does')).not.toHaveAccessibleName(/Mentions you/);
});

/** Resolves with the first emoji that floats up on this page from here on. */
async function nextBurst(guest) {
  const seen = await guest.host.evaluateHandle((host) => {
    const layer = host.shadowRoot.querySelector('.bursts');
    const seen = { text: new Promise((resolve) => {
      const look = () => layer.firstElementChild && resolve(layer.firstElementChild.textContent);
      new MutationObserver(look).observe(layer, { childList: true });
    }) };
    return seen;
  });
  return () => seen.evaluate(({ text }) => text);
}

test('emoji float up for everybody, and focus stays where it was', async ({ enter }) => {
  const [mira, tom] = await enter('mira', 'tom');
  const [own, others] = [await nextBurst(mira), await nextBurst(tom)];
  await mira.composer.focus();
  await mira.emoji('Fire').click();
  await mira.emoji('Fire').click();
  await expect(mira.composer).toBeFocused();
  expect(await own()).toBe('🔥');
  expect(await others()).toBe('🔥');
});

test('an address is text, and so is markup', async ({ enter }) => {
  const [mira, tom] = await enter('mira', 'tom');
  await mira.say('see https://example.com/ and <b>this</b> [there](https://example.com/)');
  await tom.hears('<b>this</b>');
  await expect(tom.list.getByRole('link')).toHaveCount(0);
});

test('people come and go, or are banned, and there is no row of it', async ({ arrive, enter, logIn }) => {
  const [mira, robin] = await enter('mira', 'robin');
  await mira.say('Who is here?');
  const [tom, nova] = await enter('tom', 'nova');
  const newcomer = await arrive('newcomer');
  await newcomer.showTicket();
  await newcomer.nicknameField.fill('Fern');
  await newcomer.nicknameField.press('Enter');
  await newcomer.say('I came by myself');
  await (await logIn('crowd')).say('So did we');
  await tom.say('I have never left');
  for (const guest of [nova, newcomer]) await guest.page.goto('about:blank');
  await robin.pick('I have never left', 'Ban…');
  await robin.host.getByRole('alertdialog').getByRole('button', { name: 'Ban', exact: true }).click();
  await expect(tom.host.getByText('A moderator banned you')).toBeVisible();
  await robin.say('Let us begin');

  const said = ['Who is here?', 'I came by myself', 'So did we', 'I have never left', 'Let us begin'];
  const expectNothingElse = async (guest) => {
    await guest.hears('Let us begin');
    const rows = await guest.list.getByRole('article').allInnerTexts();
    expect(rows.map((row) => said.find((text) => row.includes(text)) ?? row)).toEqual(said);
  };
  for (const guest of [mira, robin]) await expectNothingElse(guest);
  await mira.page.reload();
  await expectNothingElse(mira);
});
