/**
 * Chirrup's loader: the element, its launcher and window, the queue of calls, the failure card.
 * The chat is WebAssembly beside this script, fetched on first open, or at once when inline or resumed: a module
 * for support chats, one for events, and one with moderators' tools when the chat asks for them, or the page.
 * It adds one global and one element, stores nothing, and after a failure no call enters what failed.
 * Long because: it is one script that a page loads, and nothing puts several together.
 */
(() => {
  'use strict';
  const script = document.currentScript;
  const stub = window.Chirrup;
  if (stub?.add) return stub.add(script); // Loaded twice: the first one does the work.

  const TEXT = {
    open: 'Open chat',
    close: 'Close chat',
    loading: 'Loading chat…',
    failed: 'The chat is not available',
    // By the names of errors. Where there is no WebAssembly, none is looked at.
    undefined: 'This site’s Content-Security-Policy needs ‘wasm-unsafe-eval’.',
    TypeError: 'Please check your connection.',
    RuntimeError: 'Something went wrong in it.',
    retry: 'Try again',
    contact: 'Contact us another way',
  };
  const PHONE = '(max-width: 480px), (max-height: 480px) and (orientation: landscape)';
  const CSS = `
:host { display: block; block-size: 600px }
:host([floating]) { display: contents }
.window { display: flex; overflow: hidden; box-sizing: border-box; margin: 0; padding: 0; border: 0; width: 100%; height: 100%; max-width: none; max-height: none; font: 16px/1.4 system-ui, sans-serif; color: CanvasText; background: Canvas; color-scheme: light dark }
.window > * { flex: 1; min-width: 0 }
.page { position: fixed; inset: 0 }
.card { padding: 24px; overflow: auto }
.card h2 { margin: 0; font-size: 20px }
.card button { padding: 10px 16px; border: 1px solid; border-radius: 10px; font: inherit; color: inherit; background: none; cursor: pointer }
.card a { color: inherit }
.launcher, .floating { position: fixed; z-index: var(--chirrup-z-index, 10000); --x: var(--chirrup-offset-x, 20px); --y: calc(var(--chirrup-offset-y, 20px) + env(safe-area-inset-bottom)); --away: calc(var(--x) + max(env(safe-area-inset-left), env(safe-area-inset-right))); inset-inline: auto var(--away) }
.left { inset-inline: auto; left: var(--away) }
.right { inset-inline: auto; right: var(--away) }
.launcher { bottom: var(--y); width: 56px; height: 56px; padding: 16px; border: 0; border-radius: 50%; cursor: pointer; background: var(--chirrup-accent, #2f5bea); color: #fff; box-shadow: 0 8px 24px #0003; transition: box-shadow .12s, transform .12s }
@supports (color: color(from red xyz x y z)) { .launcher { --on: calc((.179 - y) * 999); color: color(from var(--chirrup-accent, #2f5bea) xyz var(--on) var(--on) var(--on)) } }
.launcher:hover { box-shadow: 0 8px 32px #0006 }
.launcher:active { transform: scale(.96) }
.launcher:focus-visible { outline: 2px solid var(--chirrup-accent, #2f5bea); outline-offset: 2px }
.launcher::before { content: ''; display: block; height: 24px; background: currentColor; clip-path: path('M4 3h16a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H9l-5 4v-4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z'); forced-color-adjust: none }
.launcher[aria-expanded=true]::before { clip-path: path('M12 17 4 9l2-2 6 6 6-6 2 2z') }
.count { position: absolute; top: -4px; inset-inline-end: -4px; min-width: 14px; padding: 0 4px; border: 2px solid #fff; border-radius: 11px; background: #b3261e; color: #fff; font: 12px/18px system-ui, sans-serif }
.count:empty { display: none }
.floating { display: none; inset-block: auto calc(var(--y) + 72px); width: min(var(--chirrup-width, 400px), 100vw - 40px); height: min(var(--chirrup-height, 680px), 100dvh - var(--y) - 104px); border-radius: 16px; box-shadow: 0 5px 40px #0003 }
.floating[open] { display: flex; animation: rise .18s ease-out }
.floating.closing { opacity: 0; animation: rise .12s ease-in reverse }
.floating::backdrop { display: none }
@keyframes rise { from { opacity: 0; translate: 0 8px } to { opacity: 1 } }
@media ${PHONE} { .floating { inset: var(--top, 0) 0 auto; width: 100%; height: var(--height, 100dvh); border-radius: 0 } .launcher[aria-expanded=true] { visibility: hidden } }
@media (prefers-reduced-motion: reduce) { .launcher, .floating { animation: none !important; transition: none } }
@media (forced-colors: active) { .launcher, .floating { border: 2px solid } .launcher::before { background: ButtonText } }`;

  /** Elements in the page, oldest first; those made here; what waits for the first; modules by name. */
  const chats = new Set();
  const made = new Set();
  const waiting = [];
  const engines = {};
  let sheet;
  let tries = '';

  const make = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    for (const name in attributes) node.setAttribute(name, attributes[name]);
    node.append(...children);
    return node;
  };

  /** A switch is set and not `false`; as an attribute it is text. */
  const isOn = (value) => value != null && `${value}` != 'false';

  /** A module, fetched once for all chats, and afresh after a failure. Whoever cannot have the tools can chat. */
  const load = ({ backend, tools }) => {
    const name = backend == 'event' ? (tools == 'moderator' ? tools : backend) : 'widget';
    return (engines[name] ??= start(name).catch((error) => {
      forget(name);
      return name == tools ? load({ backend }) : Promise.reject(error);
    }));
  };
  const start = async (name) => {
    const query = tries && '?' + tries;
    const at = (end) => new URL('chirrup-' + name + end + query, script.src);
    // Both at once: one answer's wait instead of two.
    const [module, bytes] = await Promise.all([import(at('.js')), fetch(at('_bg.wasm'))]);
    await module.default({ module_or_path: bytes });
    return { name, ...module, place: RegExp(name + '(_bg.wasm|.js)' + query.replace('?', '[?]') + ':') };
  };
  const forget = (name) => {
    delete engines[name];
    tries++;
  };

  class Chat extends HTMLElement {
    #key;
    #given = {};
    #hearers = new Map();
    #isFloating;
    #isOpen = true;
    #by = 'page';
    #unread = 0;
    #launcher;
    #badge = make('span', { class: 'count', part: 'badge' });
    #window;
    #mount = make('div');
    /** The module and the chat's id in it; 0 while there is none, `null` while it is coming. */
    #engine;
    #id = 0;
    /** What the module may ask for. It keeps here what outlives it where there is no storage. */
    #hooks = {
      emit: (name, detail) => this.#emit(name, detail),
      unread: (count) => {
        this.#unread = count;
        this.#dress();
        this.#emit('unread', { count });
      },
      close: () => this.#setOpen(false, 'person'),
      phone: matchMedia(PHONE),
      turn: () => this.#isFloating && this.#isOpen && this.#reveal(),
      // A moderator is in: the chat goes on in the module with the tools, as after a reload.
      tools: async () => {
        this.options = { tools: 'moderator' };
        const module = await load(this.options);
        if (module == this.#engine) return this.#enter('lack');
        if (!this.#id) return;
        this.#by = document.activeElement == this ? 'person' : 'page';
        this.#drop();
        chats.add(this);
        this.#boot(true);
      },
    };
    #attached;
    #ready = new Promise((done) => (this.#attached = done));
    #body;

    /** A trap of the module reaches the page as an error that nobody caught. It ends every chat, nothing else. */
    static #hear({ error, reason = error }) {
      if (reason?.name != 'RuntimeError') return;
      for (const chat of chats) {
        if (!chat.#id || !chat.#engine.place.test(reason.stack)) continue; // One that was replaced may still fall.
        chat.#engine.retire();
        chat.#fail(TEXT.RuntimeError);
      }
    }

    static {
      addEventListener('error', Chat.#hear);
      addEventListener('unhandledrejection', Chat.#hear);
    }

    /** Calls the module. */
    #enter(method, ...rest) {
      try {
        return this.#engine[method](this.#id, ...rest);
      } catch (error) {
        Chat.#hear({ error });
        throw error;
      }
    }

    /** Attributes, properties and what `init` was given. Rust checks them. */
    get options() {
      const found = {};
      for (const { name, value } of this.attributes) {
        found[name.replace(/^data-/, '').replace(/-(.)/g, (_, letter) => letter.toUpperCase())] = value;
      }
      return { ...found, ...this, ...this.#given };
    }

    set options(options) {
      Object.assign(this.#given, options);
      this.#dress();
    }

    connectedCallback() {
      // A copy of ours, as page caches make them, is not a chat.
      if (this.hasAttribute('data-turbo-temporary') && !made.has(this)) return this.remove();
      this.#body = document.body;
      if (!this.#window) this.#build();
      else if (this.#isFloating && this.#isOpen) this.#reveal(); // A modal window falls shut when moved.
      chats.add(this);
      const { open, persist } = this.options;
      let isKept = !this.#isFloating;
      try {
        isKept ||= `chirrup:${this.#key}:resume` in (persist == 'session' ? sessionStorage : localStorage);
      } catch {} // Storage is refused: nothing is kept.
      if (isKept) this.#boot();
      if (isOn(open)) this.open();
      for (const call of waiting.splice(0)) call();
    }

    disconnectedCallback() {
      queueMicrotask(() => {
        if (this.isConnected || !chats.has(this)) return;
        if (made.has(this) && document.body != this.#body) return document.body?.append(this); // Turbo
        setTimeout(() => this.isConnected || this.#drop()); // Frameworks take a moment to move an element.
      });
    }

    #build() {
      const { key, layout } = this.options;
      let number = 1;
      while ([...chats].some((chat) => chat.isConnected && chat.#key == `${number}`)) number++;
      this.#key = `${key || this.id || number}`;
      this.#isFloating = made.has(this) || this.hasAttribute('floating') || layout == 'floating';
      this.toggleAttribute('floating', this.#isFloating);
      const root = this.attachShadow({ mode: 'open' });
      if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(CSS);
      root.adoptedStyleSheets = [sheet];
      if (this.#isFloating) {
        this.#isOpen = false;
        const launcher = (this.#launcher = make('button', { class: 'launcher', part: 'launcher', type: 'button', 'aria-controls': 'window' }, this.#badge));
        launcher.onclick = () => this.#setOpen(!this.#isOpen, 'person');
        // A press is likely. What fails shows when it comes.
        launcher.onpointerenter = launcher.onfocus = () => load(this.options).catch(() => {});
        this.#window = make('dialog', { class: 'window floating', part: 'window', id: 'window' }, this.#mount);
        // Esc or the back gesture, where the window is modal.
        this.#window.oncancel = (event) => {
          event.preventDefault();
          this.#setOpen(false, 'person');
        };
        this.#window.onclose = () => this.#window.open || this.#setOpen(false, 'person');
        root.append(launcher);
      } else {
        this.#window = make('div', { class: 'window ' + layout, part: 'window', role: 'region' }, this.#mount);
      }
      root.append(this.#window);
      this.#dress();
    }

    /** Brings launcher and window in line with options and state. */
    #dress() {
      if (!this.#window) return;
      const { accent, position, offset, zIndex, theme, title, hideLauncher } = this.options;
      const [x, y = x] = offset ? `${offset}`.split(' ') : [];
      const values = { accent, 'z-index': zIndex, 'offset-x': x && x + 'px', 'offset-y': y && y + 'px' };
      for (const name in values) if (values[name]) this.style.setProperty('--chirrup-' + name, values[name]);
      this.#window.setAttribute('aria-label', title || 'Chat');
      this.#window.style.colorScheme = /light|dark/.test(theme) ? theme : '';
      if (!this.#isFloating) return;
      for (const node of [this.#launcher, this.#window])
        for (const side of ['left', 'right']) node.classList.toggle(side, position == side);
      const count = this.#unread;
      const unread = count ? `, ${count} unread message${count > 1 ? 's' : ''}` : '';
      this.#badge.textContent = this.#isOpen ? '' : count > 9 ? '9+' : count || '';
      this.#launcher.setAttribute('aria-expanded', this.#isOpen);
      this.#launcher.setAttribute('aria-label', this.#isOpen ? TEXT.close : TEXT.open + unread);
      this.#launcher.hidden = isOn(hideLauncher);
    }

    async #boot(isAgain) {
      if (this.#id != 0) return;
      this.#id = null;
      this.#fill(make('p', { class: 'card', role: 'status' }, TEXT.loading));
      try {
        const module = await load(this.options);
        if (!chats.has(this)) return (this.#id = 0);
        this.#fill();
        const layout = this.#isFloating ? 'floating' : this.options.layout ?? 'inline';
        this.#engine = module;
        this.#id = module.attach(this, this.shadowRoot, this.#mount, { ...this.options, layout, key: this.#key }, this.#hooks);
        this.#enter('setOpen', this.#isOpen, this.#by);
        this.#attached();
        isAgain || this.#emit('ready');
      } catch (error) {
        console.error('Chirrup:', error);
        this.#fail(TEXT[window.WebAssembly && error.name] ?? error.message);
      }
    }

    /** Puts a fresh mount into the window. Focus that leaves the old one must not call into what failed. */
    #fill(...content) {
      const mount = make('div', {}, ...content);
      this.#mount.addEventListener('focusout', (event) => event.stopPropagation(), true);
      this.#mount.addEventListener('blur', (event) => event.stopPropagation(), true);
      this.#mount.replaceWith(mount);
      this.#mount = mount;
    }

    #fail(reason) {
      forget(this.#engine?.name);
      this.#id = 0;
      const { contactUrl, contactLabel } = this.options;
      const retry = make('button', { type: 'button' }, TEXT.retry);
      retry.onclick = () => this.#boot();
      const card = make('div', { class: 'card', role: 'alert' }, make('h2', {}, TEXT.failed), make('p', {}, reason), retry);
      if (/^(https?|mailto|tel):/i.test(contactUrl)) {
        card.append(make('p', {}, make('a', { href: contactUrl }, contactLabel || TEXT.contact)));
      }
      this.#fill(card);
      this.#emit('error', { message: reason });
    }

    #setOpen(isOpen, by) {
      if (!this.#isFloating || isOpen == this.#isOpen) return;
      this.#isOpen = isOpen;
      this.#by = by;
      this.#dress();
      if (isOpen) this.#reveal();
      else this.#conceal();
      if (isOpen) this.#boot();
      if (this.#id) this.#enter('setOpen', isOpen, by);
      this.#emit(isOpen ? 'open' : 'close');
    }

    #reveal() {
      const dialog = this.#window;
      const focused = this.shadowRoot.activeElement;
      dialog.classList.remove('closing');
      dialog.close();
      // Full screen is modal, and the browser keeps the focus inside. A window is not, and takes no focus.
      if (this.#hooks.phone.matches) dialog.showModal();
      else dialog.setAttribute('open', '');
      if (dialog.contains(focused)) focused.focus({ preventScroll: true });
    }

    async #conceal() {
      const dialog = this.#window;
      const hadFocus = dialog.contains(this.shadowRoot.activeElement);
      dialog.classList.add('closing');
      await Promise.allSettled(dialog.getAnimations().map((animation) => animation.finished));
      if (this.#isOpen) return;
      dialog.classList.remove('closing');
      dialog.close();
      if (hadFocus) this.#launcher.focus({ preventScroll: true });
    }

    #emit(name, detail = {}) {
      this.dispatchEvent(new CustomEvent('chirrup:' + name, { detail, bubbles: true, composed: true }));
    }

    /** Ends the chat on this page. It can come back, and so can the element. */
    #drop() {
      chats.delete(this);
      if (this.#id) this.#enter('detach');
      this.#id = 0;
      this.#fill();
    }

    async #call(method, argument) {
      await this.#ready;
      if (this.#id) return this.#enter('call', method, [argument]);
    }

    async open() { this.#setOpen(true, 'page'); }
    async close() { this.#setOpen(false, 'page'); }
    async toggle() { this.#setOpen(!this.#isOpen, 'page'); }
    async show() { this.options = { hideLauncher: false }; }
    async hide() { this.options = { hideLauncher: true }; }
    async send(text) { return this.#call('send', text); }
    async prefill(text) { return this.#call('prefill', text); }
    async identify(person) {
      if (this.#id) return this.#call('identify', person);
      // The form is made with what is known by then, so until there is a chat these are options.
      const { name = this.#given.name, ...attributes } = person;
      this.#given.name = name;
      this.setAttributes(attributes);
    }
    async setAttributes(attributes) {
      if (this.#id) return this.#call('setAttributes', attributes);
      this.#given.attributes = { ...this.#given.attributes, ...attributes };
    }
    async signIn(ticket) { return this.#call('signIn', ticket); }
    async reset() {
      if (this.#id != 0) return this.#call('reset');
      try {
        for (const area of [localStorage, sessionStorage]) {
          for (const name of Object.keys(area)) if (name.startsWith(`chirrup:${this.#key}:`)) delete area[name];
        }
      } catch {} // Storage is refused: nothing is kept.
    }
    /** Calls back with the details of an event; gives a function that ends it. */
    async on(name, hear) {
      const listener = this.#hearers.get(hear) ?? ((event) => hear(event.detail));
      this.#hearers.set(hear, listener);
      this.addEventListener('chirrup:' + name, listener);
      return () => this.off(name, hear);
    }
    async off(name, hear) { this.removeEventListener('chirrup:' + name, this.#hearers.get(hear)); }
    async destroy() {
      this.#drop();
      this.#attached();
      made.delete(this);
      this.remove();
    }
  }

  /** The floating chat with this key: the one there is, or a new one once there is a body. */
  const init = async (options = {}, attributes = []) => {
    if (!document.body) await new Promise((done) => addEventListener('DOMContentLoaded', done, { once: true }));
    let chat = [...made].find((chat) => chat.options.key == options.key);
    if (!chat) {
      chat = make(name, { 'data-turbo-temporary': '' });
      made.add(chat);
      for (const { name, value } of attributes) if (/^data-/.test(name)) chat.setAttribute(name, value);
    }
    chat.options = options;
    if (!chat.isConnected) document.body.append(chat);
    return chat;
  };

  /** The page comes first: a launcher can wait until it has nothing to do, or two seconds. */
  const idle = new Promise((done) => (window.requestIdleCallback ?? setTimeout)(done, { timeout: 2000 }));

  const Chirrup = async (method, ...args) => {
    await idle;
    if (method == 'init') return init(...args);
    if (!chats.size && method == 'destroy') return;
    if (!chats.size) await new Promise((done) => waiting.push(done));
    return [...chats][0][method](...args);
  };
  /** Takes in a script tag: one with the address of a service makes a floating chat. */
  Chirrup.add = async ({ dataset, attributes }) => {
    await idle;
    if (dataset.startUrl || dataset.loginUrl) init({ key: dataset.key }, attributes);
  };

  let name = 'chirrup-chat';
  while (customElements.get(name)) name += '-';
  customElements.define(name, Chat);
  window.Chirrup = Chirrup;
  Chirrup.add(script);
  for (const call of stub?.q ?? []) Chirrup(...call);
})();
