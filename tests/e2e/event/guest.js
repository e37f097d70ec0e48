// Somebody with a ticket, on the page of the event: the door, the room, and a moderator's tools in it.

import { expect } from '@playwright/test';

import { Visitor } from '../visitor.js';

export class Guest extends Visitor {
  constructor(page, server, ticket) {
    super(page, server);
    this.code = ticket.code;
    this.name = ticket.nickname;
  }

  // The door.

  get ticketField() {
    return this.host.getByRole('textbox', { name: 'Ticket code' });
  }

  get nicknameField() {
    return this.host.getByRole('textbox', { name: 'Nickname' });
  }

  /** Goes to the event, and shows the ticket. */
  async showTicket(code = this.code) {
    if (!this.page.url().endsWith('/event/')) await this.page.goto(`${this.server.site}event/`);
    await this.ticketField.fill(code);
    await this.ticketField.press('Enter');
  }

  /** Goes to the event, and into its room. */
  async enter() {
    await this.showTicket();
    await expect(this.composer).toBeEditable();
  }

  // The room.

  /** Types and sends, and sees that the room has it. */
  async say(text) {
    await this.write(text);
    await expect(this.message(text)).not.toHaveAccessibleName(/Sending|Will send/);
  }

  /** Writes until a message waits for review, and tells which: the service holds them a moment after it is told to. */
  async writeUntilHeld(text) {
    let number = 0;
    await expect(async () => {
      number += 1;
      await this.write(`${text} ${number}.`);
      await expect(this.message(`${text} ${number}.`)).toContainText('Waiting for review', { timeout: 2_000 });
    }).toPass({ timeout: 30_000 });
    return `${text} ${number}.`;
  }

  /** The button that throws the emoji of this name. */
  emoji(name) {
    return this.host.getByRole('group', { name: 'Send a reaction' }).getByRole('button', { name });
  }

  /** The list of people from which one is picked for a mention. */
  get people() {
    return this.host.getByRole('listbox', { name: 'People' });
  }

  /** What stands over the message box while somebody answers. */
  get answering() {
    return this.host.locator('.answering');
  }

  get pauseBar() {
    return this.host.locator('[part~="pause"]');
  }

  /** The strip above the messages of this name. */
  strip(name) {
    return this.host.getByRole('note', { name });
  }

  // A moderator's tools.

  /** The buttons of a row, which the pointer brings up. */
  tools(text) {
    return this.message(text).getByRole('toolbar');
  }

  /** Presses a button of a row. When something above the rows goes, another row comes under the pointer: once more then. */
  async pressButton(text, name) {
    await expect(async () => {
      await this.message(text).hover();
      await this.tools(text).getByRole('button', { name }).click({ timeout: 2_000 });
    }).toPass();
  }

  /** Opens the menu of a message: by its button, or where there is no pointer, by a finger that rests on it. */
  async menu(text) {
    const menu = this.host.getByRole('menu');
    if (await this.page.evaluate(() => matchMedia('(hover: hover)').matches)) {
      await this.pressButton(text, 'More actions');
    } else {
      const { x, y, height } = await this.message(text).boundingBox();
      const finger = await this.page.context().newCDPSession(this.page);
      const touch = (type, touchPoints) => finger.send('Input.dispatchTouchEvent', { type, touchPoints });
      await touch('touchStart', [{ x: x + 40, y: y + height / 2 }]);
      await expect(menu).toBeVisible();
      await touch('touchEnd', []);
      await finger.detach();
    }
    return menu;
  }

  /** Picks an entry of the menu of a message. */
  async pick(text, entry) {
    await (await this.menu(text)).getByRole('menuitem', { name: entry }).click();
  }

  /** Hides a message by the first of its buttons. */
  async hide(text) {
    await this.pressButton(text, 'Hide message');
  }

  /** A button of the bar above the messages. */
  barButton(name) {
    return this.host.getByRole('group', { name: 'Moderation' }).getByRole('button', { name });
  }

  /** Opens what a button of that bar opens. */
  async open(name) {
    await this.barButton(name).click();
    return this.host.getByRole('dialog');
  }

  /** Sets a rule of the room: one of the choices under this heading. */
  async rule(heading, choice) {
    const dialog = await this.open('Room');
    const button = dialog.getByRole('group', { name: heading }).getByRole('button', { name: choice, exact: true });
    await button.click();
    await expect(button).toHaveAttribute('aria-pressed', 'true');
    await this.page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }

  /** Has this stand above the messages. */
  async announce(text) {
    const room = await this.open('Room');
    await room.getByRole('textbox', { name: 'Announcement' }).fill(text);
    await room.getByRole('button', { name: 'Announce' }).click();
  }

  /** Gives a reason for what was done at a press. */
  async sayWhy(reason) {
    await this.host.getByRole('status').getByRole('button', { name: 'Say why…' }).click();
    await this.host.getByRole('dialog', { name: 'Say why' }).getByRole('textbox').fill(reason);
    await this.page.keyboard.press('Enter');
  }

  get undoButton() {
    return this.host.getByRole('status').getByRole('button', { name: 'Undo' });
  }
}
