// An agent at the desk in a browser of their own: signs in, accepts, talks, transfers, ends.

import { expect } from '@playwright/test';

export class AgentPage {
  errors = [];

  static async visit(browser, server) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const agent = new AgentPage(page, server);
    await page.goto(server.desk);
    return agent;
  }

  static async signIn(browser, server, name) {
    const agent = await AgentPage.visit(browser, server);
    await agent.fillIn(name, server.agentKeys[name]);
    await expect(agent.page.getByRole('heading', { name: /Waiting/ })).toBeVisible();
    return agent;
  }

  constructor(page, server) {
    this.page = page;
    this.server = server;
    page.on('pageerror', (error) => this.errors.push(String(error)));
  }

  async fillIn(name, key) {
    await this.page.getByLabel('Name').fill(name);
    await this.page.getByLabel('Key').fill(key);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** The customer's entry in the lists. */
  contact(customer) {
    return this.page.getByLabel('Contacts').getByRole('listitem').filter({ hasText: customer });
  }

  get composer() {
    // The conversations that are not on the screen stay in the page.
    return this.page.getByRole('textbox', { name: 'Write a message' }).filter({ visible: true });
  }

  get typing() {
    return this.page.getByLabel('Messages', { exact: true }).getByText(/is typing/);
  }

  get details() {
    return this.page.getByRole('region', { name: 'Details' });
  }

  /** What the details say under this label. */
  fact(label) {
    return this.details.getByRole('term').filter({ hasText: label }).locator('+ dd');
  }

  message(text) {
    return this.page.getByLabel('Messages', { exact: true }).getByRole('article').filter({ hasText: text });
  }

  async accept(customer) {
    await this.contact(customer).getByRole('button', { name: /Accept/ }).click();
    await expect(this.composer).toBeEditable();
  }

  async say(text) {
    await this.composer.fill(text);
    await this.composer.press('Enter');
    await expect(this.message(text)).toBeVisible();
  }

  async transferTo(other) {
    await this.page.getByRole('button', { name: 'Transfer' }).filter({ visible: true }).click();
    await this.page.getByRole('button', { name: other, exact: true }).click();
  }

  async end() {
    await this.page.getByRole('button', { name: 'End chat' }).filter({ visible: true }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'End chat' }).click();
  }

  close() {
    return this.page.context().close();
  }
}
