/** Overview: what happens, at a glance. Follows the log live. */

import { get } from '../api.js';
import { timeChart } from '../chart.js';
import { foreign, h, replace } from '../dom.js';
import { link } from '../filter.js';
import { duration, number, percent } from '../format.js';
import { card, empty, heading, notAvailable } from '../parts.js';
import { statePill } from '../state.js';
import { follow } from '../stream.js';
import { eventRow, eventTable } from '../table.js';

const RECENT = 12;
// Statistics cost the server something: not oftener than this, however much happens.
const REFRESH = 5_000;
const IDLE = 30_000;
const MINUTE = 60_000;

const WINDOWS = {
  '1h': { label: '1 hour', span: 60 * MINUTE, bucket: 'PT1M' },
  '6h': { label: '6 hours', span: 360 * MINUTE, bucket: 'PT5M' },
  '24h': { label: '24 hours', span: 1_440 * MINUTE, bucket: 'PT30M' },
  '7d': { label: '7 days', span: 10_080 * MINUTE, bucket: 'PT3H' },
};

const FAILURE = [['outcome', 'failure']];

const BREAKDOWNS = [
  { by: 'eventType', title: 'Types' },
  { by: 'account', title: 'Accounts' },
  { by: 'ip', title: 'Failing addresses', failing: true },
];

export function overview({ params, signal, go, ended }) {
  const summary = h('div', { class: 'tiles' });
  const chart = timeChart(signal);
  const groups = new Map(BREAKDOWNS.map(({ by }) => [by, h('div', {}, h('p', { class: 'muted' }, 'Loading…'))]));
  const recent = eventTable('The newest events');
  const quiet = h('div', {}, empty('Nothing yet', 'The newest events appear here.'));
  const pill = statePill();
  const picker = h('div', { class: 'segments', role: 'group', 'aria-label': 'Time window' });
  let name = '1h';
  let loaded = 0;
  let timer = null;

  async function load() {
    clearTimeout(timer);
    timer = null;
    loaded = Date.now();
    const { span, bucket } = WINDOWS[name];
    const to = new Date();
    const range = [['from', new Date(to - span).toISOString()], ['to', to.toISOString()]];
    await Promise.all([
      part([['by', 'summary']], summary, tiles),
      part([['by', 'time'], ...range, ['bucket', bucket]], chart.frame, (found) => chart.show(found)),
      ...BREAKDOWNS.map(({ by, failing }) =>
        part([['by', by], ...range, ['limit', '8'], ...(failing ? FAILURE : [])], groups.get(by), (found) => bars(found, by, failing))),
    ]);
    if (!signal.aborted && timer === null) timer = setTimeout(load, IDLE);
  }

  /** One answer in one card: another card's failure is not its own. */
  async function part(query, element, show) {
    try {
      replace(element, show(await get('events/stats', query, signal)));
    } catch (error) {
      if (!signal.aborted) replace(element, notAvailable(error));
    }
  }

  function arrive(event) {
    recent.body.prepend(eventRow(event));
    while (recent.body.rows.length > RECENT) recent.body.lastElementChild.remove();
    recent.element.hidden = false;
    quiet.hidden = true;
    const due = Math.max(0, loaded + REFRESH - Date.now());
    if (timer === null || due < REFRESH) {
      clearTimeout(timer);
      timer = setTimeout(load, due);
    }
  }

  function update(now) {
    name = WINDOWS[now.get('window')] ? now.get('window') : '1h';
    replace(
      picker,
      Object.entries(WINDOWS).map(([key, { label }]) =>
        h('button', { class: 'segment', 'aria-pressed': String(key === name), onclick: () => pick(key) }, label)),
    );
    load();
  }

  function pick(key) {
    go(link('overview', [['window', key]]));
    picker.querySelectorAll('button')[Object.keys(WINDOWS).indexOf(key)]?.focus();
  }

  recent.element.hidden = true;
  signal.addEventListener('abort', () => clearTimeout(timer));
  update(params);
  follow({
    query: [['last', String(RECENT)]],
    signal,
    onState: (state) => (state.name === 'ended' && ended(state)) || pill.show(state),
    onEvent: arrive,
  });
  return {
    title: 'Overview',
    element: h(
      'div',
      { class: 'view' },
      heading('Overview', picker),
      h('section', { 'aria-label': 'Last hour' }, summary),
      card('Events over time', chart.frame),
      h('div', { class: 'columns' }, BREAKDOWNS.map(({ by, title }) => card(title, groups.get(by)))),
      card('Recent activity', h('div', {}, recent.element, quiet), pill.element, h('a', { href: '#/live' }, 'All live')),
    ),
    update,
  };
}

function tiles(s) {
  const tile = (label, value, kind = '') =>
    h('div', { class: `tile ${kind}` }, h('span', { class: 'tile-value' }, value), h('span', { class: 'tile-label' }, label));
  return [
    tile('events in the last hour', number(s.total)),
    tile('failed', `${number(s.failures)} · ${percent(s.failureRate ?? 0)}`, s.failures > 0 ? 'tile-bad' : ''),
    tile('events a second', (s.eventsPerSecond ?? 0).toFixed(2)),
    tile('duration p50', duration(s.p50)),
    tile('p95', duration(s.p95)),
    tile('p99', duration(s.p99)),
    tile('accounts', number(s.accounts ?? 0)),
    tile('operations', number(s.operations ?? 0)),
  ];
}

/** The largest groups as bars with their numbers; a click searches for them. */
function bars({ groups, other }, by, failing) {
  if (groups.length === 0) return h('p', { class: 'muted' }, failing ? 'No failure in this window.' : 'No event in this window.');
  return [
    h('ol', { class: 'bars' }, groups.map((group) => bar(group, by, failing, group.total / groups[0].total))),
    other > 0 ? h('p', { class: 'muted bars-other' }, `${number(other)} more`) : null,
  ];
}

function bar({ value, total, failure }, by, failing, share) {
  const line = h('span', { class: failing ? 'bar bar-bad' : 'bar', 'aria-hidden': 'true' });
  line.style.setProperty('--share', share.toFixed(4));
  return h(
    'li',
    {},
    line,
    h('a', { href: link('search', [[by, value], ...(failing ? FAILURE : [])]) }, foreign(value)),
    failure > 0 && !failing ? h('span', { class: 'bar-failed' }, `${number(failure)} failed`) : null,
    h('span', { class: 'bar-number' }, number(total)),
  );
}
