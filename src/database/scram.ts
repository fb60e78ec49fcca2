/** What PostgreSQL stores of a password (RFC 5802, RFC 7677), so that the password itself is never sent to be stored. */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** PostgreSQL's own number; each login costs this much. */
const ITERATIONS = 4096;

/**
 * A PASSWORD of CREATE ROLE: `SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>`.
 * @param password one that `isPlainPassword`.
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16), iterations = ITERATIONS): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const keyOf = (words: string) => createHmac('sha256', salted).update(words).digest();
  const stored = createHash('sha256').update(keyOf('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${keyOf('Server Key').toString('base64')}`;
}

/**
 * Whether every driver takes the password for the same bytes: SASLprep (RFC 4013) would change nothing in it. Drivers do
 * not agree on what they change.
 */
export function isPlainPassword(password: string): boolean {
  const mapped = /\p{Cc}|\p{Cf}|(?! )\p{Zs}|\p{Variation_Selector}|\u034F|\u1806/u;
  return password.normalize('NFKC') === password && !mapped.test(password);
}
