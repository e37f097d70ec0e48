// A link may carry a ticket behind its `#`, which browsers send to nobody: `event/#ticket=K7QM-2XPD-9HVA`. It goes to
// the chat, and out of the address before anybody can copy it.
(() => {
  'use strict';
  window.Chirrup = window.Chirrup || function () { (Chirrup.q = Chirrup.q || []).push(arguments) };

  const take = () => {
    const ticket = new URLSearchParams(location.hash.slice(1)).get('ticket');
    if (!ticket) return;
    history.replaceState(history.state, '', location.pathname + location.search);
    // A ticket that does not do is said on the ticket screen; a chat that is gone takes none.
    Chirrup('signIn', ticket);
  };

  addEventListener('hashchange', take);
  take();
})();
