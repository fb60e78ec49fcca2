/** Reads files of another commit of the checkout, by the `git` that is on this machine. Nothing of the work tree changes. */
import { matchesGlob } from 'node:path/posix';
import { fail, usage } from '../errors.ts';
import type { Finished, Host } from '../hosts/host.ts';
import { LIMITS, sizeText } from '../metadata/limits.ts';

/** In milliseconds; a fetch has a network between. */
const LOCAL_LIMIT = 30_000;
const FETCH_LIMIT = 120_000;
const LFS = 'version https://git-lfs.github.com/spec/';

/** One folder of a work tree, and its repository. */
export class GitFolder {
  readonly #host: Host;
  readonly #folder: string;

  constructor(host: Host, folder: string) {
    this.#host = host;
    this.#folder = folder;
  }

  /** undefined when this is no work tree, or there is no git here. */
  async isWorkTree(): Promise<boolean> {
    const answer = await this.#git(['rev-parse', '--is-inside-work-tree']).catch(() => undefined);
    return answer?.code === 0 && answer.stdout.trim() === 'true';
  }

  /**
   * The commit that a name or hash stands for; what a shallow checkout does not have is fetched, alone.
   * @throws Stop when the repository does not know it.
   */
  async commit(ref: string): Promise<string> {
    if (ref.startsWith('-') || /[\s\0]/.test(ref))
      throw usage('base-metadata', `base-metadata: ${JSON.stringify(ref)} is not a branch, tag or commit.`);
    const known = await this.#resolve(ref);
    if (known) return known;
    const fetched = await this.#git(['fetch', '--no-tags', '--depth=1', '--quiet', 'origin', ref], FETCH_LIMIT);
    const found = fetched.code === 0 ? await this.#resolve('FETCH_HEAD') : undefined;
    if (found) return found;
    throw fail(
      'base-commit',
      `The commit ${ref} is not in the checkout, and can not be fetched (${lastLine(fetched)}). Let actions/checkout fetch it (fetch-depth: 0), or give base-metadata as a path. Nothing was changed.`,
    );
  }

  async #resolve(ref: string): Promise<string | undefined> {
    const answer = await this.#git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
    const hash = answer.stdout.trim();
    return answer.code === 0 && /^[0-9a-f]{40,64}$/.test(hash) ? hash : undefined;
  }

  /** Paths of the commit that a path or glob names, relative to the folder; a file of that very name wins. */
  async matches(commit: string, pattern: string): Promise<string[]> {
    const chunks: Uint8Array[] = [];
    const answer = await this.#git(['ls-tree', '-r', '-z', '--name-only', commit], LOCAL_LIMIT, (bytes) =>
      chunks.push(bytes),
    );
    if (answer.code !== 0) throw fail('base-commit', `The files of ${commit} can not be listed: ${lastLine(answer)}.`);
    const paths = Buffer.concat(chunks).toString('utf8').split('\0').filter(Boolean);
    return pathsLike(paths, pattern);
  }

  /** @throws Stop: too large, or kept outside of the repository. */
  async read(commit: string, path: string): Promise<Uint8Array> {
    const object = `${commit}:./${path}`;
    const size = Number((await this.#git(['cat-file', '-s', object])).stdout.trim());
    if (size > LIMITS.packedBytes)
      throw usage(
        'base-metadata',
        `${path} at ${commit.slice(0, 12)} is ${sizeText(size)} large: is it a metadata zip?`,
      );
    const chunks: Uint8Array[] = [];
    const answer = await this.#git(['cat-file', 'blob', object], LOCAL_LIMIT, (bytes) => chunks.push(bytes));
    const bytes = Buffer.concat(chunks);
    if (answer.code !== 0 || bytes.length !== size)
      throw fail('base-commit', `${path} can not be read at ${commit.slice(0, 12)}: ${lastLine(answer)}.`);
    refuseLfs(bytes, path, commit);
    return bytes;
  }

  #git(args: readonly string[], timeoutMs = LOCAL_LIMIT, onBytes?: (bytes: Uint8Array) => void): Promise<Finished> {
    // A checkout often belongs to another user than the one who runs this, which git refuses without the first word.
    const settings = ['-c', `safe.directory=${this.#folder}`, '-c', 'safe.directory=*', '-c', 'core.fsmonitor=false'];
    return this.#host.run({
      argv: ['git', '-C', this.#folder, ...settings, ...args],
      env: { GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
      timeoutMs,
      ...(onBytes ? { onBytes } : {}),
    });
  }
}

/** What a path or glob names among the paths of a commit; a file of that very name wins. */
export function pathsLike(paths: readonly string[], pattern: string): string[] {
  const wanted = pattern.replaceAll('\\', '/').replace(/^\.\//, '');
  return paths.includes(wanted) ? [wanted] : paths.filter((path) => matchesGlob(path, wanted)).sort();
}

/** @throws Stop (usage): the repository holds only where the file is kept. */
export function refuseLfs(bytes: Uint8Array, path: string, commit: string): void {
  if (Buffer.from(bytes.subarray(0, LFS.length)).toString('latin1') !== LFS) return;
  const message = `${path} is kept by Git LFS, and its commit ${commit.slice(0, 12)} holds only a pointer: give base-metadata as the path of a file.`;
  throw usage('base-metadata', message);
}

function lastLine({ stderr, timedOut }: Finished): string {
  if (timedOut) return 'it took too long';
  return stderr.trim().split('\n').at(-1)?.replace(/\.$/, '') || 'git gives no reason';
}
