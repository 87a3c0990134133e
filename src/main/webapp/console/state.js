/** The state of a live connection, in a word and a sign. */

import { h, replace } from './dom.js';
import { number } from './format.js';

const WORDS = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
  ended: 'Ended',
};

export function statePill() {
  let current = { name: 'connecting' };
  let waits = null;
  const text = h('span', {});
  const element = h('span', { class: 'pill', role: 'status' }, h('span', { class: 'pill-dot', 'aria-hidden': 'true' }), text);

  function render() {
    const paused = waits !== null;
    element.dataset.state = paused && current.name === 'live' ? 'paused' : current.name;
    const words = [
      paused ? `Paused, ${number(waits)} waiting` : null,
      paused && current.name === 'live' ? null : said(current),
    ];
    const now = words.filter(Boolean).join(' · ');
    if (text.textContent !== now) replace(text, now);
  }

  render();
  return {
    element,
    show(state) {
      // A connection that is tried again and again stays "reconnecting" until it stands.
      if (state.name === 'connecting' && current.name === 'reconnecting') return;
      current = state;
      render();
    },
    /** How many events wait while the reader pauses; null if the reader does not. */
    waiting(count) {
      waits = count;
      render();
    },
  };
}

function said({ name, delay, reason }) {
  if (name === 'reconnecting') return `Reconnecting in ${Math.round(delay / 100) / 10} s`;
  if (name === 'ended' && reason) return `Ended: ${reason}`;
  return WORDS[name];
}
