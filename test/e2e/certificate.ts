/** A private certificate authority and a server's certificate, written as DER: no openssl is needed on the machine. */

import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface Certificates {
  /** PEM of the authority, what NODE_EXTRA_CA_CERTS names. */
  authority: string;
  /** PEM of the server for 127.0.0.1 and localhost, and its key. */
  certificate: string;
  key: string;
}

type Der = Buffer;

function der(tag: number, ...parts: readonly Uint8Array[]): Der {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

const sequence = (...parts: Der[]) => der(0x30, ...parts);
const octets = (part: Uint8Array) => der(0x04, part);
const bits = (part: Uint8Array) => der(0x03, Buffer.from([0]), part);
const TRUE = der(0x01, Buffer.from([0xff]));

function identifier(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 127];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 127) | 128);
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}

const ECDSA_SHA256 = sequence(identifier('1.2.840.10045.4.3.2'));
const named = (name: string) => sequence(der(0x31, sequence(identifier('2.5.4.3'), der(0x0c, Buffer.from(name)))));

function validity(): Der {
  const day = 86_400_000;
  const time = (offset: number) => {
    const iso = new Date(Date.now() + offset).toISOString().replace(/[-:T]|\.\d+/g, '');
    return der(0x17, Buffer.from(iso.slice(2)));
  };
  return sequence(time(-day), time(day));
}

function certificate(subject: string, key: KeyObject, issuer: string, issuerKey: KeyObject, extensions: Der[]): string {
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1]), randomBytes(8)),
    ECDSA_SHA256,
    named(issuer),
    validity(),
    named(subject),
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const whole = sequence(body, ECDSA_SHA256, bits(sign('sha256', body, issuerKey)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

export function makeCertificates(): Certificates {
  const newKey = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
  const [authorityKey, serverKey] = [newKey(), newKey()];
  const authorityName = 'A private authority';
  const isAuthority = sequence(identifier('2.5.29.19'), TRUE, octets(sequence(TRUE)));
  const names = sequence(der(0x87, Buffer.from([127, 0, 0, 1])), der(0x82, Buffer.from('localhost')));
  const alternativeNames = sequence(identifier('2.5.29.17'), octets(names));
  return {
    authority: certificate(authorityName, authorityKey, authorityName, authorityKey, [isAuthority]),
    certificate: certificate('localhost', serverKey, authorityName, authorityKey, [alternativeNames]),
    key: String(serverKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}
