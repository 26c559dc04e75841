// A form with data-autosave is sent to its own address while people type, so that a draft outlives the window.
// What was typed counts as saved only when the server says so.
const PAUSE = 1500;

function watch(form) {
  const status = form.querySelector('[data-autosaved]');
  let waiting;
  let asked = 0;
  const save = async () => {
    const mine = ++asked;
    const body = new URLSearchParams(new FormData(form));
    body.set('dalej', 'szkic');
    try {
      const answer = await fetch(form.getAttribute('action') || location.href, { method: 'POST', body, redirect: 'manual' });
      if (answer.status === 204 && mine === asked && status) status.textContent = status.dataset.autosaved;
    } catch {
      if (status) status.textContent = ''; // offline: the text stays on the page, and leaving it warns
    }
  };
  const later = ({ target }) => {
    if (target.form !== form) return;
    if (status) status.textContent = '';
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  };
  form.addEventListener('input', later);
  form.addEventListener('change', later);
  addEventListener('submit', () => clearTimeout(waiting));
}

export function autosave() {
  document.querySelectorAll('form[data-autosave]').forEach(watch);
}
