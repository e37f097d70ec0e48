// One device per ticket: a second one is told and may take over, and a reload is no other device.

import { expect, test } from './evening.js';

test('a second device is told, takes over, and the first one is told why it is out', async ({ enter, arrive }) => {
  const [first, tom] = await enter('mira', 'tom');
  await first.say('From my telephone');
  const second = await arrive('mira');
  await second.showTicket();
  await expect(second.host.getByText('This ticket is in use on another device.')).toBeVisible();
  await expect(first.composer).toBeEditable();

  await second.host.getByRole('button', { name: 'Move it here' }).click();
  await expect(second.composer).toBeEditable();
  await expect(first.host.getByText('Your ticket is in use on another device now.')).toBeVisible();
  await expect(first.composer).toBeHidden();
  await second.say('From my computer');
  await tom.hears('From my computer');

  await first.host.getByRole('button', { name: 'Take it back' }).click();
  await expect(first.composer).toBeEditable();
  await expect(second.host.getByText('Your ticket is in use on another device now.')).toBeVisible();
  await first.say('Here again');
  await tom.hears('Here again');
});

test('a reload stays in the room, by the device alone, and keeps no key in the browser', async ({ enter }) => {
  const [mira, tom] = await enter('mira', 'tom');
  await mira.say('Before the reload');
  await mira.composer.fill('Half a senten');
  const login = mira.page.waitForRequest('**/events/demo/login');
  const answer = mira.page.waitForResponse('**/events/demo/login');
  await mira.page.reload();
  const asked = (await login).postDataJSON();
  expect(asked.device).toMatch(/\S{16,}/);
  expect(asked.ticket).toBeUndefined();
  await expect(mira.composer).toHaveValue('Half a senten');
  await mira.hears('Before the reload');
  await expect(mira.message('Before the reload')).toHaveCount(1);

  const { credentials } = await (await answer).json();
  const kept = await mira.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  for (const secret of [credentials.secretAccessKey, credentials.sessionToken, credentials.accessKeyId, mira.code]) {
    if (secret) expect(kept).not.toContain(secret);
  }
  await mira.say('After the reload');
  await tom.hears('After the reload');
});
