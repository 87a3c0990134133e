/** The two events that the reader wants to compare. */

import { h, replace } from './dom.js';
import { icon } from './icons.js';

const chosen = new Map();
const bar = h('div', { class: 'selection', role: 'region', 'aria-label': 'Compare', hidden: true });

/** The bar that says what is chosen. */
export const selectionBar = () => bar;

export const isSelected = (id) => chosen.has(id);

/** Chooses an event or drops it; the third replaces the first. */
export function select(id, seq, wanted) {
  if (!wanted) chosen.delete(id);
  else {
    if (chosen.size === 2) chosen.delete(chosen.keys().next().value);
    chosen.set(id, seq);
  }
  show();
}

export function clearSelection() {
  chosen.clear();
  show();
}

function show() {
  for (const box of document.querySelectorAll('input[data-event]')) box.checked = chosen.has(box.dataset.event);
  bar.hidden = chosen.size === 0;
  const ids = [...chosen.keys()];
  const seqs = [...chosen.values()];
  replace(
    bar,
    ids.length === 2
      ? h(
        'a',
        { class: 'button button-primary', href: `#/compare/${ids[0]}/${ids[1]}` },
        icon('compare'),
        `Compare ${seqs[0]} with ${seqs[1]}`,
      )
      : h('span', {}, `Event ${seqs[0]} is chosen. Choose one more to compare.`),
    h('button', { class: 'button', onclick: clearSelection }, 'Clear'),
  );
}
