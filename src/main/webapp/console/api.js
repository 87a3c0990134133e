/** The HTTP API, as the reader who is logged in. */

import { accessToken } from './auth.js';

const BASE = new URL('api/v1/', document.baseURI);

/** What the API refused: a problem document (RFC 9457). */
export class Problem extends Error {
  constructor(status, document) {
    super(document.detail ?? document.title ?? `Status ${status}`);
    this.status = status;
    this.title = document.title ?? 'Refused';
    this.name = String(document.type ?? '').split('/').pop();
    this.field = document.field;
    this.rule = document.rule;
    this.retryAfter = document.retryAfter;
    this.replayEventId = document.replayEventId;
  }
}

/** Tells the application that the token no longer opens the API: set by it. */
export const refusal = { heard: () => {} };

/** The answer to a request, its body unread. Throws {@link Problem}. */
export async function send(method, path, { query, headers, signal } = {}) {
  const url = new URL(path, BASE);
  url.search = new URLSearchParams(query ?? []).toString();
  const response = await fetch(url, {
    method,
    signal,
    cache: 'no-store',
    credentials: 'omit',
    headers: { Authorization: `Bearer ${accessToken()}`, ...headers },
  });
  if (response.ok) return response;
  const problem = new Problem(response.status, await response.json().catch(() => ({})));
  if (problem.status === 401) refusal.heard(problem);
  throw problem;
}

export async function get(path, query, signal) {
  return (await send('GET', path, { query, signal })).json();
}

/** A request that changes something. */
export async function change(method, path) {
  return (await send(method, path, { headers: { 'X-Requested-With': 'console' } })).json();
}

const published = new Map();

/** What the server publishes about itself, asked once; the fallback if it does not. */
function once(path, fallback, read) {
  if (!published.has(path)) published.set(path, get(path).then(read, () => fallback));
  return published.get(path);
}

/** Names of the event types. */
export const eventTypes = () => once('event-types', [], (answer) => answer.eventTypes.map((type) => type.name).sort());

/** Milliseconds between two signs of life of a stream. */
export const heartbeat = () => once('limits', 15_000, (limits) => seconds(limits.stream.heartbeat) * 1_000);

/** Of a duration as the server writes it, such as PT15S. */
function seconds(duration) {
  const [, hours = 0, minutes = 0, rest = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(duration) ?? [];
  return Number(hours) * 3_600 + Number(minutes) * 60 + Number(rest);
}
