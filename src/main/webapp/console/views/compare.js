/** Compare: two events side by side, as a tree of differences. */

import { get } from '../api.js';
import { foreign, h, replace } from '../dom.js';
import { compareTrees } from '../differences.js';
import { outcome, time } from '../format.js';
import { isTree, jsonTree, scalar } from '../json.js';
import { empty, failure, heading } from '../parts.js';

const SIGNS = { same: ['=', 'same'], changed: ['≠', 'changed'], left: ['−', 'only left'], right: ['+', 'only right'] };

export function compare({ parts, signal }) {
  const element = h('div', { class: 'view' }, heading('Compare'));
  if (parts.length < 2) {
    element.append(empty('Choose two events', 'Tick two rows in Live or Search, then press Compare.'));
    return { title: 'Compare', element };
  }
  const both = parts.slice(0, 2).map((id) => get(`events/${encodeURIComponent(id)}`, [], signal));
  Promise.all(both).then(
    ([left, right]) => replace(element, page(left, right)),
    (error) => signal.aborted || replace(element, heading('Compare'), failure(error)),
  );
  return { title: 'Compare', element };
}

function page(left, right) {
  const tree = compareTrees('event', left, right);
  const body = h('div', { class: 'diff' }, legend(), tree.children.map(node));
  const only = h('input', {
    type: 'checkbox',
    id: 'only-differences',
    checked: true,
    onchange: () => body.classList.toggle('diff-only', only.checked),
  });
  body.classList.add('diff-only');
  return [
    heading('Compare', h('label', { class: 'check', for: 'only-differences' }, only, 'Only differences')),
    h('p', { role: 'status', class: 'results-status' }, `${tree.differences} differences`),
    h('div', { class: 'diff-sides' }, side('Left', left), side('Right', right)),
    body,
  ];
}

function side(label, e) {
  return h(
    'section',
    { class: 'card', 'aria-label': label },
    h('p', { class: 'muted' }, `${label}: position ${e.seq}`),
    h('p', {}, h('a', { href: `#/event/${e.id}` }, foreign(e.eventType)), ' ', outcome(e.outcome)),
    h('p', {}, time(e.occurredAt)),
  );
}

function legend() {
  return h(
    'div',
    { class: 'diff-row diff-head', 'aria-hidden': 'true' },
    h('span', {}, ''),
    h('span', {}, 'Member'),
    h('span', {}, 'Left'),
    h('span', {}, 'Right'),
  );
}

function node({ name, kind, left, right, children, differences }) {
  if (!children) {
    return h(
      'div',
      { class: `diff-row diff-${kind}` },
      sign(kind),
      h('span', { class: 'diff-name' }, foreign(name)),
      h('span', { class: 'diff-left' }, value('Left: ', left)),
      h('span', { class: 'diff-right' }, value('Right: ', right)),
    );
  }
  return h(
    'details',
    { class: `diff-branch diff-${kind}`, open: true },
    h('summary', {}, sign(kind), ' ', h('span', { class: 'diff-name' }, foreign(name)), ' ', h('span', { class: 'muted' }, count(differences))),
    h('div', { class: 'diff-children' }, children.map(node)),
  );
}

const value = (label, content) => [
  h('span', { class: 'visually-hidden' }, label),
  isTree(content) ? jsonTree(content) : scalar(content),
];

const count = (differences) =>
  differences === 0 ? 'same' : `${differences} ${differences === 1 ? 'difference' : 'differences'}`;

function sign(kind) {
  const [character, word] = SIGNS[kind];
  return h('span', { class: 'diff-sign', title: word }, h('span', { 'aria-hidden': 'true' }, character), h('span', { class: 'visually-hidden' }, word));
}
