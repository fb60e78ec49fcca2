/** What OpenSSH says when it can not connect, as one sentence with the way on. */
import { fail, type Stop } from '../errors.ts';

/** The host's key as `ssh -v` tells it, e.g. `ssh-ed25519 SHA256:…`. */
export function offeredKey(verbose: string): string | undefined {
  return /Server host key: (\S+ SHA256:\S+)/.exec(verbose)?.[1];
}

/** Whether it is about the host's key, so that the key it offered has to be told. */
export function isAboutHostKey(stderr: string): boolean {
  return /Host key verification failed|host key is known for|IDENTIFICATION HAS CHANGED|revoked host key/i.test(stderr);
}

/**
 * @param where the host as it was given. @param offered its key; undefined when it could not be asked.
 * @returns undefined when the words are not about the connection.
 */
export function connectionTrouble(
  where: string,
  user: string | undefined,
  stderr: string,
  offered?: string,
): Stop | undefined {
  const login = user === undefined ? 'the login' : `ssh-user ${user}`;
  if (/IDENTIFICATION HAS CHANGED/.test(stderr)) {
    return fail(
      'ssh-host-key-changed',
      `The host key of ${where} is not the one in ssh-known-hosts${offered ? `: it offers ${offered}` : ''}. Either the server was set up anew or somebody stands in between. Ask its operator for the fingerprint (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub on the server), and replace the entry only if it is the same.`,
    );
  }
  if (isAboutHostKey(stderr)) {
    return fail(
      'ssh-host-key-unknown',
      `The host key of ${where} is not in ssh-known-hosts${offered ? `: it offers ${offered}` : ''}. Compare that fingerprint with the operator's (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub on the server); if it is the same, put the line of ssh-keyscan for this host into ssh-known-hosts. It is never accepted by itself.`,
    );
  }
  if (/Permission denied \(|Too many authentication failures|No more authentication methods/.test(stderr)) {
    return fail(
      'ssh-login',
      `${where} refused ${login} with the given key: the public half of ssh-key has to be in that user's authorized_keys.`,
    );
  }
  const said = lastWords(stderr);
  const known: readonly [RegExp, string][] = [
    [/Could not resolve hostname|Name or service not known|nodename nor servname/i, 'its name is not known'],
    [/Connection refused/i, 'the connection is refused: no ssh server listens there'],
    [/timed out|Timeout, server/i, 'it does not answer in time'],
    [/No route to host|Network is unreachable/i, 'there is no way to it through the network'],
    [/kex_exchange_identification|Connection (closed|reset)|Broken pipe|banner exchange/i, 'it closed the connection'],
    [
      /Bad configuration|Bad owner or permissions|terminating, \d+ bad|Unsupported option|unknown option/i,
      `ssh-config is not right (${said})`,
    ],
  ];
  const found = known.find(([pattern]) => pattern.test(stderr));
  if (!found) return undefined;
  return fail(
    'ssh-unreachable',
    `${where} can not be reached by ssh: ${found[1]}. Check ssh-host, ssh-port and the network.`,
  );
}

/** The last line that is not decoration, without control characters, at most 300 long. */
export function lastWords(stderr: string): string {
  const lines = stderr.split(/\r?\n/).map((line) => line.replace(/\p{Cc}/gu, '').trim());
  return (lines.filter((line) => line && !/^[@\s]*$/.test(line)).at(-1) ?? 'it said nothing').slice(0, 300);
}
