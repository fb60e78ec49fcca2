/** Every text is what OpenSSH 9.2 said to a real connection, but for names and numbers. */
import { describe, expect, test } from 'vitest';
import { aloud, connectionTrouble, isAboutHostKey, lastWords } from '../../../src/hosts/ssh-trouble.ts';

const CHANGED = `@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!
Someone could be eavesdropping on you right now (man-in-the-middle attack)!
It is also possible that a host key has just been changed.
The fingerprint for the ED25519 key sent by the remote host is
SHA256:JEL+qJ1pVLxoXuEBiLRi2Axv8WaYRAVZvz+gHYLDLWs.
Please contact your system administrator.
Add correct host key in /tmp/x/known_hosts to get rid of this message.
Offending ED25519 key in /tmp/x/known_hosts:1
  remove with:
  ssh-keygen -f "/tmp/x/known_hosts" -R "[app.example.com]:2222"
Host key for [app.example.com]:2222 has changed and you have requested strict checking.
Host key verification failed.
`;
const REVOKED = `@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
@       WARNING: REVOKED HOST KEY DETECTED!               @
@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
The ED25519 host key for [app.example.com]:2222 is marked as revoked.
This could mean that a stolen key is being used to
impersonate this host.
ED25519 host key for [app.example.com]:2222 was revoked and you have requested strict checking.
Host key verification failed.
`;
const UNKNOWN = `No ED25519 host key is known for [app.example.com]:2222 and you have requested strict checking.
Host key verification failed.
`;
const JUMP_UNKNOWN = `No ED25519 host key is known for jump.example.com and you have requested strict checking.
Host key verification failed.
kex_exchange_identification: Connection closed by remote host
Connection closed by UNKNOWN port 65535
`;

describe.each([
  [
    'an unknown host key',
    UNKNOWN,
    'ssh-host-key-unknown',
    /^The host key of app\.example\.com is not in ssh-known-hosts: it offers KEY\. Compare/,
  ],
  [
    'a changed one',
    CHANGED,
    'ssh-host-key-changed',
    /^The host key of app\.example\.com is not the one in ssh-known-hosts: it offers KEY\. E/,
  ],
  [
    'a revoked one',
    REVOKED,
    'ssh-host-key-revoked',
    /^The host key of app\.example\.com is marked @revoked in ssh-known-hosts: it offers KEY\.$/,
  ],
  [
    "an unknown jump host's",
    JUMP_UNKNOWN,
    'ssh-host-key-unknown',
    /^The host key of jump\.example\.com, on the way to app\.example\.com, is not in/,
  ],
  [
    'a refused key',
    'deploy@app.example.com: Permission denied (publickey).\n',
    'ssh-login',
    /^app\.example\.com refused ssh-user deploy with the given key/,
  ],
  [
    'a refused key of somebody else',
    'runner@app.example.com: Permission denied (publickey,password).\n',
    'ssh-login',
    /^app\.example\.com refused the user runner with/,
  ],
  [
    "a jump host's refusal",
    'deploy@jump.example.com: Permission denied (publickey).\nkex_exchange_identification: Connection closed by remote host\n',
    'ssh-login',
    /^jump\.example\.com, on the way to app\.example\.com, refused ssh-user deploy/,
  ],
  [
    'too many keys',
    'Received disconnect from 192.0.2.1 port 22:2: Too many authentication failures\nDisconnected from 192.0.2.1 port 22\n',
    'ssh-login',
    /refused ssh-user deploy/,
  ],
  [
    'a name that is none',
    'ssh: Could not resolve hostname app.example.com: Name or service not known\n',
    'ssh-unreachable',
    /its name is not known\. Check ssh-host/,
  ],
  [
    'a closed port',
    'ssh: connect to host app.example.com port 22: Connection refused\n',
    'ssh-unreachable',
    /no ssh server listens there/,
  ],
  [
    'silence',
    'Connection timed out during banner exchange\nConnection to 192.0.2.1 port 22 timed out\n',
    'ssh-unreachable',
    /does not answer in time/,
  ],
  [
    'a closed connection',
    'kex_exchange_identification: Connection closed by remote host\nConnection closed by 192.0.2.1 port 22\n',
    'ssh-unreachable',
    /it closed the connection/,
  ],
  [
    'an end in the middle',
    'Connection to app.example.com closed by remote host.\n',
    'ssh-unreachable',
    /it closed the connection/,
  ],
  [
    'no common method',
    'Unable to negotiate with 192.0.2.1 port 22: no matching host key type found. Their offer: ssh-rsa\n',
    'ssh-unreachable',
    /no method in common \(Unable to negotiate .*ssh-rsa\)\. Renew the server/,
  ],
  [
    'an option that is none',
    '/tmp/jampy-promote-ssh-1-a/given_config: line 2: Bad configuration option: nosuchoption\n/tmp/jampy-promote-ssh-1-a/config: terminating, 1 bad configuration options\n',
    'ssh-unreachable',
    /ssh-config is not right \(ssh-config, line 2: Bad configuration option: nosuchoption\)/,
  ],
  [
    'an option without a value',
    '/tmp/jampy-promote-ssh-1-a/given_config line 3: no argument after keyword "port"\n',
    'ssh-unreachable',
    /ssh-config is not right \(ssh-config, line 3: no argument after keyword "port"\)/,
  ],
] as const)('%s', (_name, said, id, sentence) => {
  test('is one sentence', () => {
    const stop = connectionTrouble('app.example.com', 'deploy', said, isAboutHostKey(said) ? 'KEY' : undefined);
    expect(stop).toMatchObject({ id, outcome: 'failed' });
    expect(stop?.message).toMatch(sentence);
    expect(stop?.message).not.toMatch(/\n|@@|undefined/);
  });
});

test('what is not about the connection is left to others', () => {
  for (const said of [
    '',
    'sh: 1: nonsense: not found\n',
    'cat: /x: Permission denied\n',
    'Welcome to app.example.com\n',
  ])
    expect(connectionTrouble('app.example.com', 'deploy', said)).toBeUndefined();
});

test('of several hosts on the way the key of the last is told', () => {
  const verbose = [
    'debug1: Server host key: ssh-ed25519 SHA256:jump',
    'Authenticated to jump.example.com',
    'debug1: Server host key: ecdsa-sha2-nistp256 SHA256:target',
    'Host key verification failed.',
  ].join('\n');
  expect(aloud(verbose)).toEqual({
    key: 'ecdsa-sha2-nistp256 SHA256:target',
    words: 'Authenticated to jump.example.com\nHost key verification failed.',
  });
  expect(aloud('nothing').key).toBeUndefined();
});

test('last words are one plain line', () => {
  expect(lastWords('first\n\u001b[31mlast\u001b[0m line.\r\n@@@@ \n\n')).toBe('[31mlast[0m line');
  expect(lastWords(`x${'y'.repeat(1000)}`)).toHaveLength(300);
  expect(lastWords('\n \n')).toBe('');
});
