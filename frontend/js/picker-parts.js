import { element, icon } from './elements.js';

const button = (sprite, name, label, more = {}) =>
  element('button', { type: 'button', tabindex: '-1', 'aria-label': label, ...more }, icon(sprite, name));

const combobox = (id, select) =>
  element('input', {
    id, class: 'input', type: 'text', role: 'combobox', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false',
    placeholder: select.options[0].value ? null : select.options[0].text,
    'aria-expanded': 'false', 'aria-controls': `${id}-list`, 'aria-autocomplete': 'list',
    'aria-invalid': select.getAttribute('aria-invalid'),
    'aria-describedby': [select.getAttribute('aria-describedby'), `${id}-help`].filter(Boolean).join(' '),
  });

/** The parts of the combobox, put into the box. The input takes over the id of the select: the label and the links
 * of the error summary lead to it. The select stays, hidden, and is what the form sends. */
export function parts(box) {
  const { list, none, help, icons, clear, open } = box.dataset;
  const select = box.querySelector('select');
  const id = select.id;
  select.id = `${id}-select`;
  select.hidden = true;
  const made = {
    select,
    input: combobox(id, select),
    list: element('ul', { id: `${id}-list`, class: 'picker-list', role: 'listbox', 'aria-label': list, hidden: '' }),
    none: element('p', { class: 'picker-list picker-none', hidden: '' }, none),
    under: element('p', { class: 'hint', hidden: '' }),
    status: element('p', { class: 'vh', role: 'status' }),
    clear: button(icons, 'x', clear, { hidden: '' }),
    toggle: button(icons, 'chevron-down', open),
  };
  const buttons = element('div', { class: 'picker-buttons' }, made.clear, made.toggle);
  const field = element('div', { class: 'picker-box' }, icon(icons, 'search'), made.input, buttons, made.list, made.none);
  box.append(field, made.under, element('p', { class: 'vh', id: `${id}-help` }, help), made.status);
  return made;
}
