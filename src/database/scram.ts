/** What PostgreSQL stores of a password (RFC 5803), so that the password itself never stands in a statement. */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

const ITERATIONS = 4096;

/** `SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey` */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  // Where SASLprep differs from this, the login that follows tells.
  const key = pbkdf2Sync(password.normalize('NFKC'), salt, ITERATIONS, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', key).update(text).digest();
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`;
}
