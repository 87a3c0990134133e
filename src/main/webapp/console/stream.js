/** The log, live: reconnects, resumes, and delivers nothing twice. */

import { heartbeat, Problem, send } from './api.js';
import { SseParser } from './sse.js';

const RETRY = 2_000;
// Keepalives that may be missing: a connection that is silent for longer is dead, whatever the network says.
const MISSING = 3;
const FINAL = ['expired', 'replaced'];

/**
 * Follows the log until the signal aborts or the server says that it is over.
 *
 * @param query the filter, and where to start ({@code last} or {@code after})
 * @param position resume after this one; overrides where to start
 * @param onEvent for each event, in order
 * @param onState {name: connecting|live|reconnecting|ended, ...}; ended has a reason, or a problem
 */
export async function follow({ query = [], position = null, signal, onEvent, onState }) {
  const cursor = { position, retry: RETRY, silence: MISSING * (await heartbeat()) };
  while (!signal.aborted) {
    const end = await once({ query, cursor, signal, onEvent, onState });
    if (signal.aborted) return;
    if (end.final) return onState({ name: 'ended', ...end });
    onState({ name: 'reconnecting', delay: end.delay ?? cursor.retry, reason: end.reason });
    await pause(end.delay ?? cursor.retry, signal);
  }
}

async function once({ query, cursor, signal, onEvent, onState }) {
  const connection = new AbortController();
  const abort = () => connection.abort();
  signal.addEventListener('abort', abort);
  let silence = setTimeout(abort, cursor.silence);
  let end = null;
  const parser = new SseParser({
    onRetry: (milliseconds) => (cursor.retry = milliseconds),
    onId: (id) => (cursor.position = Math.max(cursor.position ?? 0, Number(id))),
    onEvent: ({ type, data }) => {
      const body = JSON.parse(data);
      if (type === 'revoked') end = { final: true, reason: 'revoked', revocation: body };
      else if (type === 'closed') end = { final: FINAL.includes(body.reason), reason: body.reason };
      else if (end === null && (cursor.position === null || body.seq > cursor.position)) {
        cursor.position = body.seq;
        onEvent(body);
      }
    },
  });
  try {
    onState({ name: 'connecting' });
    const response = await send('GET', 'stream', { ...start(query, cursor), signal: connection.signal });
    onState({ name: 'live' });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let piece = await reader.read(); !piece.done && !signal.aborted; piece = await reader.read()) {
      clearTimeout(silence);
      silence = setTimeout(abort, cursor.silence);
      parser.feed(piece.value);
    }
    return end ?? {};
  } catch (e) {
    return end ?? (e instanceof Problem ? refused(e) : {});
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', abort);
  }
}

/** Below 500 another attempt gets the same answer, except when there are too many. */
function refused(problem) {
  const final = problem.status < 500 && problem.status !== 429;
  return { final, problem, reason: problem.name, delay: problem.retryAfter && problem.retryAfter * 1_000 };
}

function start(query, { position }) {
  if (position === null) return { query };
  return {
    query: query.filter(([name]) => name !== 'last' && name !== 'after'),
    headers: { 'Last-Event-ID': String(position) },
  };
}

function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
