/** Annotations of one step: GitHub shows ten of a kind and drops the rest, which stands in the log instead. */
import { type AnnotationProperties, error, info, notice, warning } from '@actions/core';
import { inertLine } from './plain-text.ts';

/** What GitHub shows of each kind in one step. */
const MOST = 10;
const KINDS = {
  error: { annotate: error, word: 'Error' },
  warning: { annotate: warning, word: 'Warning' },
  notice: { annotate: notice, word: 'Notice' },
};
type Kind = keyof typeof KINDS;

export class Annotations {
  readonly #room = { error: MOST, warning: MOST, notice: MOST };

  /** So many more are shown. */
  room(kind: Kind): number {
    return Math.max(this.#room[kind], 0);
  }

  /** @param message without secrets and control characters. */
  show(kind: Kind, message: string, properties: AnnotationProperties = {}): void {
    const { annotate, word } = KINDS[kind];
    if (this.#room[kind]-- > 0) annotate(message, properties);
    else info(`${word}: ${message.split('\n').map(inertLine).join('\n')}`);
  }
}
