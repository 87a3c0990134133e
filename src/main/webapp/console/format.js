/** How values look. Times are UTC everywhere, as in the log. */

import { foreign, h } from './dom.js';
import { icon } from './icons.js';

const NUMBER = new Intl.NumberFormat('en');

export const number = (value) => NUMBER.format(value);

/** A time of the log: the day, then the time, milliseconds last. */
export function time(iso) {
  const text = String(iso);
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(\.\d+)?/.exec(text);
  if (!match) return foreign(text);
  const [, day, clock, fraction = '.0'] = match;
  return h(
    'time',
    { datetime: text, title: text },
    h('span', { class: 'time-day' }, day),
    ' ',
    clock,
    h('span', { class: 'time-fraction' }, fraction.padEnd(4, '0').slice(0, 4)),
  );
}

/** Success or failure, by sign, word and colour. */
export function outcome(value) {
  const known = value === 'failure' ? 'failure' : 'success';
  return h('span', { class: `outcome outcome-${known}` }, icon(known), h('span', {}, known));
}

/** A share between 0 and 1. */
export const percent = (share) => `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;

export function duration(milliseconds) {
  if (milliseconds === null || milliseconds === undefined) return '–';
  return milliseconds < 1_000 ? `${number(Math.round(milliseconds))} ms` : `${(milliseconds / 1_000).toFixed(2)} s`;
}

/** The first characters of an id, the whole in its title. */
export function brief(id) {
  const text = String(id);
  return text.length <= 12 ? foreign(text) : h('span', { title: text, class: 'mono' }, foreign(`${text.slice(0, 10)}…`));
}
