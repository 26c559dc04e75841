// The summary of errors takes the focus, so that it is read first.
export function errors() {
  document.querySelector('[data-errors]')?.focus();
}
