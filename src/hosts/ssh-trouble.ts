/** What OpenSSH says when it can not connect, as one sentence with the way on. */
import { fail, type Stop } from '../errors.ts';

/** What `ssh -v` says to everybody, and the key of the last host that it met: jump hosts come first. */
export function aloud(verbose: string): { words: string; key: string | undefined } {
  const key = [...verbose.matchAll(/Server host key: (\S+ SHA256:\S+)/g)].at(-1)?.[1];
  const words = verbose.split('\n').filter((line) => !line.startsWith('debug'));
  return { words: words.join('\n'), key };
}

/** Whether it is about the host's key, so that the key it offered has to be told. */
export function isAboutHostKey(stderr: string): boolean {
  return /Host key verification failed|host key is known for|IDENTIFICATION HAS CHANGED|revoked host key/i.test(stderr);
}

/**
 * @param where the host as it was given. @param user as it was given. @param offered the key of the host that was not
 * let pass; undefined when it could not be asked. @returns undefined when the words are not about the connection.
 */
export function connectionTrouble(
  where: string,
  user: string | undefined,
  stderr: string,
  offered?: string,
): Stop | undefined {
  if (isAboutHostKey(stderr)) return hostKeyTrouble(where, stderr, offered);
  if (/Permission denied \(|Too many authentication failures|No more authentication methods/.test(stderr)) {
    // ssh names who was refused where: it may be a jump host, or a login out of a configuration.
    const [, login = user, host = where] = /^(\S+)@(\S+): Permission denied \(/m.exec(stderr) ?? [];
    return fail(
      'ssh-login',
      `${placeOf(where, host)} refused ${login === undefined ? 'the login' : login === user ? `ssh-user ${login}` : `the user ${login}`} with the given key: the public half of ssh-key has to be in that user's authorized_keys.`,
    );
  }
  const found = KNOWN.find(([pattern]) => pattern.test(stderr));
  if (!found) return undefined;
  const [, why, way = 'Check ssh-host, ssh-port and the network.'] = found;
  return fail(
    'ssh-unreachable',
    `${where} can not be reached by ssh: ${why.replace('%', () => ownWords(stderr, found[0]))}. ${way}`,
  );
}

const CLOSED =
  /kex_exchange_identification|Connection (closed|reset)|Broken pipe|banner exchange|closed by remote host|mux_client/i;

/** Whether it only says that somebody on the way hung up. */
export function isClosed(stderr: string): boolean {
  return CLOSED.test(stderr) && !/timed out/i.test(stderr);
}

/** The first line that says it; a file of our private folder goes by the name of its input. */
function ownWords(stderr: string, pattern: RegExp): string {
  const first = stderr.split('\n').find((line) => pattern.test(line)) ?? '';
  return lastWords(first.replace(/\S*\/given_config:?/, 'ssh-config,'));
}

/** What it says, what that means (% stands for its own words), and what to do. */
const KNOWN: readonly (readonly [RegExp, string, string?])[] = [
  [
    /Bad configuration|Bad owner or permissions|terminating, \d+ bad|Unsupported option|unknown option|keyword .* extra arguments|no argument after keyword/i,
    'ssh-config is not right (%)',
    'Correct it; `ssh -G HOST` shows what OpenSSH makes of a configuration.',
  ],
  [
    /Unable to negotiate|no matching \S+ (key exchange|host key|cipher|mac)/i,
    'the two OpenSSH have no method in common (%)',
    'Renew the server, or permit its methods in ssh-config.',
  ],
  [/Could not resolve hostname|Name or service not known|nodename nor servname/i, 'its name is not known'],
  [/Connection refused/i, 'the connection is refused: no ssh server listens there'],
  [/timed out|Timeout, server/i, 'it does not answer in time'],
  [/No route to host|Network is unreachable/i, 'there is no way to it through the network'],
  [/connect to host \S+ port \d+: (Permission denied|Operation not permitted)/i, 'a firewall does not let us out'],
  [CLOSED, 'it closed the connection'],
];

function hostKeyTrouble(where: string, stderr: string, offered: string | undefined): Stop {
  const named = /(?:host key is known for|Host key for) (\S+)/i.exec(stderr)?.[1];
  const place = placeOf(where, named);
  const key = offered ? `: it offers ${offered}` : '';
  const look = 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub on that server';
  if (/IDENTIFICATION HAS CHANGED/.test(stderr)) {
    return fail(
      'ssh-host-key-changed',
      `The host key of ${place} is not the one in ssh-known-hosts${key}. Either the server was set up anew or somebody stands in between. Ask its operator for the fingerprint (${look}), and replace the entry only if it is the same.`,
    );
  }
  if (/revoked host key/i.test(stderr)) {
    return fail('ssh-host-key-revoked', `The host key of ${place} is marked @revoked in ssh-known-hosts${key}.`);
  }
  return fail(
    'ssh-host-key-unknown',
    `The host key of ${place} is not in ssh-known-hosts${key}. Compare that fingerprint with the operator's (${look}); if it is the same, put the line of ssh-keyscan for this host into ssh-known-hosts. It is never accepted by itself.`,
  );
}

/** The host that ssh speaks of, where that is not the one that was given: a jump host, or the name of an alias. */
function placeOf(where: string, named: string | undefined): string {
  const bare = named?.replace(/^\[(.*)\]:\d+$/, '$1');
  if (named === undefined || bare === where) return where;
  return `${named}, on the way to ${where},`;
}

/** The last line that is not decoration, without control characters and full stop, at most 300 long; empty: there is none. */
export function lastWords(stderr: string): string {
  const lines = stderr.split(/\r?\n/).map((line) => line.replace(/\p{Cc}/gu, '').trim());
  const last = lines.filter((line) => line && !/^[@\s]*$/.test(line)).at(-1) ?? '';
  return last.replace(/\.$/, '').slice(0, 300);
}
