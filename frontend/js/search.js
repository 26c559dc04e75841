// Finding offices by what people type: with or without Polish letters, in any order of words.

/** "Łaziska Górne" -> "laziska gorne": as core/text.py folds on the server. */
export const fold = (text) =>
  text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/ł/g, 'l');

const words = (text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** 0: the name begins with the query; 1: every word of it begins a word; 2: every word occurs; -1: no. */
function rank(entry, query, parts) {
  if (entry.name.startsWith(query)) return 0;
  if (parts.every((part) => entry.words.some((word) => word.startsWith(part)))) return 1;
  return parts.every((part) => entry.text.includes(part)) ? 2 : -1;
}

/** options: <option> elements. What a search needs is computed once. */
export const indexed = (options) =>
  options.map((option) => {
    const label = option.dataset.name ?? option.text;
    const text = fold(`${label} ${option.dataset.note ?? ''} ${option.dataset.search ?? ''}`);
    return { option, label, note: option.dataset.note ?? '', name: fold(label), text, words: words(text) };
  });

/** The entries that match, best first, otherwise in their own order. */
export function matching(entries, typed) {
  const parts = words(typed);
  if (parts.length === 0) return entries;
  const query = fold(typed.trim());
  return entries
    .map((entry, order) => ({ entry, order, rank: rank(entry, query, parts) }))
    .filter((found) => found.rank >= 0)
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .map((found) => found.entry);
}
