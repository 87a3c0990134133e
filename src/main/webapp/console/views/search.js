/** Search: the log page by page. The address is the query, so that a link shows the same page. */

import { get } from '../api.js';
import { h, replace } from '../dom.js';
import { downloads } from '../download.js';
import { filterBar } from '../filterbar.js';
import { filterOf, link } from '../filter.js';
import { icon } from '../icons.js';
import { remember } from '../names.js';
import { empty, failure, heading } from '../parts.js';
import { eventRow, eventTable } from '../table.js';

const CURSORS = ['before', 'after', 'limit'];

export function search({ params, signal, go }) {
  const results = h('div', { class: 'results', 'aria-live': 'off' });
  const status = h('p', { class: 'results-status', role: 'status' });
  const bar = filterBar((pairs) => go(link('search', pairs)));
  const live = h('a', { class: 'button' }, icon('live'), 'Watch live');
  const save = downloads();
  let request = new AbortController();

  async function load(now) {
    request.abort();
    request = new AbortController();
    const own = AbortSignal.any([signal, request.signal]);
    const pairs = filterOf(now);
    const cursor = [...now].filter(([name]) => CURSORS.includes(name));
    bar.show(pairs);
    save.filter(pairs);
    live.setAttribute('href', link('live', pairs));
    replace(status, 'Searching…');
    try {
      const page = await get('events', [...pairs, ...cursor], own);
      show(page, pairs, cursor);
    } catch (error) {
      if (own.aborted) return;
      replace(status, 'No result');
      replace(results, failure(error));
    }
  }

  function show({ events, names, next }, pairs, cursor) {
    remember(names);
    const first = cursor.length === 0;
    replace(status, events.length === 0 ? 'No events' : summary(events));
    if (events.length === 0) return replace(results, nothing(pairs, first));
    const table = eventTable('Events that match, newest first');
    table.body.append(...events.map(eventRow));
    const forward = cursor.some(([name]) => name === 'after');
    replace(
      results,
      table.element,
      h(
        'nav',
        { class: 'pages', 'aria-label': 'Pages' },
        first ? null : h('a', { class: 'button', href: link('search', pairs) }, 'Newest'),
        next
          ? h('a', { class: 'button', rel: 'next', href: link('search', following(next)) }, forward ? 'Newer events' : 'Older events')
          : h('span', { class: 'muted' }, forward ? 'The newest event is reached.' : 'The oldest event is reached.'),
      ),
    );
  }

  load(params);
  return {
    title: 'Search',
    element: h('div', { class: 'view' }, heading('Search', live, save.element), bar.element, save.status, status, results),
    update: load,
  };
}

/** The path of `next` is the server's own; its query is what counts. */
const following = (next) => [...new URL(next, document.baseURI).searchParams];

const summary = (events) => {
  const [a, b] = [events[0].seq, events.at(-1).seq];
  return `${events.length} ${events.length === 1 ? 'event' : 'events'}, positions ${Math.max(a, b)} to ${Math.min(a, b)}`;
};

function nothing(pairs, first) {
  if (!first) return empty('No more events', h('a', { href: link('search', pairs) }, 'Back to the newest'));
  return pairs.length > 0
    ? empty('No event matches', 'All filters must hold at once. Remove one to widen the search.')
    : empty('The log is empty', 'The first event appears here as soon as an application records one.');
}
