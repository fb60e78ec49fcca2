/**
 * Every secret of the run, from the moment it is read. Sinks ask `redact` before anything leaves the process; the
 * action also tells the runner to mask it.
 */

/**
 * Shorter ones are only replaced where they stand alone: a password "111" must not blot out every digest. The runner is
 * not told them either: it replaces everywhere, and drops outputs that hold one.
 */
const SHORT = 6;
const REPLACEMENT = '***';

export class Secrets {
  readonly #mask: (value: string) => void;
  readonly #known = new Set<string>();
  #long: string[] = [];
  #short: RegExp[] = [];

  /** @param mask told each new secret (`core.setSecret` on a runner). */
  constructor(mask: (value: string) => void = () => {}) {
    this.#mask = mask;
  }

  /** Remember a secret and the forms it may take: per line, URL-encoded, JSON-escaped, base64. */
  add(value: string | undefined): void {
    if (!value) return;
    this.#addForms(value);
    // Of a text of several lines, a key say, a log shows single lines.
    for (const line of value.split(/\r?\n/).filter((line) => line !== value && line.trim() && !/^-----/.test(line))) {
      this.#addForm(line);
    }
    this.#long.sort((a, b) => b.length - a.length);
  }

  /** Remember the login inside an address (`https://user:password@host/`, `postgres://…`), and the address itself. */
  addUrl(value: string | undefined): void {
    if (!value) return;
    const match = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)@/i.exec(value);
    if (!match) return;
    this.add(value);
    const [user, ...rest] = (match[1] as string).split(':');
    const password = rest.join(':');
    if (!password) return;
    this.add(password);
    const plain = safeDecode(password);
    this.add(plain);
    this.add(`${safeDecode(user ?? '')}:${plain}`);
  }

  /** The text with every known secret replaced. */
  redact(text: string): string {
    let clean = text;
    for (const secret of this.#long) {
      if (clean.includes(secret)) clean = clean.split(secret).join(REPLACEMENT);
    }
    for (const secret of this.#short) clean = clean.replace(secret, REPLACEMENT);
    return clean;
  }

  #addForms(value: string): void {
    const forms = [
      value,
      encodeURIComponent(value),
      new URLSearchParams({ v: value }).toString().slice(2),
      JSON.stringify(value).slice(1, -1),
      ...base64Forms(value),
    ];
    for (const form of forms) this.#addForm(form);
  }

  #addForm(form: string): void {
    if (form.length === 0 || this.#known.has(form)) return;
    this.#known.add(form);
    if (form.length >= SHORT) {
      this.#mask(form);
      this.#long.push(form);
    } else
      this.#short.push(
        new RegExp(`(?<![A-Za-z0-9])${form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![A-Za-z0-9])`, 'g'),
      );
  }
}

/** Base64 of the value itself, and what is common to all texts that hold it at each of the three alignments. */
function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value);
  if (bytes.length < SHORT) return bytes.length < 3 ? [] : [bytes.toString('base64')];
  const whole = bytes.toString('base64');
  const inner = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and last characters share bits with what stands around the secret.
    const first = shift === 0 ? 0 : shift + 1;
    return encoded.slice(first, -1);
  });
  const forms = [whole, ...inner];
  return [...forms, ...forms.map((form) => form.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, ''))];
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
