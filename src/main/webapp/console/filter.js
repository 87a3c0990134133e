/** What the API can filter by, and how a filter stands in an address. */

export const FIELDS = [
  { name: 'eventType', label: 'Type', hint: 'login, or role_grant_*', many: true },
  { name: 'outcome', label: 'Outcome', choices: ['failure', 'success'] },
  { name: 'account', label: 'Account', hint: 'as subject or target' },
  { name: 'actor', label: 'Actor', hint: 'an actor id' },
  { name: 'target', label: 'Target', hint: 'a target id' },
  { name: 'service', label: 'Service', hint: 'sshd' },
  { name: 'operation', label: 'Operation', hint: 'RoleGrants.revoke' },
  { name: 'ip', label: 'IP address', hint: '203.0.113.7' },
  { name: 'session', label: 'Session', hint: 'the session’s hash' },
  { name: 'requestId', label: 'Request', hint: 'a request id' },
  { name: 'traceId', label: 'Trace', hint: 'a trace id' },
  { name: 'from', label: 'From (UTC)', type: 'datetime-local' },
  { name: 'to', label: 'To (UTC)', type: 'datetime-local' },
  { name: 'q', label: 'Text', hint: 'in operation, error, names' },
  { name: 'metadata.', label: 'Metadata', hint: 'role=admin', path: true },
  { name: 'request.', label: 'Captured request', hint: 'amount=12', path: true },
  { name: 'response.', label: 'Captured response', hint: 'status=201', path: true },
  { name: 'has', label: 'Has', hint: 'ip, payload, or metadata.role', many: true },
];

const PATHS = FIELDS.filter((field) => field.path).map((field) => field.name);
const PLAIN = FIELDS.filter((field) => !field.path).map((field) => field.name);

const isFilter = (name) => PLAIN.includes(name) || PATHS.some((path) => name.startsWith(path) && name !== path);

/** The pairs of an address that are a filter. */
export const filterOf = (params) => [...params].filter(([name, value]) => isFilter(name) && value !== '');

/** The field of a pair, and the words for it. */
export function labelOf(name) {
  const field = FIELDS.find((each) => (each.path ? name.startsWith(each.name) : name === each.name));
  if (!field) return name;
  return field.path ? `${field.label} ${name.slice(field.name.length)}` : field.label;
}

/** The pair that an input means, or null with what is wrong. */
export function pairOf(field, text) {
  const value = text.trim();
  if (value === '') return { wrong: 'A value is missing' };
  if (field.type === 'datetime-local') {
    const time = new Date(`${value}Z`);
    return Number.isNaN(time.getTime()) ? { wrong: 'Not a time' } : { pair: [field.name, time.toISOString()] };
  }
  if (!field.path) return { pair: [field.name, value] };
  const equals = value.indexOf('=');
  if (equals < 1) return { wrong: 'Write path=value' };
  return { pair: [field.name + value.slice(0, equals), value.slice(equals + 1)] };
}

/** The filter with one more pair: a field that stands once is replaced. */
export function withPair(pairs, [name, value]) {
  const many = FIELDS.find((field) => field.name === name)?.many;
  const kept = pairs.filter(([n, v]) => (many ? n !== name || v !== value : n !== name));
  return [...kept, [name, value]];
}

/** A link of the console. */
export function link(view, pairs = []) {
  const query = new URLSearchParams(pairs).toString();
  return `#/${view}${query ? `?${query}` : ''}`;
}
