import { reasonOf } from '../errors.ts';

/** What a file error means, without Node's codes. */
export function fileTrouble(error: unknown): string {
  const known: Record<string, string> = {
    EACCES: 'the user of this run has no right to',
    EPERM: 'the user of this run has no right to',
    EROFS: 'it is on a file system that is read-only',
    ENOSPC: 'no space is left there',
    EDQUOT: "the user's quota is used up",
    ENOTDIR: 'a part of its path is a file',
    ENOENT: 'its folder is not there',
    EISDIR: 'it is a folder',
    ERR_FS_EISDIR: 'it is a folder',
    EMFILE: 'too many files are open',
  };
  return known[String((error as NodeJS.ErrnoException)?.code)] ?? reasonOf(error);
}
