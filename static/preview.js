// Only in preview (`litopys serve --watch`): a list of the panel stays open or folded, as it was left in this tab.
// Loaded where the panel ends and before the page is painted, so that nothing jumps.
'use strict';
for (const list of document.querySelectorAll('.preview details')) {
  const name = `litopys-${list.className}`;
  // Where the browser keeps nothing, the list is folded on each page.
  try { list.open = sessionStorage.getItem(name) === 'open'; } catch { break; }
  // A page that is left at once after a click has no time for a `toggle` event.
  addEventListener('pagehide', () => {
    try { sessionStorage.setItem(name, list.open ? 'open' : 'folded'); } catch {}
  });
}
