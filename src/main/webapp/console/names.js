/** What accounts are called, as far as the log has said so. */

import { get } from './api.js';
import { foreign, h } from './dom.js';

const known = new Map();

/** Of a page of events, or of sessions. */
export function remember(names) {
  for (const [account, name] of Object.entries(names ?? {})) known.set(account, name);
}

/** Asks for the names of these accounts, those that are not known. What fails leaves them without. */
export async function learn(accounts, signal) {
  const unknown = accounts.filter((account) => account !== undefined && !known.has(account));
  const pages = await Promise.allSettled(unknown.map((account) => get('events', [['account', account], ['limit', '1']], signal)));
  for (const page of pages) remember(page.value?.names);
}

/** An account: its id, and its name if that says more. */
export function named(account) {
  const name = known.get(account);
  return name === undefined || name === account
    ? foreign(account)
    : [foreign(account), ' ', h('span', { class: 'muted account-name' }, foreign(name))];
}
