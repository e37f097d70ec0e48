// Demo glue, no part of the widget: shows this page's other ways to embed the chat, by the query of its address.
//
//   ?inline    the contact page, with the chat in a box
//   ?page      nothing but the chat
//   ?nowidget  the shop without the chat, for comparison
//
// Each of them starts by leaving out the floating chat, whose script comes right after this one.

(() => {
  const view = ['inline', 'page', 'nowidget'].find((name) => new URLSearchParams(location.search).has(name));
  if (!view) return;
  document.documentElement.classList.add(`view-${view}`);
  document.write('<!--');
  const template = document.querySelector(`template[data-view="${view}"]`);
  if (!template) return;
  document.querySelector('main').replaceChildren(template.content.cloneNode(true));
  const loader = document.createElement('script');
  loader.src = 'chirrup.js';
  document.head.append(loader);
})();
