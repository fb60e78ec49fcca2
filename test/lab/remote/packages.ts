/** What the lab for a remote server needs of the machine: to be root on Debian, and programs that it installs itself. */

import { readFile, rm, writeFile } from 'node:fs/promises';
import { aptInstall, exists, locked, mayInstallPackages, type Tell, timed, tryRun } from '../run.ts';
import { LabError, type Version } from '../versions.ts';

/** Each program or file, and the Debian package that it comes with. */
const NEEDED: Readonly<Record<string, string>> = {
  '/usr/sbin/sshd': 'openssh-server',
  '/usr/bin/ssh': 'openssh-client',
  '/usr/sbin/visudo': 'sudo',
  '/usr/sbin/nginx': 'nginx-light',
  '/usr/sbin/apache2': 'apache2',
  '/usr/lib/apache2/modules/mod_wsgi.so': 'libapache2-mod-wsgi-py3',
};

export const SYSTEM_PYTHON = '/usr/bin/python3';

const POLICY = '/usr/sbin/policy-rc.d';

/**
 * Why this machine can not be a remote server for tests, in one sentence with what to do; undefined when it can, though
 * packages may still have to be installed. Tests stand in `describe.skipIf(whyNoRemote(version))`, which is told as NOT
 * RUN HERE.
 */
export async function whyNoRemote(version?: Version): Promise<string | undefined> {
  const missing = await missingPackages();
  if (process.getuid?.() !== 0) {
    const install = missing.length > 0 ? ` after \`sudo apt-get install -y ${missing.join(' ')}\`` : '';
    return `Tests of a remote server make users and change to them: run them as root${install}.`;
  }
  if (missing.length > 0 && !(await mayInstallPackages())) {
    return `Tests of a remote server run on Debian and Ubuntu; here ${missing.join(', ')} can not be installed.`;
  }
  const minor = await systemMinor();
  if (version && minor !== undefined && (minor < 9 || minor > (version.startsWith('7') ? 13 : 12))) {
    return `Jam.py ${version} does not run on this system's Python 3.${minor}, which Apache's mod_wsgi is bound to: run the tests on Debian 12 or Ubuntu 24.04.`;
  }
  return undefined;
}

async function systemMinor(): Promise<number | undefined> {
  const { code, stdout } = await tryRun([SYSTEM_PYTHON, '-c', 'import sys; print(sys.version_info[1])']);
  return code === 0 ? Number(stdout) : undefined;
}

async function missingPackages(): Promise<string[]> {
  const packages: string[] = [];
  for (const [path, name] of Object.entries(NEEDED)) if (!(await exists(path))) packages.push(name);
  if ((await tryRun([SYSTEM_PYTHON, '-c', 'import venv, ensurepip'])).code !== 0)
    packages.push('python3', 'python3-venv');
  return packages;
}

/** Installs what is missing, and starts nothing of it. Throws a LabError where that can not be done. */
export async function installPrograms(tell: Tell): Promise<void> {
  const reason = await whyNoRemote();
  if (reason !== undefined) throw new LabError(reason);
  await locked('/var/lib/jampy-promote-lab.lock', async () => {
    const packages = await missingPackages();
    if (packages.length === 0) return;
    await timed(tell, `packages ${packages.join(' ')}`, () => withoutServices(() => aptInstall(packages)));
  });
}

/** Debian starts a service as soon as it is installed, on port 80 or 22, unless this script forbids it. */
async function withoutServices(work: () => Promise<void>): Promise<void> {
  const theirs = await readFile(POLICY).catch(() => undefined);
  await writeFile(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await work();
  } finally {
    if (theirs) await writeFile(POLICY, theirs);
    else await rm(POLICY, { force: true });
  }
}
