/** Event streams (HTML Standard, section 9.2.6), parsed in pieces of any size. */

/**
 * A parser. Feed it decoded text; it calls back for each event that has data, with its type and the id that holds then,
 * and for each id and each retry as they come.
 */
export class SseParser {
  #line = '';
  #afterReturn = false;
  #data = [];
  #type = '';
  #id = '';

  constructor({ onEvent, onId = () => {}, onRetry = () => {} }) {
    this.onEvent = onEvent;
    this.onId = onId;
    this.onRetry = onRetry;
  }

  feed(text) {
    // A line feed right behind a carriage return belongs to it, even in the next piece.
    const rest = this.#afterReturn && text.startsWith('\n') ? text.slice(1) : text;
    if (text.length > 0) this.#afterReturn = text.endsWith('\r');
    const lines = rest.split(/\r\n|\r|\n/);
    lines[0] = this.#line + lines[0];
    this.#line = lines.pop();
    for (const line of lines) this.#take(line);
  }

  #take(line) {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (name === 'data') this.#data.push(value);
    else if (name === 'event') this.#type = value;
    else if (name === 'id' && !value.includes('\0')) this.#id = value;
    else if (name === 'retry' && /^[0-9]+$/.test(value)) this.onRetry(Number(value));
  }

  #dispatch() {
    const [data, type] = [this.#data, this.#type];
    this.#data = [];
    this.#type = '';
    if (data.length > 0) this.onEvent({ type: type || 'message', data: data.join('\n'), id: this.#id });
    if (this.#id !== '') this.onId(this.#id);
  }
}
