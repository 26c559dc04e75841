// People in a form: add and remove without asking the server. The texts come from data attributes, {n} is a number.
const NUMBERED = ['id', 'for', 'name', 'aria-describedby'];

const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (whole, key) => facts[key] ?? whole);

function renumber(item, index, group) {
  const { prefix, person } = group.dataset;
  const pattern = new RegExp(`(^|[ _])${prefix}-\\d+-`, 'g');
  const name = fill(person, { n: index + 1 });
  item.querySelector('legend').textContent = name;
  const button = item.querySelector('[data-remove]');
  button.value = index;
  button.querySelector('.vh').textContent = `: ${name}`;
  for (const element of item.querySelectorAll('[id],[for],[name],[aria-describedby]')) {
    for (const attribute of NUMBERED) {
      const value = element.getAttribute(attribute);
      if (value) element.setAttribute(attribute, value.replace(pattern, `$1${prefix}-${index}-`));
    }
  }
}

function emptied(item) {
  const copy = item.cloneNode(true);
  for (const input of copy.querySelectorAll('input')) {
    input.value = '';
    for (const attribute of ['value', 'aria-invalid', 'aria-describedby']) input.removeAttribute(attribute);
  }
  for (const error of copy.querySelectorAll('.error')) error.remove();
  for (const field of copy.querySelectorAll('.field-error')) field.classList.remove('field-error');
  return copy;
}

function watch(group) {
  const { max, meter, person, added, removed, prefix } = group.dataset;
  const list = group.querySelector('.repeat');
  const add = group.querySelector('[data-add]');
  const live = group.querySelector('[data-live]');
  const total = group.querySelector(`input[name="${prefix}-TOTAL_FORMS"]`);
  const refresh = () => {
    const items = [...list.children];
    items.forEach((item, index) => renumber(item, index, group));
    for (const item of items) item.querySelector('[data-remove]').hidden = items.length === 1;
    group.querySelector('[data-count]').textContent = fill(meter, { n: items.length, max });
    group.querySelectorAll('.pips i').forEach((pip, index) => pip.classList.toggle('on', index < items.length));
    add.hidden = items.length >= Number(max);
    if (total) total.value = items.length;
    group.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const append = () => {
    const n = list.children.length + 1;
    if (n > Number(max)) return;
    const item = emptied(list.lastElementChild);
    list.append(item);
    refresh();
    item.querySelector('input:not([type=hidden])').focus();
    live.textContent = fill(added, { person: fill(person, { n }), n, max });
  };
  const drop = (item) => {
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    refresh();
    next.querySelector('legend').focus();
    live.textContent = fill(removed, { n: list.children.length });
  };
  group.addEventListener('click', (event) => {
    const button = event.target.closest('[data-add], [data-remove]');
    if (!button) return;
    event.preventDefault();
    if (button === add) append();
    else drop(button.closest('li'));
  });
}

export function repeat() {
  document.querySelectorAll('[data-repeat]').forEach(watch);
}
