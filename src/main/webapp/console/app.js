/** The console: logs in, shows the view that the address names, and says so when access ends. */

import { refusal } from './api.js';
import * as auth from './auth.js';
import { foreign, h, replace } from './dom.js';
import { icon } from './icons.js';
import { failure, heading } from './parts.js';
import { clearSelection, selectionBar } from './selection.js';
import { applyTheme, themeSwitch } from './theme.js';
import { access } from './views/access.js';
import { compare } from './views/compare.js';
import { event } from './views/event.js';
import { forgetLive, live } from './views/live.js';
import { overview } from './views/overview.js';
import { search } from './views/search.js';

const VIEWS = { overview, live, search, event, compare, access };
const NAVIGATION = [
  ['overview', 'Overview'],
  ['live', 'Live'],
  ['search', 'Search'],
  ['access', 'Access', 'audit-admin'],
];
const SOON = 60_000;
// A browser fires a timer of more than 24 days at once.
const LONGEST = 3_600_000;

const main = h('main', { id: 'main', tabindex: '-1' });
const navigation = h('nav', { class: 'nav', 'aria-label': 'Views' });
const person = h('div', { class: 'person' });
const banner = h('div', { class: 'banner', role: 'status' });

let current = null;
let expiry = null;

function shell() {
  replace(
    document.body,
    h('a', { class: 'skip', href: '#main', onclick: skip }, 'Skip to content'),
    h('header', { class: 'top' }, h('a', { class: 'brand', href: '#/overview' }, icon('tide'), 'Tidemark'), navigation, person),
    banner,
    main,
    selectionBar(),
  );
}

function skip(e) {
  e.preventDefault();
  main.focus();
}

/** Shows the view of the address. The same view with other parameters goes on; the focus stays where it is. */
function route() {
  if (!auth.accessToken()) return;
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [name, ...parts] = path.split('/').map(decoded);
  const params = new URLSearchParams(query);
  const view = VIEWS[name] ? name : 'overview';
  const key = [view, ...parts].join('/');
  if (current?.key === key && current.shown.update) current.shown.update(params);
  else open(view, key, parts, params);
  mark(view);
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function open(view, key, parts, params) {
  current?.controller.abort();
  const controller = new AbortController();
  const shown = VIEWS[view]({ parts, params, signal: controller.signal, go, quietly, ended });
  current = { key, controller, shown };
  replace(main, shown.element);
  document.title = `${shown.title} · Tidemark`;
  main.querySelector('h1')?.focus({ preventScroll: true });
  scrollTo(0, 0);
}

const go = (hash) => (location.hash = hash);

/** Notes in the address what the view shows, without a step in the history. */
const quietly = (hash) => history.replaceState(null, '', hash);

function mark(view) {
  const allowed = NAVIGATION.filter(([, , role]) => !role || auth.hasRole(role));
  replace(
    navigation,
    allowed.map(([name, label]) => h('a', { href: `#/${name}`, 'aria-current': name === view ? 'page' : null }, icon(name), label)),
  );
}

/** A stream that is over: whether the whole page is over with it. */
function ended({ reason, revocation }) {
  if (reason === 'revoked') accessRevoked(revocation);
  else if (reason === 'expired' || reason === 'unauthorized') accessExpired();
  else return false;
  return true;
}

refusal.heard = (problem) => (problem.name === 'revoked' ? accessRevoked() : accessExpired());

/** Whoever lost access sees nothing more: what was on the page goes, too. */
function accessRevoked(revocation) {
  if (!auth.accessToken()) return;
  leave();
  replace(
    main,
    panel(
      'lock',
      'Your access was revoked',
      h(
        'p',
        {},
        revocation
          ? ['The log says so at position ', String(revocation.seq), ': ', h('code', {}, foreign(revocation.eventType)), ', concerning your ', foreign(revocation.reason), '.']
          : 'The server refuses this session from now on.',
      ),
      h('p', { class: 'muted' }, 'This page shows nothing more. What it had shown is gone from it.'),
      h('button', { class: 'button', onclick: start }, 'Log in again'),
    ),
  );
  document.title = 'Access revoked · Tidemark';
  main.querySelector('h1').focus();
}

/** The page stays as it is, without new events, until the reader logs in again. */
function accessExpired() {
  if (!auth.accessToken()) return;
  auth.forget();
  current?.controller.abort();
  clearTimeout(expiry);
  say('Your login has expired. What you see is no longer renewed.', 'Log in again', 'alert');
}

function leave() {
  auth.forget();
  current?.controller.abort();
  current = null;
  clearTimeout(expiry);
  forgetLive();
  clearSelection();
  replace(navigation);
  replace(person, themeSwitch());
  say();
}

function say(text, action, role = 'status') {
  banner.setAttribute('role', role);
  replace(banner, text ? h('p', {}, icon('warning'), text) : null, action ? h('button', { class: 'button', onclick: start }, action) : null);
}

async function start() {
  try {
    await auth.logIn();
  } catch (error) {
    replace(main, entry(error));
  }
}

async function logOut() {
  // First: it needs what leaving forgets.
  const ending = auth.logOut().catch(() => {});
  leave();
  replace(main, entry());
  await ending;
}

function entry(error) {
  return panel(
    'tide',
    'Tidemark',
    h('p', {}, 'The audit log of this system: who did what, in one order, live.'),
    error ? failure(error) : null,
    h('button', { class: 'button button-primary', onclick: start }, 'Log in'),
    h('p', { class: 'muted' }, 'Readers need the role ', h('code', {}, 'audit-reader'), '.'),
  );
}

const panel = (sign, title, ...children) =>
  h('section', { class: 'panel' }, icon(sign), h('h1', { tabindex: '-1' }, title), ...children);

function welcome() {
  replace(
    person,
    h('span', { class: 'account', title: `Logged in by ${auth.issuer()}` }, foreign(auth.account())),
    themeSwitch(),
    h('button', { class: 'button button-quiet', 'aria-label': 'Log out', title: 'Log out', onclick: logOut }, icon('leave')),
  );
  watchExpiry();
  addEventListener('hashchange', route);
  route();
}

/** Looks at the clock anew each time: a computer that slept wakes its timers late. */
function watchExpiry() {
  const left = auth.expiresIn();
  if (left === null) return;
  if (left <= 0) return accessExpired();
  if (left <= SOON) say('Your login expires within a minute.', 'Log in again');
  expiry = setTimeout(watchExpiry, Math.min(left > SOON ? left - SOON : left, LONGEST));
}

applyTheme();
shell();
replace(person, themeSwitch());
try {
  await auth.configure();
  await auth.completeLogIn();
  if (auth.accessToken()) welcome();
  else replace(main, entry());
} catch (error) {
  replace(main, entry(error));
}
