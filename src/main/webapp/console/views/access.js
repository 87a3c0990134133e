/** Access: who may read, who is reading, and taking it away. */

import { claims, sessionId } from '../auth.js';
import { change, get } from '../api.js';
import { confirmation } from '../dialog.js';
import { foreign, h, replace } from '../dom.js';
import { filterOf, link } from '../filter.js';
import { brief, number, time } from '../format.js';
import { named, remember } from '../names.js';
import { card, empty, failure, heading } from '../parts.js';

const REFRESH = 5_000;

export function access({ params, signal, go }) {
  const sessions = h('div', {}, h('p', { class: 'muted' }, 'Loading…'));
  const streams = h('div', {}, h('p', { class: 'muted' }, 'Loading…'));
  const status = h('div', { class: 'results-status', role: 'status', tabindex: '-1' });
  const input = h('input', { id: 'access-account', type: 'search', autocomplete: 'off', spellcheck: 'false' });
  let account = '';
  let own = null;
  let asked = 0;

  async function load() {
    const turn = ++asked;
    const query = account ? [['account', account]] : [];
    own ??= await sessionId();
    const answers = await Promise.allSettled([get('sessions', query, signal), get('streams', [], signal)]);
    // A table that is rebuilt under the reader's hand takes the focus away.
    if (signal.aborted || turn !== asked || (turn > 1 && document.activeElement?.closest('.access-table'))) return;
    const [list, open] = answers;
    remember(Object.fromEntries((list.value?.sessions ?? []).map((session) => [session.accountId, session.username])));
    replace(sessions, list.value ? sessionTable(list.value.sessions) : failure(list.reason));
    replace(streams, open.value ? streamTable(open.value) : failure(open.reason));
  }

  function update(now) {
    account = filterOf(now).find(([name]) => name === 'account')?.[1] ?? '';
    input.value = account;
    load();
  }

  function sessionTable(list) {
    if (list.length === 0) return empty('No session', account ? 'This account has none that may still read.' : 'Nobody may read now.');
    return table(
      'Sessions that may still read',
      ['Account', 'Session', 'Since', 'Last seen', 'Expires', 'Streams', 'Revoke'],
      list.map((session) => [
        [named(session.accountId), session.id === own ? h('span', { class: 'badge' }, 'this page') : null],
        brief(session.id),
        time(session.createdAt),
        time(session.lastSeenAt),
        time(session.expiresAt),
        number(session.streams),
        h(
          'span',
          { class: 'button-group' },
          revoking('session', session, revokeSession),
          revoking('account', session, revokeAccount),
        ),
      ]),
    );
  }

  function streamTable({ nodeId, streams: list }) {
    if (list.length === 0) return empty('No stream is open', `Nobody reads live from ${nodeId}.`);
    return table(
      `Open streams of node ${nodeId}`,
      ['Account', 'Session', 'Transport', 'Opened', 'Position', 'Lag', 'Filter'],
      list.map((stream) => [
        [named(stream.accountId), stream.sessionId === own ? h('span', { class: 'badge' }, 'this page') : null],
        brief(stream.sessionId),
        foreign(stream.transport),
        time(stream.openedAt),
        number(stream.position),
        h('span', { class: stream.lag > 1_000 ? 'lag lag-high' : 'lag' }, number(stream.lag)),
        stream.filter ? foreign(stream.filter) : h('span', { class: 'muted' }, 'everything'),
      ]),
    );
  }

  function revoking(what, session, act) {
    const label = `Revoke ${what} of ${session.username ?? session.accountId}`;
    return h('button', { class: 'button button-bad', 'aria-label': label, onclick: () => act(session) }, what[0].toUpperCase() + what.slice(1));
  }

  function revokeSession(session) {
    revoke('DELETE', `sessions/${encodeURIComponent(session.id)}`, {
      title: 'Revoke this session?',
      text: ['The session of ', h('strong', {}, foreign(session.username ?? session.accountId)), ' ends. Its open streams are closed, and its token is refused from then on.'],
      self: session.id === own,
      action: 'Revoke session',
    });
  }

  function revokeAccount(session) {
    revoke('POST', `accounts/${encodeURIComponent(session.accountId)}/revoke-sessions`, {
      title: 'Revoke every session of this account?',
      text: ['All sessions of ', h('strong', {}, foreign(session.accountId)), ' end, and every token issued until now is refused. The account may log in again.'],
      self: session.accountId === claims().sub,
      action: 'Revoke all sessions',
    });
  }

  async function revoke(method, path, question) {
    if (!(await confirmation(question))) return;
    try {
      const { seq } = await change(method, path);
      replace(status, `Revoked, at position ${seq} of the log.`);
    } catch (error) {
      replace(status, failure(error));
    }
    status.focus();
    load();
  }

  function submit(e) {
    e.preventDefault();
    go(link('access', input.value.trim() ? [['account', input.value.trim()]] : []));
  }

  const timer = setInterval(load, REFRESH);
  signal.addEventListener('abort', () => clearInterval(timer));
  update(params);
  return {
    title: 'Access',
    element: h(
      'div',
      { class: 'view' },
      heading('Access'),
      h(
        'form',
        { class: 'filter-form', role: 'search', onsubmit: submit },
        h('label', { for: 'access-account' }, 'Account'),
        input,
        h('button', { class: 'button' }, 'Show'),
      ),
      status,
      card('Sessions', sessions),
      card('Open streams', streams),
    ),
    update,
  };
}

function table(caption, columns, rows) {
  const head = columns.map((name) => h('th', { role: 'columnheader', scope: 'col' }, name));
  const body = rows.map((cells) =>
    h('tr', { role: 'row' }, cells.map((cell, i) => h('td', { role: 'cell', 'data-label': columns[i] }, h('span', {}, cell)))));
  return h(
    'div',
    { class: 'table-frame' },
    h(
      'table',
      { class: 'access-table', role: 'table' },
      h('caption', { class: 'visually-hidden' }, caption),
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, head)),
      h('tbody', { role: 'rowgroup' }, body),
    ),
  );
}
