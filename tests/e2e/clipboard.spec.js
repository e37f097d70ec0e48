// A message that did not get through can be taken elsewhere, as it was typed.

import { expect, test } from './story.js';

const TEXT = 'Please **ring** me:\n0117 496 0000';

for (const [place, initial] of [
  ['with a clipboard', () => {}],
  // Pages without HTTPS have none.
  ['without a clipboard object', () => Object.defineProperty(navigator, 'clipboard', { value: undefined })],
]) {
  test(`on a page ${place}, Copy takes the text of a failed message`, async ({ page, visitor }) => {
    await page.addInitScript(initial);
    await visitor.begin();
    await page.evaluate(() => {
      document.body.prepend(Object.assign(document.createElement('textarea'), { ariaLabel: 'Notes' }));
    });
    await page.route('**/participant/message', (route) => route.fulfill({ status: 400, json: { Message: 'no' } }));
    await visitor.composer.fill(TEXT);
    await visitor.composer.press('Enter');
    await expect(visitor.message('Please ring me')).toContainText('Not sent');
    await visitor.message('Please ring me').getByRole('button', { name: 'Copy' }).click();

    const notes = page.getByLabel('Notes');
    await notes.focus();
    await notes.press('Control+V');
    await expect(notes).toHaveValue(TEXT);
  });
}
