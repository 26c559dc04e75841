// Menus are <details>: Escape, a click outside or leaving with the keyboard closes them.
const open = () => document.querySelectorAll('details.menu[open]');

export function menus() {
  addEventListener('click', ({ target }) => {
    for (const menu of open()) if (!menu.contains(target)) menu.open = false;
  });
  addEventListener('focusin', ({ target }) => {
    for (const menu of open()) if (!menu.contains(target)) menu.open = false;
  });
  addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });
}
