// A page asks for more than a name before the chat begins.

import { expect, test } from './story.js';
import { Visitor } from './visitor.js';

const FIELDS = JSON.stringify([
  { name: 'email', label: 'E-mail', type: 'email', required: true },
  { name: 'order', label: 'Order number' },
  { name: 'message', label: 'How can we help?', type: 'multiline' },
]);

test('the fields of the page are checked, kept, and sent along', async ({ page, elsewhere, server }) => {
  const attribute = `data-prechat='${FIELDS}'`;
  await page.goto(elsewhere.page(`<h1>Orders</h1>${elsewhere.snippet(attribute)}`));
  const visitor = new Visitor(page, server);
  await visitor.open();
  await visitor.nameField.fill('Mira');
  const email = visitor.host.getByRole('textbox', { name: 'E-mail' });
  await email.fill('not an address');
  await visitor.startButton.click();
  await expect(visitor.host.getByText('Please check one answer.')).toBeVisible();
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await expect(email).toBeFocused();

  await email.fill('mira@example.com');
  await visitor.host.getByRole('textbox', { name: 'How can we help?' }).fill('My parcel is late');
  const started = page.waitForRequest('**/connect/start-chat');
  await visitor.startButton.click();
  const body = (await started).postDataJSON();
  expect(body.Attributes).toEqual({ email: 'mira@example.com' });
  await visitor.hears('My parcel is late');
  expect(visitor.errors).toEqual([]);
});
