/** Files of a commit as GitHub has them, where the checkout lacks it. */
import type { CommitFiles } from '../promotion/run.ts';
import { type GitHub, tried } from './api.ts';

export function commitFiles(open: () => Promise<GitHub>): CommitFiles {
  return {
    list: (commit) =>
      tried(async () => {
        const { api, owner, repo } = await open();
        const { data } = await api.git.getTree({ owner, repo, tree_sha: commit, recursive: '1' });
        if (data.truncated) throw Object.assign(new Error('the repository has too many files'), { status: 422 });
        return data.tree.flatMap(({ path, type }) => (type === 'blob' && path ? [path] : []));
      }),
    read: (commit, path, limit) =>
      tried(async () => {
        const { api, owner, repo } = await open();
        // As a stream: octokit takes the bytes for text, by what GitHub says of them. Raw goes up to 100 MB, JSON to 1 MB.
        const { data } = await api.repos.getContent({
          owner,
          repo,
          path,
          ref: commit,
          mediaType: { format: 'raw' },
          request: { parseSuccessResponseBody: false },
        });
        const chunks: Uint8Array[] = [];
        let size = 0;
        for await (const chunk of data as unknown as AsyncIterable<Uint8Array>) {
          size += chunk.length;
          if (size > limit) throw Object.assign(new Error(`${path} is too large`), { status: 422 });
          chunks.push(chunk);
        }
        return Buffer.concat(chunks);
      }),
  };
}
