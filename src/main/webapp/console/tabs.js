/** Tabs (ARIA Authoring Practices, tabs with automatic activation). */

import { h, replace } from './dom.js';

/**
 * @param tabs [{name, label, content}], content a function that makes the panel's content when it is first shown
 * @param chosen the name of the open one
 * @param onChoose tells which one was opened
 */
export function tabs(label, tabs, chosen, onChoose) {
  const made = new Map();
  const panel = h('div', { class: 'tab-panel', role: 'tabpanel', id: 'tab-panel', tabindex: '0' });
  const buttons = tabs.map((tab) =>
    h(
      'button',
      { role: 'tab', id: `tab-${tab.name}`, 'aria-controls': 'tab-panel', onclick: () => open(tab), onkeydown: move },
      tab.label,
    ));

  function open(tab) {
    buttons.forEach((button, i) => {
      const on = tabs[i] === tab;
      button.setAttribute('aria-selected', String(on));
      button.tabIndex = on ? 0 : -1;
    });
    panel.setAttribute('aria-labelledby', `tab-${tab.name}`);
    if (!made.has(tab)) made.set(tab, tab.content());
    replace(panel, made.get(tab));
    onChoose(tab.name);
  }

  function move(e) {
    const at = buttons.indexOf(e.currentTarget);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    const next = (to + tabs.length) % tabs.length;
    buttons[next].focus();
    open(tabs[next]);
  }

  open(tabs.find((tab) => tab.name === chosen) ?? tabs[0]);
  const list = h('div', { class: 'tab-list', role: 'tablist', 'aria-label': label }, buttons);
  // On a phone not all of them fit.
  const show = () => list.querySelector('[aria-selected=true]').scrollIntoView({ block: 'nearest', inline: 'nearest' });
  new ResizeObserver(show).observe(list);
  return h('div', { class: 'tabs' }, list, panel);
}
