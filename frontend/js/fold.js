// Filters fold on narrow screens; without script they stay open.
export function fold() {
  for (const details of document.querySelectorAll('details[data-fold-below]')) {
    details.open = matchMedia(`(min-width: ${details.dataset.foldBelow})`).matches;
  }
}
