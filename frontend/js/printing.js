// Buttons that print the page; without script they stay hidden, the browser's own menu prints as well.
export function printing() {
  for (const button of document.querySelectorAll('button[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => print());
  }
}
