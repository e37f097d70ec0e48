// A person who visits a page and talks to the widget: what they can see and press, found as they would find it.

import { expect } from '@playwright/test';

export class Visitor {
  name = 'Mira';
  /** Everything the page complained of: exceptions, and errors on the console. */
  errors = [];

  constructor(page, server) {
    this.page = page;
    this.server = server;
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      const text = message.text();
      // A request that a test cut or refused is a line on the console, not a fault of the page.
      if (message.type() === 'error' && !/^(Failed to load resource|WebSocket connection to)/.test(text)) {
        this.errors.push(text);
      }
    });
  }

  get host() {
    return this.page.locator('chirrup-chat');
  }

  get launcher() {
    return this.host.locator('[part~="launcher"]');
  }

  get window() {
    return this.host.locator('[part~="window"]');
  }

  get nameField() {
    return this.host.getByRole('textbox', { name: 'Your name' });
  }

  get startButton() {
    return this.host.getByRole('button', { name: 'Start chat', exact: true });
  }

  get composer() {
    return this.host.getByRole('textbox', { name: 'Write a message' });
  }

  get list() {
    return this.host.getByLabel('Messages', { exact: true });
  }

  get status() {
    return this.host.locator('[part~="notice"]');
  }

  get typing() {
    return this.list.getByText(/typing/);
  }

  /** Rows whose text contains this. */
  message(text) {
    return this.list.getByRole('article').filter({ hasText: text });
  }

  /** Goes to a page of the shop. */
  async visit(path = '') {
    await this.page.addInitScript(() =>
      document.addEventListener('chirrup:unread', (event) => (window.unread = event.detail.count), true),
    );
    await this.page.goto(this.server.site + path);
  }

  async open() {
    await this.launcher.click();
    await expect(this.nameField.or(this.composer)).toBeVisible();
  }

  /** Loads the page anew, and opens the chat if it is closed. */
  async reload() {
    await this.page.reload();
    await expect(this.launcher).toBeVisible();
    if ((await this.launcher.getAttribute('aria-expanded')) === 'false') await this.launcher.click();
  }

  /** Fills the form and starts. */
  async start() {
    await this.nameField.fill(this.name);
    await this.startButton.click();
    await expect(this.composer).toBeEditable();
  }

  /** On the shop, with a conversation begun. */
  async begin() {
    await this.visit();
    await this.open();
    await this.start();
  }

  /** Types and sends, and sees it stored. */
  async say(text) {
    await this.write(text);
    await this.sent(text);
  }

  /** Types and presses Enter. */
  async write(text) {
    await this.composer.fill(text);
    await this.composer.press('Enter');
    await expect(this.composer).toHaveValue('');
    await expect(this.message(text)).toBeVisible();
  }

  /** Waits until the last own message has its check. */
  async sent(text) {
    await expect(this.message(text)).toHaveAccessibleName(/Sent|Delivered|Read/);
  }

  /** Waits until everything was in view for long enough to count as read. */
  async hasReadAll() {
    await expect.poll(() => this.page.evaluate(() => window.unread ?? 0)).toBe(0);
  }

  async hears(text) {
    await expect(this.message(text)).toBeVisible();
  }
}
