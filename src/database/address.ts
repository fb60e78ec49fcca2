/**
 * Addresses of databases, read as PostgreSQL's own library (libpq) reads them: as a URI, which serves MySQL here too, or as
 * `key=value` words. What is understood by half could lead to another database, so it is all or nothing. Holds
 * secrets: never log one of these values.
 */

const NAMES = ['host', 'port', 'user', 'password', 'dbname', 'sslmode'] as const;

/** By libpq's names; what is not set is not there. */
export type Parts = Partial<Record<(typeof NAMES)[number], string>>;

export interface DatabaseAddress {
  parts: Parts;
  /** Names of parameters that are none of those; may be pieces of a password that was not encoded. */
  others: readonly string[];
}

/** Login, host or [IPv6], port, path, query. An @ or # further behind is of a password that was not encoded. */
const URI =
  /^[a-z][a-z0-9+.-]*:\/\/(?:([^/?#]*)@)?(\[[^[\]@/?#]*\]|[^[\]:@/?#\s]*)(?::(\d*))?(?:\/([^?#@]*))?(?:\?([^#@]*))?$/i;
const WORDS = /^\s*(?:\w+\s*=\s*(?:'(?:[^'\\]|\\.)*'|(?!')(?:[^\s\\]|\\.)+)(?:\s+|$))*$/s;
const WORD = /(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s\\]|\\.)+))/gs;

/** Other names: MySQL's, libpq's for an address without a look-up, which goes before the name of the host. */
const ALIASES: Readonly<Record<string, (typeof NAMES)[number]>> = {
  'ssl-mode': 'sslmode',
  socket: 'host',
  unix_socket: 'host',
  hostaddr: 'host',
};

/** @returns undefined when it is none, or names several hosts. */
export function readUri(uri: string): DatabaseAddress | undefined {
  const match = URI.exec(uri);
  if (!match) return undefined;
  const [, login, host, port, path, query] = match;
  const colon = login?.indexOf(':') ?? -1;
  const pairs: (readonly [string, string | undefined])[] = [
    ['user', colon < 0 ? login : login?.slice(0, colon)],
    ['password', colon < 0 ? undefined : login?.slice(colon + 1)],
    ['host', host?.replace(/^\[|\]$/g, '')],
    ['port', port],
    ['dbname', path],
  ];
  for (const pair of query ? query.split('&') : []) {
    const words = pair.split('=');
    if (words.length !== 2) return undefined;
    pairs.push(words[0] === 'ssl' && words[1] === 'true' ? ['sslmode', 'require'] : [words[0] as string, words[1]]);
  }
  const plain = pairs.map(([name, value]) => [decoded(name), decoded(value ?? '')] as const);
  return plain.some((pair) => pair.includes(undefined)) ? undefined : addressOf(plain as [string, string][]);
}

/** The password in an address of either form, for whoever must not repeat it. */
export function passwordIn(address: string): string | undefined {
  return (readUri(address) ?? readDsn(address))?.parts.password;
}

/** @param dsn a URI too. @returns undefined when it is none, or names several hosts. */
export function readDsn(dsn: string): DatabaseAddress | undefined {
  if (/^postgres(ql)?:\/\//.test(dsn)) return readUri(dsn);
  if (!WORDS.test(dsn)) return undefined;
  const plain = (value: string) => value.replace(/\\(.)/gs, '$1');
  return addressOf([...dsn.matchAll(WORD)].map(([, name = '', quoted, bare]) => [name, plain(quoted ?? bare ?? '')]));
}

/** The last of a name counts, so that what stands behind the `?` goes before the rest; an empty one is as good as none. */
function addressOf(pairs: readonly (readonly [string, string])[]): DatabaseAddress | undefined {
  const parts: Parts = {};
  const others: string[] = [];
  const known = (name: string) => NAMES.find((each) => each === (ALIASES[name] ?? name));
  const sorted = [...pairs].sort(([a], [b]) => Number(a === 'hostaddr') - Number(b === 'hostaddr'));
  for (const [name, value] of sorted) {
    const part = known(name);
    if (part === undefined) others.push(name);
    else if (value !== '') parts[part] = value;
    else if (name !== 'hostaddr') delete parts[part];
  }
  const { host = '', port = '1' } = parts;
  const isPort = /^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536;
  return host.includes(',') || !isPort ? undefined : { parts, others };
}

/** undefined when the percent-encoding is broken; there is no text with a NUL byte for a server. */
function decoded(part: string): string | undefined {
  try {
    const text = decodeURIComponent(part);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
