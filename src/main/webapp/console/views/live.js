/** Live: the log as it grows, newest on top. */

import { h, replace } from '../dom.js';
import { filterBar } from '../filterbar.js';
import { filterOf, link } from '../filter.js';
import { number } from '../format.js';
import { icon } from '../icons.js';
import { empty, failure, heading } from '../parts.js';
import { statePill } from '../state.js';
import { follow } from '../stream.js';
import { eventRow, eventTable } from '../table.js';

const KEPT = 500;
// Often enough to be live, seldom enough that a thousand events a second leave the page usable.
const FRAME = 150;

/** What the view remembers while the reader looks at something else; one reader, one list. */
const memory = { filter: null, position: null, events: [], waiting: [], skipped: 0, paused: false };

/** Nothing stays behind for the next reader of this page. */
export function forgetLive() {
  Object.assign(memory, { filter: null, position: null, events: [], waiting: [], skipped: 0, paused: false });
}

export function live({ params, signal, go, ended }) {
  const bar = filterBar((pairs) => go(link('live', pairs)));
  const pill = statePill();
  const table = eventTable('Events as they happen, newest first');
  const notice = h('div', { class: 'live-notice' });
  const quiet = empty('Waiting for events', 'New events appear here at the moment they are in the log.');
  const toggle = h('button', { class: 'button', onclick: () => pause(!memory.paused) });
  const searchLink = h('a', { class: 'button' }, icon('search'), 'Search these');
  let connection = new AbortController();
  let frame = null;

  function start(now) {
    connection.abort();
    connection = new AbortController();
    const pairs = filterOf(now);
    const key = link('live', pairs);
    if (memory.filter !== key) forgetLive();
    memory.filter = key;
    bar.show(pairs);
    searchLink.setAttribute('href', link('search', pairs));
    replace(table.body, memory.events.map(eventRow));
    replace(notice);
    render();
    connect(pairs, connection.signal);
  }

  function connect(pairs, own) {
    follow({
      query: [...pairs, ['last', '50']],
      position: memory.position,
      signal: AbortSignal.any([signal, own]),
      onState: (state) => state.name === 'ended' ? finish(state, pairs) : pill.show(state),
      onEvent: arrive,
    });
  }

  function arrive(event) {
    memory.position = event.seq;
    memory.waiting.push(event);
    if (memory.waiting.length > KEPT) {
      memory.waiting.shift();
      memory.skipped++;
    }
    frame ??= setTimeout(render, FRAME);
  }

  /** Moves what waits into the list, unless the reader reads. */
  function render() {
    clearTimeout(frame);
    frame = null;
    if (!memory.paused && memory.waiting.length > 0) {
      const fresh = memory.waiting.reverse();
      const gap = memory.skipped > 0 ? fresh.at(-1).seq : null;
      memory.events = [...fresh, ...memory.events].slice(0, KEPT);
      table.body.prepend(...fresh.map(eventRow));
      while (table.body.rows.length > KEPT) table.body.lastElementChild.remove();
      if (gap !== null) sayGap(memory.skipped, gap);
      memory.waiting = [];
      memory.skipped = 0;
    }
    quiet.hidden = memory.events.length > 0;
    table.element.hidden = memory.events.length === 0;
    pill.waiting(memory.paused ? memory.waiting.length + memory.skipped : null);
    replace(
      toggle,
      icon(memory.paused ? 'play' : 'pause'),
      memory.paused ? 'Resume' : 'Pause',
    );
    toggle.setAttribute('aria-pressed', String(memory.paused));
  }

  /** The list holds the newest; those before them are one click away. */
  function sayGap(skipped, seq) {
    const pairs = [...filterOf(new URLSearchParams(memory.filter.split('?')[1])), ['before', String(seq)]];
    replace(
      notice,
      h(
        'p',
        { class: 'notice' },
        `Shown are the newest ${KEPT}. ${number(skipped)} that arrived before them are in `,
        h('a', { href: link('search', pairs) }, 'Search'),
        '.',
      ),
    );
  }

  function pause(paused) {
    memory.paused = paused;
    render();
  }

  function finish(state, pairs) {
    if (ended(state)) return;
    pill.show(state);
    replace(
      notice,
      state.problem ? failure(state.problem) : null,
      state.reason === 'replaced'
        ? h('p', { class: 'notice' }, 'This stream gave way to a newer one of your session: another tab, perhaps.')
        : null,
      h('button', { class: 'button', onclick: again }, state.reason === 'replaced' ? 'Reconnect here' : 'Start from now'),
    );
    function again() {
      if (state.problem) memory.position = null;
      start(new URLSearchParams(pairs));
    }
  }

  start(params);
  return {
    title: 'Live',
    element: h(
      'div',
      { class: 'view' },
      heading('Live', pill.element, toggle, searchLink),
      bar.element,
      notice,
      table.element,
      quiet,
    ),
    update: start,
  };
}
