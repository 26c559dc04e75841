import { element, icon } from './elements.js';
import { fold } from './search.js';

/** The name with what was typed marked in it, where it stands in one piece. */
function marked(label, query) {
  const folded = fold(label);
  const wanted = fold(query.trim());
  const start = folded.length === label.length && wanted ? folded.indexOf(wanted) : -1;
  if (start < 0) return [label];
  const end = start + wanted.length;
  return [label.slice(0, start), element('mark', {}, label.slice(start, end)), label.slice(end)];
}

export function optionNode(entry, index, query, { list, texts }) {
  const chosen = entry.option.selected;
  const node = element('li', { id: `${list.id}-${index}`, role: 'option', 'aria-selected': String(chosen), 'data-index': index });
  node.append(element('span', {}, ...marked(entry.label, query)));
  if (entry.note) node.append(element('span', { class: 'vh' }, ', '), element('span', { class: 'note' }, entry.note));
  if (chosen) node.append(icon(texts.icons, 'check'));
  return node;
}
