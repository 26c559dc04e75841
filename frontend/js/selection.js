// One checkbox marks all rows of a table; a live text says how many are marked.
function watch(all) {
  const name = all.dataset.selectAll;
  const scope = all.form ?? all.closest('table');
  const boxes = [...scope.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)];
  const status = scope.querySelector(`[data-selected="${CSS.escape(name)}"]`);
  const refresh = () => {
    const marked = boxes.filter((box) => box.checked).length;
    all.checked = marked > 0 && marked === boxes.length;
    all.indeterminate = marked > 0 && marked < boxes.length;
    if (status) status.textContent = status.dataset.text.replace('{n}', marked);
  };
  all.closest('label').hidden = boxes.length === 0;
  all.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked;
    refresh();
  });
  for (const box of boxes) box.addEventListener('change', refresh);
  addEventListener('pageshow', refresh);
  refresh();
}

export function selection() {
  document.querySelectorAll('input[data-select-all]').forEach(watch);
}
