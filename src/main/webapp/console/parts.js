/** What several views show: headings, notices, problems. */

import { foreign, h } from './dom.js';
import { icon } from './icons.js';

/** A view's heading; the router moves the focus there. */
export function heading(text, ...beside) {
  return h('header', { class: 'view-head' }, h('h1', { tabindex: '-1' }, text), h('div', { class: 'view-tools' }, ...beside));
}

/** Nothing to show, and why. */
export function empty(title, ...children) {
  return h('div', { class: 'empty' }, h('p', { class: 'empty-title' }, title), ...children.map((child) => h('p', {}, child)));
}

/** What went wrong, as the API says it. */
export function failure(error) {
  return h(
    'div',
    { class: 'notice notice-bad', role: 'alert' },
    icon('warning'),
    h(
      'div',
      {},
      h('strong', {}, foreign(error.title ?? 'Something went wrong')),
      h('p', {}, foreign(error.message)),
      error.field ? h('p', { class: 'muted' }, 'Field ', h('code', {}, foreign(error.field))) : null,
    ),
  );
}

/** A part of a page whose answer did not come. */
export function notAvailable(error) {
  return h(
    'div',
    { class: 'not-available' },
    h('p', {}, error.status === 404 ? 'Not available on this server.' : 'Not available.'),
    error.status === 404 ? null : h('p', { class: 'muted' }, foreign(error.message)),
  );
}

export function card(title, content, ...beside) {
  const id = `card-${title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`;
  return h(
    'section',
    { class: 'card', 'aria-labelledby': id },
    h('header', { class: 'card-head' }, h('h2', { id }, title), ...beside),
    content,
  );
}
