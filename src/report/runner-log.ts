/** The log of a run on GitHub's runner. Everything passes `redact` and `plainText` here. */
import * as core from '@actions/core';
import type { Log } from '../log.ts';
import type { Secrets } from '../secrets.ts';
import { Annotations } from './annotations.ts';
import { inertLine, plainText, seconds } from './plain-text.ts';

/** GitHub's log: steps are groups, notices and warnings annotations. */
export function runnerLog(secrets: Secrets, annotations = new Annotations()): Log {
  const clean = (message: string) => plainText(secrets.redact(message), true).split('\n').map(inertLine).join('\n');
  return {
    info: (message) => core.info(clean(message)),
    notice: (message) => annotations.show('notice', clean(message)),
    warning: (message) => annotations.show('warning', clean(message)),
    // An error here is told, not an end of the step: main alone fails it.
    error: (message) => core.info(`Error: ${clean(message)}`),
    debug: (message) => core.debug(clean(message)),
    async step(title, work) {
      const since = performance.now();
      let done = 'ended';
      core.startGroup(clean(title));
      try {
        const value = await work();
        done = 'done';
        return value;
      } finally {
        core.info(`${clean(title)}: ${done} in ${seconds(since)}`);
        core.endGroup();
      }
    },
  };
}
