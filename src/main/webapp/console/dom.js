/** Elements without markup: what comes from outside becomes a text node, never HTML. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element: h('a', {href: '#/live', onclick: open}, 'Live', icon).
 * An attribute that is null, undefined or false is left out; a child likewise.
 */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...present(children));
  return element;
}

/** Replaces what an element holds. */
export function replace(element, ...children) {
  element.replaceChildren(...present(children));
  return element;
}

function present(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

// Controls, line separators and the marks that turn the direction of a text: a reader must see that they are there.
const INVISIBLE = /([\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff])/u;

/** Text that somebody else chose, kept apart from the text around it, its invisible characters made visible. */
export function foreign(value) {
  const parts = String(value).split(INVISIBLE);
  return h('bdi', {}, parts.map((part, i) => (i % 2 ? control(part) : part)));
}

function control(character) {
  const code = `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  return h('span', { class: 'control' }, code);
}
