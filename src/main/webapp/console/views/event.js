/** One event: what it says, what was captured, what belongs to it. */

import { change, get } from '../api.js';
import { hasRole } from '../auth.js';
import { confirmation } from '../dialog.js';
import { foreign, h, replace } from '../dom.js';
import { link } from '../filter.js';
import { duration, number, outcome, time } from '../format.js';
import { icon } from '../icons.js';
import { jsonTree } from '../json.js';
import { learn, named, remember } from '../names.js';
import { card, empty, failure, heading, notAvailable } from '../parts.js';
import { isSelected, select } from '../selection.js';
import { eventRow, eventTable } from '../table.js';
import { tabs } from '../tabs.js';

const RELATED = [
  { name: 'requestId', label: 'Same request', member: 'requestId' },
  { name: 'traceId', label: 'Same trace', member: 'traceId' },
  { name: 'session', label: 'Same session', member: 'sessionId' },
];

const REQUEST = [['request', 'Arguments'], ['headers', 'Headers']];
const RESPONSE = [['response', 'Result'], ['error', 'Error']];
const NOTIFICATIONS = [['notifications', 'Notifications']];

export function event({ parts, params, signal, quietly }) {
  const element = h('div', { class: 'view' }, heading('Event'), h('p', { role: 'status' }, 'Loading…'));
  load(parts[0] ?? '', signal).then(
    (found) => replace(element, page(found, params, signal, quietly)),
    (error) => signal.aborted || replace(element, heading('Event'), failure(error)),
  );
  return { title: 'Event', element };
}

async function load(id, signal) {
  const found = await get(`events/${encodeURIComponent(id)}`, [], signal);
  await learn([found.accountId, found.targetAccountId], signal);
  return found;
}

function page(found, params, signal, quietly) {
  const tab = (name, label, content) => ({ name, label, content });
  const status = h('div', { role: 'status', tabindex: '-1' });
  return [
    heading(
      foreign(found.eventType),
      outcome(found.outcome),
      found.hasPayload && hasRole('audit-operator') ? h('button', { class: 'button', onclick: replay }, icon('replay'), 'Replay') : null,
      h('button', { class: 'button', onclick: copy }, icon('link'), 'Copy link'),
      h('button', { class: 'button', 'aria-pressed': String(isSelected(found.id)), onclick: compare }, icon('compare'), 'Compare'),
    ),
    h('p', { class: 'results-status' }, `Position ${found.seq}, `, time(found.occurredAt)),
    status,
    tabs(
      'Event',
      [
        tab('overview', 'Overview', () => overview(found)),
        tab('metadata', 'Metadata', () => tree(found.metadata, 'This event has no metadata.')),
        tab('request', 'Request', () => captured(found, 'request', REQUEST)),
        tab('response', 'Response', () => captured(found, 'response', RESPONSE)),
        tab('notifications', 'Notifications', () => captured(found, 'notifications', NOTIFICATIONS)),
        tab('related', 'Related', () => related(found, signal)),
      ],
      params.get('tab'),
      (name) => quietly(link(`event/${found.id}`, name === 'overview' ? [] : [['tab', name]])),
    ),
  ];

  async function replay() {
    const operation = foreign(found.operation ?? 'The operation');
    const question = {
      title: 'Run this operation again?',
      text: [operation, ' runs again as you, with the arguments that were captured. What it does, it does once more.'],
      self: false,
      action: 'Run again',
    };
    if (!(await confirmation(question))) return;
    try {
      const { replayEventId } = await change('POST', `events/${encodeURIComponent(found.id)}/replay`);
      replace(status, 'It ran again: ', newEvent(replayEventId));
    } catch (error) {
      replace(status, failure(error), error.replayEventId ? newEvent(error.replayEventId) : null);
    }
    status.focus();
  }

  async function copy(e) {
    const button = e.currentTarget;
    await navigator.clipboard.writeText(location.href);
    replace(button, icon('success'), 'Copied');
  }

  function compare(e) {
    select(found.id, found.seq, !isSelected(found.id));
    e.currentTarget.setAttribute('aria-pressed', String(isSelected(found.id)));
  }
}

const newEvent = (id) => h('a', { href: `#/event/${encodeURIComponent(id)}` }, 'the new event');

/** Groups of facts; a fact that can be searched for is a link. */
function overview(e) {
  const by = (name, value) =>
    value === undefined ? null : h('a', { href: link('search', [[name, value]]) }, foreign(value));
  const account = (value) => (value === undefined ? null : h('a', { href: link('search', [['account', value]]) }, named(value)));
  const plain = (value) => (value === undefined ? null : foreign(value));
  return h(
    'div',
    { class: 'facts' },
    facts('What', [
      ['Type', by('eventType', e.eventType)],
      ['Version', plain(e.eventVersion)],
      ['Outcome', outcome(e.outcome)],
      ['Operation', by('operation', e.operation)],
      ['Service', by('service', e.service)],
      ['Duration', e.durationMs === undefined ? null : duration(e.durationMs)],
      ['Error', by('q', e.errorMessage)],
      ['Error code', plain(e.errorCode)],
      ['Error category', plain(e.errorCategory)],
    ]),
    facts('Who', [
      ['Account', account(e.accountId)],
      ['Actor', by('actor', e.actorId)],
      ['Actor name', plain(e.actor?.displayName)],
      ['Actor type', plain(e.actor?.type)],
      ['E-mail', plain(e.actor?.email)],
      ['Client', plain(e.actor?.clientId)],
      ['Realm', plain(e.actor?.realm)],
      ['Target account', account(e.targetAccountId)],
      ['Target actor', by('actor', e.targetActorId)],
      ['Target', by('target', e.target?.id)],
      ['Target name', plain(e.target?.name)],
      ['Target type', plain(e.target?.type)],
    ]),
    facts('Where from', [
      ['IP address', by('ip', e.ip)],
      ['User agent', plain(e.userAgent)],
      ['Session', by('session', e.sessionId)],
      ['Request', by('requestId', e.requestId)],
      ['Trace', by('traceId', e.traceId)],
      ['Source', plain(e.source)],
      ['Node', plain(e.nodeId)],
    ]),
    facts('Record', [
      ['Position', String(e.seq)],
      ['Id', h('code', {}, foreign(e.id))],
      ['Occurred', time(e.occurredAt)],
      ['Recorded', time(e.recordedAt)],
      ['Replay of', e.replayedFrom ? h('a', { href: `#/event/${encodeURIComponent(e.replayedFrom)}` }, foreign(e.replayedFrom)) : null],
    ]),
  );
}


function facts(title, rows) {
  const present = rows.filter(([, value]) => value !== null);
  if (present.length === 0) return null;
  return card(title, h('dl', {}, present.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))));
}

function tree(value, otherwise) {
  return value === undefined || value === null ? empty(otherwise) : h('div', { class: 'card card-tree' }, jsonTree(value));
}

/** The sides of the payload that belong together, each with its size and what happened to it. */
function captured(e, what, sides) {
  const payload = e.payload ?? {};
  const present = sides.filter(([name]) => payload[name] !== undefined);
  if (present.length === 0) return empty(`No ${what} ${what.endsWith('s') ? 'were' : 'was'} captured for this event.`);
  const dropped = what === 'notifications' ? payload.droppedNotifications : undefined;
  return [
    present.map(([name, title]) => side(title, payload[name])),
    dropped === undefined ? null : h('p', { class: 'muted' }, `${number(dropped)} more were not kept.`),
  ];
}

function side(title, { value, bytes, truncated, redacted, altered }) {
  const marks = [
    truncated ? mark('truncated', 'Too large: dropped whole') : null,
    redacted ? mark('redacted', 'Secrets were replaced before it was stored') : null,
    altered ? mark('altered', 'Something of it could not be stored as it was') : null,
  ];
  return card(
    title,
    truncated ? h('p', { class: 'muted' }, `It had ${number(bytes)} bytes, and was not kept.`) : jsonTree(value),
    h('div', { class: 'marks' }, marks, h('span', { class: 'muted' }, `${number(bytes)} bytes`)),
  );
}

const mark = (word, why) => h('span', { class: 'mark', title: why }, word);

function related(e, signal) {
  const groups = RELATED.filter(({ member }) => e[member] !== undefined);
  if (groups.length === 0) return empty('Nothing to go by', 'The event names no request, no trace and no session.');
  return groups.map(({ name, label, member }) => {
    const pairs = [[name, e[member]]];
    const content = h('div', {}, h('p', { class: 'muted' }, 'Loading…'));
    get('events', [...pairs, ['limit', '20']], signal).then(
      ({ events, names }) => {
        remember(names);
        const others = events.filter((other) => other.id !== e.id);
        const table = eventTable(label);
        table.body.append(...others.map(eventRow));
        replace(content, others.length === 0 ? h('p', { class: 'muted' }, 'This event only.') : table.element);
      },
      (error) => signal.aborted || replace(content, notAvailable(error)),
    );
    return card(label, content, h('a', { href: link('search', pairs) }, 'All in Search'));
  });
}
