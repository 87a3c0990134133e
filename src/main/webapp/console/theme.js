/** Light, dark, or as the system has it. Kept for the next visit: it says nothing about anybody. */

import { h, replace } from './dom.js';
import { icon } from './icons.js';

const KEY = 'tidemark.theme';
const NEXT = { system: 'light', light: 'dark', dark: 'system' };

let theme = NEXT[localStorage.getItem(KEY)] ? localStorage.getItem(KEY) : 'system';

export function applyTheme() {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function themeSwitch() {
  const button = h('button', { class: 'button button-quiet', onclick: turn });

  function turn() {
    theme = NEXT[theme];
    localStorage.setItem(KEY, theme);
    applyTheme();
    document.dispatchEvent(new Event('themechange'));
    label();
  }

  function label() {
    replace(button, icon('theme'), h('span', { class: 'wide' }, theme[0].toUpperCase() + theme.slice(1)));
    button.setAttribute('aria-label', `Theme: ${theme}`);
    button.title = `Theme: ${theme}`;
  }

  label();
  return button;
}
