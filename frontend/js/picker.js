// The office picker: a native <select> becomes an ARIA 1.2 combobox with a list that typing narrows.
// The select stays the control that is sent; without script it is used as it is.
import { indexed, matching } from './search.js';
import { optionNode } from './picker-option.js';
import { parts } from './picker-parts.js';

const fill = (text, key, value) => text.replace(`{${key}}`, value);

class Picker {
  constructor(box) {
    this.texts = box.dataset;
    Object.assign(this, parts(box)); // select, input, list, none, under, status, clear, toggle
    this.entries = indexed([...this.select.options].filter((option) => option.value));
    this.shown = [];
    this.active = -1;
    this.listen(box);
    this.restore();
  }

  listen(box) {
    this.input.addEventListener('input', () => this.typed());
    this.input.addEventListener('keydown', (event) => this.key(event));
    this.input.addEventListener('click', () => this.open());
    // the input keeps the focus while the mouse works in the list and on the buttons
    box.addEventListener('mousedown', (event) => { if (event.target !== this.input) event.preventDefault(); });
    this.list.addEventListener('click', (event) => this.pick(event.target.closest('[role=option]')?.dataset.index));
    this.toggle.addEventListener('click', () => { this.input.focus(); if (this.isOpen) this.close(); else this.open(); });
    this.clear.addEventListener('click', () => this.empty());
    this.input.addEventListener('blur', () => this.leave());
    this.select.form?.addEventListener('reset', () => setTimeout(() => this.restore()));
    addEventListener('pageshow', () => this.restore());
  }

  get isOpen() {
    return this.input.getAttribute('aria-expanded') === 'true';
  }

  get chosen() {
    return this.entries.find((entry) => entry.option.selected);
  }

  /** The select is right: show what it holds. */
  restore() {
    this.input.value = this.chosen?.label ?? '';
    this.clear.hidden = !this.chosen;
    this.tell(this.chosen?.note);
  }

  /** Under the input: which of the namesakes it is, or what is missing. */
  tell(text = '') {
    this.under.textContent = text;
    this.under.hidden = !text;
  }

  typed() {
    this.set('');
    this.open(this.input.value);
    this.announce(this.shown.length ? fill(this.texts.found, 'n', this.shown.length) : this.texts.none);
  }

  open(query = '') {
    this.shown = matching(this.entries, query);
    this.list.replaceChildren(...this.shown.map((entry, index) => optionNode(entry, index, query, this)));
    this.list.hidden = this.shown.length === 0;
    this.none.hidden = this.shown.length > 0;
    this.input.setAttribute('aria-expanded', String(this.shown.length > 0));
    this.activate(query && this.shown.length ? 0 : this.shown.indexOf(this.chosen));
  }

  close() {
    this.list.hidden = true;
    this.none.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.activate(-1);
  }

  activate(index) {
    this.list.querySelector('[data-active]')?.removeAttribute('data-active');
    this.active = index;
    const node = this.list.children[index];
    if (!node) {
      this.input.removeAttribute('aria-activedescendant');
      return;
    }
    node.dataset.active = '';
    this.input.setAttribute('aria-activedescendant', node.id);
    node.scrollIntoView({ block: 'nearest' });
  }

  move(step) {
    const count = this.shown.length;
    if (!this.isOpen) this.open(this.chosen ? '' : this.input.value);
    else if (count) this.activate(this.active < 0 && step < 0 ? count - 1 : (this.active + step + count) % count);
    if (this.active < 0 && this.shown.length) this.activate(step > 0 ? 0 : this.shown.length - 1);
  }

  key(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    if (event.key in moves && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (event.altKey && event.key === 'ArrowUp') this.close();
      else this.move(moves[event.key]);
    } else if (event.key === 'Enter' && (this.isOpen || (!this.chosen && this.input.value))) {
      event.preventDefault(); // a form is not sent with a name that is not chosen yet
      if (this.active >= 0) this.pick(this.active);
    } else if (event.key === 'Escape' && (this.isOpen || this.input.value || !this.none.hidden)) {
      event.preventDefault();
      if (this.isOpen || !this.none.hidden) this.close();
      else this.empty();
    }
  }

  pick(index) {
    if (index === undefined) return;
    const entry = this.shown[index];
    this.set(entry.option.value);
    this.restore();
    this.close();
    this.announce(fill(this.texts.chosen, 'name', entry.note ? `${entry.label}, ${entry.note}` : entry.label));
  }

  empty() {
    this.input.value = '';
    this.set('');
    this.close();
    this.input.focus();
    this.announce(this.texts.cleared);
  }

  /** Leaving with a name typed in full, or with one office left, chooses it; otherwise say what is missing. */
  leave() {
    this.close();
    if (this.chosen || !this.input.value.trim()) return;
    this.shown = matching(this.entries, this.input.value);
    if (this.shown.length === 1) this.pick(0);
    else this.tell(this.texts.choose);
  }

  set(value) {
    this.clear.hidden = !value;
    this.tell();
    if (this.select.value === value) return;
    this.select.value = value;
    this.select.dispatchEvent(new Event('change', { bubbles: true }));
  }

  announce(text) {
    clearTimeout(this.later);
    this.later = setTimeout(() => { this.status.textContent = text; }, 300);
  }
}

export function pickers() {
  for (const box of document.querySelectorAll('[data-picker]')) new Picker(box);
}
