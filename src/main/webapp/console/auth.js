/**
 * Authorization code with PKCE (RFC 7636). The token lives in this module's memory and nowhere else; what the redirect
 * needs lies in sessionStorage until it is back.
 */

const PENDING = 'tidemark.login';
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

let configuration = null;
let discovered = null;
let tokens = null;

/** Reads which issuer this server trusts. */
export async function configure() {
  const response = await fetch('console.json', { cache: 'no-store' });
  if (!response.ok) throw new Error(`The console's configuration is not there (${response.status})`);
  configuration = await response.json();
}

export const issuer = () => configuration?.issuer;
export const accessToken = () => tokens?.access;
export const claims = () => tokens?.claims ?? {};
export const account = () => claims().upn ?? claims().preferred_username ?? claims().sub ?? 'signed in';

/** Whether the token names the role; a token that this page cannot read may have any. */
export const hasRole = (role) => !Array.isArray(claims().groups) || claims().groups.includes(role);

/** Milliseconds until the token expires; null if it does not say. */
export const expiresIn = () => (claims().exp ? claims().exp * 1000 - Date.now() : null);

/** Leaves for the provider; returns to the view that the address names now. */
export async function logIn() {
  if (moveToIssuersName()) return;
  const { authorization_endpoint: endpoint } = await discover();
  const verifier = random();
  const state = random();
  sessionStorage.setItem(PENDING, JSON.stringify({ verifier, state, view: location.hash }));
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: configuration.clientId,
    redirect_uri: callback(),
    scope: 'openid profile',
    state,
    code_challenge: await challenge(verifier),
    code_challenge_method: 'S256',
  });
  location.assign(`${endpoint}?${query}`);
}

/** Ends the redirect, if this is the return from one. Throws with what the provider said. */
export async function completeLogIn() {
  const answer = new URLSearchParams(location.search);
  if (!answer.has('state')) return;
  const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? '{}');
  sessionStorage.removeItem(PENDING);
  history.replaceState(null, '', location.pathname + (pending.view ?? ''));
  if (answer.get('state') !== pending.state) throw new Error('The log-in was not started by this page');
  if (!answer.has('code')) throw new Error(answer.get('error_description') ?? answer.get('error') ?? 'No code');
  await redeem(answer.get('code'), pending.verifier);
}

async function redeem(code, verifier) {
  const { token_endpoint: endpoint } = await discover();
  const response = await fetch(endpoint, {
    method: 'POST',
    credentials: 'omit',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: callback(),
      client_id: configuration.clientId,
      code_verifier: verifier,
    }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error_description ?? answer.error ?? `Status ${response.status}`);
  tokens = { access: answer.access_token, id: answer.id_token, claims: payload(answer.access_token) };
}

/** Drops the token. */
export function forget() {
  tokens = null;
}

/** Drops the token and leaves for the provider's end of session, if it has one. */
export async function logOut() {
  const id = tokens?.id;
  forget();
  const { end_session_endpoint: endpoint } = await discover();
  if (!endpoint || !id) return;
  const query = new URLSearchParams({ id_token_hint: id, post_logout_redirect_uri: new URL('.', document.baseURI) });
  location.assign(`${endpoint}?${query}`);
}

/** The hash by which the server knows this session. */
export async function sessionId() {
  const session = claims().sid ?? claims().jti;
  return session ? hex(await sha256(session)) : null;
}

async function discover() {
  if (discovered) return discovered;
  if (!issuer()) throw new Error('No issuer is configured: set tidemark.console.issuer');
  const response = await fetch(`${issuer().replace(/\/$/, '')}/.well-known/openid-configuration`, {
    credentials: 'omit',
  });
  if (!response.ok) throw new Error(`The issuer ${issuer()} does not answer (${response.status})`);
  discovered = await response.json();
  return discovered;
}

/** localhost and 127.0.0.1 are one machine but two origins; the issuer knows one of them. */
function moveToIssuersName() {
  const home = URL.canParse(issuer() ?? '') ? new URL(issuer()) : null;
  const alias = home && home.port === location.port && home.hostname !== location.hostname;
  if (!alias || !LOOPBACK.includes(home.hostname) || !LOOPBACK.includes(location.hostname)) return false;
  location.assign(home.origin + location.pathname + location.hash);
  return true;
}

const callback = () => new URL('callback.html', document.baseURI).href;
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
const sha256 = async (text) => new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
const challenge = async (verifier) => base64url(await sha256(verifier));
const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** What a token says, for show: the server is who checks it. */
function payload(token) {
  try {
    const text = atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (c) => c.charCodeAt(0))));
  } catch {
    return {};
  }
}
