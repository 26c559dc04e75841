// A link with data-dialog="id" opens that dialog instead of the page that asks the same question.
export function dialogs() {
  addEventListener('click', (event) => {
    const link = event.target.closest?.('a[data-dialog]');
    const dialog = link && document.getElementById(link.dataset.dialog);
    if (!dialog?.showModal || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    dialog.showModal();
    dialog.addEventListener('close', () => link.focus(), { once: true });
  });
}
