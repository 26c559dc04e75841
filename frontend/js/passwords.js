// Show and hide a password; before sending it is hidden again, so that the browser offers to keep it.
function watch(button) {
  const { show, hide, shown, hidden } = button.dataset;
  const input = document.getElementById(button.getAttribute('aria-controls'));
  const label = button.firstElementChild;
  const status = document.createElement('span');
  status.className = 'vh';
  status.setAttribute('role', 'status');
  button.after(status);
  const reveal = (visible) => {
    input.type = visible ? 'text' : 'password';
    label.textContent = visible ? hide : show;
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    const visible = input.type === 'password';
    reveal(visible);
    status.textContent = visible ? shown : hidden;
  });
  input.form?.addEventListener('submit', () => reveal(false));
}

export function passwords() {
  document.querySelectorAll('button[data-password]').forEach(watch);
}
