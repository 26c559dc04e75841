const SVG = 'http://www.w3.org/2000/svg';

/** element('p', {class: 'hint'}, 'text', node): attributes that are null are left out. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value != null) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** sprite: the address of the sprite with its #. */
export function icon(sprite, name) {
  const svg = document.createElementNS(SVG, 'svg');
  const use = document.createElementNS(SVG, 'use');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', sprite + name);
  svg.append(use);
  return svg;
}
