// A form with data-guard that was changed asks before it is left. Sending it is not leaving.
// data-guard="changed": the server has put unsaved values into it, so it counts as changed from the start.
// data-discards: sending this form throws the changes of all others away, as its button says.
export function dirty() {
  const changed = new Set(document.querySelectorAll('form[data-guard="changed"]'));
  const note = ({ target }) => {
    const form = target.form ?? target.closest?.('form');
    if (form?.hasAttribute('data-guard')) changed.add(form);
  };
  addEventListener('input', note);
  addEventListener('change', note);
  addEventListener('submit', ({ target, defaultPrevented }) => {
    if (defaultPrevented) return;
    if (target.hasAttribute('data-discards')) changed.clear();
    changed.delete(target);
  });
  addEventListener('beforeunload', (event) => {
    if (changed.size === 0) return;
    event.preventDefault();
    event.returnValue = ''; // Chrome before 119 asks only with this
  });
}
