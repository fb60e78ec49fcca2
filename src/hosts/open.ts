/** The host that a target's folder is on. ssh is loaded only where it is used. */
import type { Host } from './host.ts';
import { LocalHost } from './local.ts';
import type { SshTarget } from './ssh-files.ts';

/**
 * @param ssh undefined: this machine. @param interpreter a Python there, for copies of databases.
 * @param token of this run, letters and digits: names its temporary folder there.
 * @throws Stop: it can not be reached, or refuses us.
 */
export async function openHost(
  ssh: SshTarget | undefined,
  interpreter: string | undefined,
  token: string,
): Promise<Host> {
  if (ssh === undefined) return new LocalHost({ interpreter, token });
  const { SshHost } = await import('./ssh.ts');
  return SshHost.connect(ssh, interpreter, token);
}
