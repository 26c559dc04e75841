// A form is sent once: the button says so and further submits are ignored until the page comes back.
function hold(button) {
  const contents = [...button.childNodes];
  button.setAttribute('aria-disabled', 'true');
  if (button.dataset.busy) button.textContent = button.dataset.busy;
  return () => {
    button.removeAttribute('aria-disabled');
    button.replaceChildren(...contents);
  };
}

export function busy() {
  const sent = new Map();
  addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method !== 'post') return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    // what cancels the submit may run after us: look once everybody has been heard
    queueMicrotask(() => {
      if (event.defaultPrevented) return;
      sent.set(form, event.submitter ? hold(event.submitter) : () => {});
    });
  });
  // the browser's Back brings the page as it was left
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    for (const undo of sent.values()) undo();
    sent.clear();
  });
}
