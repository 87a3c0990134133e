/** Asks before something is done that cannot be undone. */

import { h } from './dom.js';
import { icon } from './icons.js';

/** Whether the reader confirmed. Escape and Cancel say no; the focus starts on Cancel and returns where it was. */
export function confirmation({ title, text, self, action }) {
  const before = document.activeElement;
  return new Promise((resolve) => {
    const dialog = h(
      'dialog',
      { class: 'dialog', 'aria-labelledby': 'dialog-title', 'aria-describedby': 'dialog-text', onclose: done },
      h('h2', { id: 'dialog-title' }, title),
      h('p', { id: 'dialog-text' }, text),
      self ? h('p', { class: 'notice notice-bad' }, icon('warning'), 'This is your own session: you lose access at once.') : null,
      h(
        'div',
        { class: 'dialog-buttons' },
        h('button', { class: 'button', autofocus: true, onclick: () => dialog.close('') }, 'Cancel'),
        h('button', { class: 'button button-danger', onclick: () => dialog.close('yes') }, action),
      ),
    );

    function done() {
      dialog.remove();
      before?.focus();
      resolve(dialog.returnValue === 'yes');
    }

    document.body.append(dialog);
    dialog.showModal();
  });
}
