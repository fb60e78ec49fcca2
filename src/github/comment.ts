/** One comment on a pull request for each metadata-file: found again by a hidden mark, updated in place. */
import { createHash } from 'node:crypto';
import { type GitHub, isForbidden, tried } from './api.ts';

/** The first line of the comment, unseen. */
export function markOf(metadataFile: string): string {
  return `<!-- jampy-promote ${createHash('sha256').update(metadataFile).digest('hex').slice(0, 32)} -->`;
}

/**
 * Updates the comment whose text begins with `mark`, whoever posted it, or makes one.
 * @param body begins with `mark`.
 * @throws octokit's error when it can do neither.
 */
export async function putComment(gitHub: GitHub, number: number, mark: string, body: string): Promise<void> {
  await tried(async () => {
    for (const { id, body: text } of await commentsWith(gitHub, number, mark)) {
      if (text === body || (await update(gitHub, id, body))) return;
    }
    const { api, owner, repo } = gitHub;
    await api.issues.createComment({ owner, repo, issue_number: number, body });
  });
}

/** Oldest first. */
async function commentsWith({ api, owner, repo }: GitHub, number: number, mark: string) {
  const found: { id: number; body: string }[] = [];
  const PAGE = 100;
  // GitHub takes 2,500 comments on one pull request.
  for (let page = 1; page <= 25; page++) {
    const { data } = await api.issues.listComments({ owner, repo, issue_number: number, per_page: PAGE, page });
    for (const { id, body } of data) if (body?.startsWith(mark)) found.push({ id, body });
    if (data.length < PAGE) break;
  }
  return found;
}

/** false: it is gone, or another's whose comments this token may not change. */
async function update({ api, owner, repo }: GitHub, id: number, body: string): Promise<boolean> {
  try {
    await api.issues.updateComment({ owner, repo, comment_id: id, body });
    return true;
  } catch (error) {
    if (!isForbidden(error)) throw error;
    return false;
  }
}
