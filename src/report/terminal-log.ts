/** The log of a run on a terminal. Everything passes `redact` and `plainText` here. */
import type { Log } from '../log.ts';
import type { Secrets } from '../secrets.ts';
import { plainText, seconds } from './plain-text.ts';

/** Lines on a stream, warnings and errors marked by a word. */
export function terminalLog(stream: { write(text: string): unknown }, secrets: Secrets, verbose: boolean): Log {
  const line = (mark: string, message: string) => stream.write(`${mark}${plainText(secrets.redact(message), true)}\n`);
  return {
    info: (message) => line('  ', message),
    notice: (message) => line('  Note: ', message),
    warning: (message) => line('  Warning: ', message),
    error: (message) => line('  Error: ', message),
    debug: (message) => verbose && line('  . ', message),
    async step(title, work) {
      line('', `${title} …`);
      const since = performance.now();
      try {
        const value = await work();
        line('', `${title}: done in ${seconds(since)}`);
        return value;
      } catch (error) {
        line('', `${title}: ended after ${seconds(since)}`);
        throw error;
      }
    },
  };
}
