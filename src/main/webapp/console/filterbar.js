/** A filter as chips, and a form that adds one. */

import { eventTypes } from './api.js';
import { foreign, h, replace } from './dom.js';
import { FIELDS, labelOf, pairOf, withPair } from './filter.js';
import { icon } from './icons.js';

let count = 0;

/** @param onChange takes the new pairs. The bar has show(pairs), for when the address changes. */
export function filterBar(onChange) {
  const id = `filter-${++count}`;
  let pairs = [];
  const chips = h('ul', { class: 'chips', 'aria-label': 'Active filters' });
  const select = h(
    'select',
    { id: `${id}-field`, onchange: () => prepare() },
    FIELDS.map((field) => h('option', { value: field.name }, field.label)),
  );
  const value = h('div', { class: 'filter-value' });
  const wrong = h('p', { class: 'filter-wrong', id: `${id}-wrong`, role: 'alert' });
  const names = h('datalist', { id: `${id}-types` });
  const form = h(
    'form',
    { class: 'filter-form', 'aria-label': 'Add a filter', onsubmit: add },
    h('label', { class: 'visually-hidden', for: `${id}-field` }, 'Filter by'),
    select,
    h('label', { class: 'visually-hidden', for: `${id}-value` }, 'Value'),
    value,
    h('button', { class: 'button' }, 'Add filter'),
    names,
  );
  const field = () => FIELDS.find((each) => each.name === select.value);

  function prepare() {
    const { choices, type, hint, name } = field();
    const common = { id: `${id}-value`, 'aria-describedby': `${id}-wrong` };
    replace(
      value,
      choices
        ? h('select', common, choices.map((choice) => h('option', { value: choice }, choice)))
        : h('input', {
          ...common,
          type: type ?? 'text',
          step: type ? '1' : null,
          placeholder: hint,
          autocomplete: 'off',
          spellcheck: 'false',
          list: name === 'eventType' ? `${id}-types` : null,
        }),
    );
    replace(wrong);
  }

  function add(event) {
    event.preventDefault();
    const input = value.firstElementChild;
    const result = pairOf(field(), input.value);
    replace(wrong, result.wrong);
    if (!result.pair) return input.focus();
    if (input.tagName === 'INPUT') input.value = '';
    onChange(withPair(pairs, result.pair));
  }

  function remove(pair) {
    onChange(pairs.filter((each) => each !== pair));
    (chips.querySelector('button') ?? select).focus();
  }

  function chip(pair) {
    const label = labelOf(pair[0]);
    return h(
      'li',
      { class: 'chip' },
      h('span', { class: 'chip-name' }, foreign(label)),
      h('span', { class: 'chip-value' }, foreign(pair[1])),
      h(
        'button',
        { type: 'button', 'aria-label': `Remove filter ${label} ${pair[1]}`, onclick: () => remove(pair) },
        icon('close'),
      ),
    );
  }

  prepare();
  eventTypes().then((types) => replace(names, types.map((type) => h('option', { value: type }))));
  const element = h('section', { class: 'filter', 'aria-label': 'Filter' }, form, wrong, chips);
  return {
    element,
    show(now) {
      pairs = now;
      chips.hidden = pairs.length === 0;
      replace(chips, pairs.map(chip));
    },
  };
}
