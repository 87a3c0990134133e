/** Takes the search away as a file. */

import { send } from './api.js';
import { foreign, h, replace } from './dom.js';
import { number } from './format.js';
import { icon } from './icons.js';

const KINDS = { ndjson: 'application/x-ndjson', csv: 'text/csv' };

/** Two buttons and what they have to say. */
export function downloads() {
  let pairs = [];
  const status = h('p', { class: 'results-status', role: 'status' });
  const button = (format) =>
    h('button', { class: 'button', onclick: () => save(format) }, icon('download'), format.toUpperCase());

  async function save(format) {
    try {
      const target = await choose(format);
      replace(status, 'Downloading…');
      const response = await send('GET', 'events/export', { query: [...pairs, ['format', format]] });
      const bytes = await (target ? toFile(response, target, status) : toBlob(response, format, status));
      replace(status, `Downloaded ${number(bytes)} bytes`);
    } catch (error) {
      if (error.name === 'AbortError') return;
      const reason = error.status === 404 ? 'this server has no export' : foreign(error.message);
      replace(status, 'No download: ', reason, error.status ? null : '. What was saved is not complete.');
    }
  }

  return {
    element: h('span', { class: 'button-group', role: 'group', 'aria-label': 'Download what matches' }, button('ndjson'), button('csv')),
    status,
    filter(now) {
      pairs = now;
      replace(status);
    },
  };
}

/** A file to stream into, where the browser can: a blob of any size would have to fit into memory. */
async function choose(format) {
  if (!window.showSaveFilePicker) return null;
  const accept = { [KINDS[format]]: [`.${format}`] };
  return window.showSaveFilePicker({ suggestedName: `audit.${format}`, types: [{ accept }] });
}

async function toFile(response, target, status) {
  const counted = counting(status);
  await response.body.pipeThrough(counted.stream).pipeTo(await target.createWritable());
  return counted.bytes();
}

async function toBlob(response, format, status) {
  const counted = counting(status);
  const blob = await new Response(response.body.pipeThrough(counted.stream)).blob();
  const url = URL.createObjectURL(new Blob([blob], { type: KINDS[format] }));
  h('a', { href: url, download: `audit.${format}` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return counted.bytes();
}

function counting(status) {
  let bytes = 0;
  let said = 0;
  const stream = new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes - said > 1_000_000) replace(status, `Downloading… ${number(said = bytes)} bytes`);
      controller.enqueue(chunk);
    },
  });
  return { stream, bytes: () => bytes };
}
