/** JSON as a tree that opens and closes. */

import { foreign, h } from './dom.js';

export const isTree = (value) => value !== null && typeof value === 'object';

/** A value that is not a tree, by its kind. */
export function scalar(value) {
  if (value === undefined) return h('span', { class: 'muted' }, 'absent');
  const kind = value === null ? 'null' : typeof value;
  return h('span', { class: `json-${kind}` }, foreign(kind === 'string' ? value : String(value)));
}

export function jsonTree(value) {
  if (!isTree(value)) return scalar(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return h('span', { class: 'muted' }, Array.isArray(value) ? 'empty list' : 'no members');
  return h('ul', { class: 'json' }, entries.map(([name, child]) => h('li', {}, branch(name, child))));
}

function branch(name, child) {
  const key = h('span', { class: 'json-key' }, foreign(name));
  if (!isTree(child)) return [key, ' ', scalar(child)];
  const size = Object.keys(child).length;
  return h(
    'details',
    { open: true },
    h('summary', {}, key, ' ', h('span', { class: 'muted' }, Array.isArray(child) ? `[${size}]` : `{${size}}`)),
    jsonTree(child),
  );
}
