/** Events as rows: a table on a screen, cards on a phone. */

import { foreign, h } from './dom.js';
import { outcome, time } from './format.js';
import { named } from './names.js';
import { isSelected, select } from './selection.js';

const COLUMNS = ['Position', 'Time (UTC)', 'Outcome', 'Type', 'Who', 'What', 'From', 'Compare'];

/**
 * A table of events. Roles are written out, because the style sheet of a phone takes the table's display away, and
 * with it what a screen reader knows.
 */
export function eventTable(caption) {
  const body = h('tbody', { role: 'rowgroup' });
  const head = h(
    'tr',
    { role: 'row' },
    COLUMNS.map((name, i) =>
      h('th', { role: 'columnheader', scope: 'col' }, i === 7 ? h('span', { class: 'visually-hidden' }, name) : name)),
  );
  const table = h(
    'table',
    { class: 'events', role: 'table', onkeydown: move, onclick: open },
    h('caption', { class: 'visually-hidden' }, caption),
    h('thead', { role: 'rowgroup' }, head),
    body,
  );
  return { element: h('div', { class: 'table-frame' }, table), body };
}

/** One event. */
export function eventRow(event) {
  const cell = (name, ...children) => h('td', { role: 'cell', class: `cell-${name}` }, ...children);
  return h(
    'tr',
    { role: 'row', class: event.outcome === 'failure' ? 'row row-failure' : 'row', 'data-seq': event.seq },
    cell('seq', String(event.seq)),
    cell('time', time(event.occurredAt)),
    cell('outcome', outcome(event.outcome)),
    cell('type', h('a', { href: `#/event/${event.id}` }, foreign(event.eventType))),
    cell('who', who(event)),
    cell('what', what(event)),
    cell('ip', event.ip ? foreign(event.ip) : null),
    cell(
      'compare',
      h('input', {
        type: 'checkbox',
        'data-event': event.id,
        'aria-label': `Choose event ${event.seq} to compare`,
        checked: isSelected(event.id),
        onchange: (e) => select(event.id, event.seq, e.target.checked),
      }),
    ),
  );
}

function who(event) {
  const account = event.accountId;
  const from = account ?? event.actor?.displayName ?? event.actorId ?? event.metadata?.username;
  const to = event.targetAccountId ?? event.target?.name ?? event.target?.id;
  return [
    from === undefined ? h('span', { class: 'muted' }, 'nobody known') : account === undefined ? foreign(from) : named(account),
    to === undefined
      ? null
      : [h('span', { class: 'arrow', 'aria-label': 'to' }, ' → '), event.targetAccountId === undefined ? foreign(to) : named(to)],
  ];
}

function what(event) {
  const parts = [event.service, event.operation].filter((part) => part !== undefined);
  return [
    parts.map((part, i) => [i ? h('span', { class: 'muted' }, ' · ') : null, foreign(part)]),
    event.errorCode ? h('span', { class: 'error-code' }, foreign(event.errorCode)) : null,
  ];
}

/** Up and down go from row to row. */
function move(e) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
  const links = [...e.currentTarget.querySelectorAll('.cell-type a')];
  const next = links[links.indexOf(document.activeElement) + step];
  if (!step || !next || !links.includes(document.activeElement)) return;
  e.preventDefault();
  next.focus();
}

/** A row is as good as its link, unless the reader marks text or uses what is in it. */
function open(e) {
  if (e.target.closest('a, input, button') || !getSelection().isCollapsed) return;
  e.target.closest('tbody tr')?.querySelector('.cell-type a')?.click();
}
