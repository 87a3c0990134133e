/** The console's few signs; each stands beside a word. */

import { svg } from './dom.js';

const PATHS = {
  tide: 'M1 10c2 0 2-2.500 4-2.500S7.500 10 9.500 10 12 7.500 15 7.500M1 14c2 0 2-2.500 4-2.500S7.500 14 9.500 14 12 11.500 15 11.500M8 1v4M6 3l2 2 2-2',
  success: 'M3 8.500 6.500 12 13 4.500',
  failure: 'M4 4l8 8M12 4l-8 8',
  overview: 'M2 14V8M6 14V3M10 14V6M14 14V10',
  live: 'M1 8h3l2-5 4 10 2-5h3',
  search: 'M7 2a5 5 0 1 1 0 10A5 5 0 0 1 7 2M11 11l4 4',
  access: 'M5 10a3 3 0 1 1 0-6 3 3 0 0 1 0 6M8 7h7v3M12 7v2',
  compare: 'M2 2h4.500v12H2zM9.500 2H14v12H9.500z',
  pause: 'M5 3v10M11 3v10',
  play: 'M4 3l9 5-9 5z',
  theme: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 2v12',
  leave: 'M6 3H3v10h3M7 8h8M12 5l3 3-3 3',
  close: 'M4.500 4.500l7 7M11.500 4.500l-7 7',
  download: 'M8 2v8M4.500 7 8 10.500 11.500 7M2 14h12',
  link: 'M7 9a3 3 0 0 0 4 0l3-3a2.800 2.800 0 0 0-4-4L9 3M9 7a3 3 0 0 0-4 0L2 10a2.800 2.800 0 0 0 4 4l1-1',
  replay: 'M3 8a5 5 0 1 1 1.500 3.500M3 12.500V9.500h3',
  lock: 'M4 7h8v7H4zM5.500 7V5a2.500 2.500 0 0 1 5 0v2',
  warning: 'M8 2 15 14H1zM8 6.500v3.500M8 12v.300',
};

/** An icon that says nothing by itself. */
export function icon(name) {
  return svg(
    'svg',
    { class: `icon icon-${name}`, viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' },
    svg('path', { d: PATHS[name] }),
  );
}
