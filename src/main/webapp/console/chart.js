/** Events over time, stacked by outcome. */

import { h, replace } from './dom.js';
import { empty } from './parts.js';

const LIBRARY = new URL('webjars/chart.js/4.5.1/dist/chart.umd.js', document.baseURI).href;

/** A chart in a frame; it takes the colours of the theme, and follows it until the signal aborts. */
export function timeChart(signal) {
  const canvas = h('canvas', { role: 'img' });
  const plot = h('div', { class: 'plot' }, canvas);
  const numbers = h('details', { class: 'plot-numbers' });
  const swatches = {
    success: h('span', { class: 'swatch swatch-success', 'aria-hidden': 'true' }),
    failure: h('span', { class: 'swatch swatch-failure', 'aria-hidden': 'true' }),
    text: h('span', { class: 'muted' }, 'UTC'),
    line: h('span', { class: 'swatch swatch-line', 'aria-hidden': 'true' }),
  };
  const legend = h(
    'p',
    { class: 'legend' },
    swatches.success,
    'success',
    swatches.failure,
    'failure',
    swatches.text,
    swatches.line,
  );
  const frame = h('div', { class: 'plot-frame' });
  let chart = null;
  let last = null;

  async function draw() {
    await import(LIBRARY);
    if (signal.aborted || !canvas.isConnected) return;
    const colour = (element, property = 'backgroundColor') => getComputedStyle(element)[property];
    const series = (label, values, background) => ({ label, data: values, backgroundColor: background, stack: 'outcome', barPercentage: 1, categoryPercentage: 0.86 });
    const data = {
      labels: last.buckets.map(({ time }) => labelOf(time, last)),
      datasets: [
        series('success', last.buckets.map((b) => b.success), colour(swatches.success)),
        series('failure', last.buckets.map((b) => b.failure), hatched(colour(swatches.failure), colour(swatches.line))),
      ],
    };
    const ticks = { color: colour(swatches.text, 'color'), maxRotation: 0, autoSkipPadding: 24, precision: 0 };
    const options = {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      plugins: { legend: { display: false } },
      scales: {
        x: { stacked: true, ticks, grid: { display: false }, border: { color: colour(swatches.line) } },
        y: { stacked: true, beginAtZero: true, ticks, grid: { color: colour(swatches.line) }, border: { display: false } },
      },
    };
    if (chart) {
      chart.data = data;
      chart.options = options;
      chart.update();
    } else chart = new window.Chart(canvas, { type: 'bar', data, options });
  }

  const redraw = () => last && draw();
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', redraw, { signal });
  document.addEventListener('themechange', redraw, { signal });
  signal.addEventListener('abort', () => chart?.destroy());

  return {
    frame,
    /** Shows an answer of the statistics; returns what belongs into the frame. */
    show(found) {
      const total = found.buckets.reduce((sum, bucket) => sum + bucket.total, 0);
      const failed = found.buckets.reduce((sum, bucket) => sum + bucket.failure, 0);
      if (total === 0) return empty('No event in this window');
      last = found;
      canvas.setAttribute('aria-label', `${total} events, ${failed} of them failed, in ${found.buckets.length} bars; the numbers are below`);
      replace(numbers, h('summary', {}, 'The numbers'), tableOf(found));
      requestAnimationFrame(draw);
      return [legend, plot, numbers];
    },
  };
}

/** Failures differ by pattern, not by colour alone. */
function hatched(background, line) {
  const tile = h('canvas', { width: '6', height: '6' });
  const pen = tile.getContext('2d');
  pen.fillStyle = background;
  pen.fillRect(0, 0, 6, 6);
  pen.strokeStyle = line;
  pen.lineWidth = 1.2;
  pen.beginPath();
  pen.moveTo(0, 6);
  pen.lineTo(6, 0);
  pen.stroke();
  return pen.createPattern(tile, 'repeat');
}

const labelOf = (time, { from, to }) => {
  const longer = new Date(to) - new Date(from) > 86_400_000;
  return longer ? `${time.slice(5, 10)} ${time.slice(11, 16)}` : time.slice(11, 16);
};

function tableOf({ buckets }) {
  const head = ['Time (UTC)', 'Success', 'Failure'].map((name) => h('th', { scope: 'col' }, name));
  const rows = buckets
    .filter((bucket) => bucket.total > 0)
    .map(({ time, success, failure }) =>
      h('tr', {}, h('td', {}, `${time.slice(0, 10)} ${time.slice(11, 16)}`), h('td', {}, String(success)), h('td', {}, String(failure))));
  return h('table', { class: 'numbers' }, h('caption', { class: 'visually-hidden' }, 'Events over time'), h('thead', {}, h('tr', {}, head)), h('tbody', {}, rows));
}
