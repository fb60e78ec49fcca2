/**
 * Import over the Builder's API while the application runs (docs/jampy.md, "Live import"). The call answers when the
 * import is over; a lost answer is settled by the counters. While a v7 import runs no API call is made at all: one that
 * reaches another worker breaks that worker for good.
 */
import { randomBytes } from 'node:crypto';
import { fail, lost, reasonOf, Stop } from '../errors.ts';
import { type ApiAnswer, BUILDER, describe, type JamClient, NotAnApiAnswer, STATUS } from '../jampy/client.ts';
import { ConnectionTrouble } from '../jampy/http.ts';
import { type Counters, readCounters } from '../jampy/target-state.ts';
import type { Line } from '../metadata/model.ts';
import type { ImportOutcome } from './import-outcome.ts';
import type { Seen } from './look.ts';
import { pause, type Run, stopIfCancelled } from './run.ts';
import { loadInAllWorkers, untilQuiet } from './workers.ts';

const POLL = 1000;
/** Where Jam.py takes uploads of its Builder. Anybody can fetch what lies there. */
const UPLOADS = 'static/internal';
/** Answers in a row that are not Jam.py's until we believe that it can not be asked any more. */
const MOST_STRANGERS = 10;
/** Uploads until we believe that the file can not be kept there; each try teaches one more worker. */
const MOST_TRIES = 10;

/**
 * @param onBegin told when Jam.py may import, and when it surely was not asked.
 * @returns what Jam.py said.
 * @throws Stop: nothing was imported, or (unknown) the deadline passed.
 */
export async function importLive(
  run: Run,
  client: JamClient,
  zip: Uint8Array,
  seen: Seen,
  onBegin: (may: boolean) => void,
): Promise<ImportOutcome> {
  if (seen.state.metadata.line === 7) await loadInAllWorkers(client);
  for (let tries = 1; ; tries++) {
    const name = `jampy-promote-${randomBytes(16).toString('hex')}.zip`;
    const outcome = await importOnce(run, client, zip, name, seen, onBegin);
    const vanished =
      outcome.claim === 'failure' && outcome.detail.includes('[Errno 2]') && outcome.detail.includes(name);
    if (!vanished || tries === MOST_TRIES) return outcome;
    run.log.notice(
      'A worker emptied the upload folder before the import could read it, as Jam.py 7 does when it loads the application; uploading again.',
    );
  }
}

async function importOnce(
  run: Run,
  client: JamClient,
  zip: Uint8Array,
  name: string,
  seen: Seen,
  onBegin: (may: boolean) => void,
): Promise<ImportOutcome> {
  const before = await readCounters(client);
  await run.log.step('Upload', () => upload(run, client, name, zip));
  const { metadata, importDelay } = seen.state;
  const ask = () => importUploaded(run, client, metadata.line, name, before, importDelay, onBegin);
  try {
    const outcome = await run.log.step('Import', ask);
    await removeUpload(run, client, name);
    return outcome;
  } catch (error) {
    // While its outcome is unknown the import may still want the file, and v7 must not be called.
    if (!(error instanceof Stop) || error.outcome !== 'unknown') await removeUpload(run, client, name);
    else
      run.log.warning(
        `The uploaded zip may still lie on the server for anyone to read: remove ${UPLOADS}/${name} once the import is over.`,
      );
    throw error;
  }
}

async function upload(run: Run, client: JamClient, name: string, zip: Uint8Array): Promise<void> {
  try {
    await client.upload(name, zip, Math.max(run.inputs.timeoutMs, 60_000));
  } catch (error) {
    if (error instanceof Stop && !(error instanceof NotAnApiAnswer)) throw error;
    throw fail(
      'upload-failed',
      `The upload to ${client.root.href} failed: ${reasonOf(error)}. Nothing was imported or changed.`,
      error,
    );
  }
}

async function importUploaded(
  run: Run,
  client: JamClient,
  line: Line,
  name: string,
  before: Counters,
  importDelay: number,
  onBegin: (may: boolean) => void,
): Promise<ImportOutcome> {
  const limit = run.inputs.timeoutMs + importDelay * 1000;
  const deadline = Date.now() + limit;
  if (importDelay > 0) run.log.info(`Jam.py waits ${importDelay} s before it imports (Import delay of the target).`);
  let trouble: string;
  stopIfCancelled(run);
  onBegin(true);
  try {
    const answer = await client.callRaw(
      'server',
      BUILDER,
      0,
      ['server_import_task', [`${UPLOADS}/${name}`, true]],
      limit,
    );
    const outcome = readOutcome(answer);
    if (outcome) return outcome;
    trouble = describe(answer);
  } catch (error) {
    stopIfCancelled(run);
    trouble = reasonOf(error);
    // Whatever else comes back, from a proxy or anybody, the server may have been asked.
    if (error instanceof ConnectionTrouble && !error.sent) {
      onBegin(false);
      throw fail(
        'import-not-sent',
        `The import could not be asked for: ${trouble}. Nothing was imported or changed.`,
        error,
      );
    }
  }
  run.log.notice(`The answer to the import was lost (${trouble}); its outcome is settled by the server's counters.`);
  return settle(run, client, line, before, deadline);
}

/** `[[success, error, html log], ""]`; the exception form has no status; undefined while under maintenance. */
function readOutcome(answer: ApiAnswer): ImportOutcome | undefined {
  const result = Array.isArray(answer.data) ? answer.data[0] : undefined;
  if (answer.status === STATUS.RESPONSE && Array.isArray(result)) {
    const [success, error, html] = result;
    const detail = typeof error === 'string' && error ? error : success === true ? '' : failureIn(String(html ?? ''));
    return {
      claim: success === true ? 'success' : 'failure',
      detail: oneLine(detail),
      log: undefined,
      failedInHtml: countErrors(String(html ?? '')),
    };
  }
  if (answer.error !== undefined) return { claim: 'failure', detail: brokenOff(answer.error), log: undefined };
  return undefined;
}

/** An import that an exception left says only which variable it did not set (docs/jampy.md, "Live import"). */
function brokenOff(error: string): string {
  return /local variable '(result|success)'/.test(error)
    ? "its import broke off, by the time limit of a worker or an error while it wrote; the server's own log says which"
    : oneLine(error);
}

/** Texts that the Builder would show in red, without their markup. */
function errorTexts(html: string): string[] {
  return [...html.matchAll(/class="text-error"[^>]*>(.*?)<\/div>/gs)]
    .map((match) => oneLine((match[1] ?? '').replace(/<[^>]*>/g, ' ')))
    .filter(Boolean);
}

function failureIn(html: string): string {
  return errorTexts(html).at(-1) ?? '';
}

/** Every failed statement stands in red, followed by its error, which MySQL repeats behind statements that worked. */
function countErrors(html: string): number {
  const errors = [...html.matchAll(/margin-left: 40px;">(.*?)<\/div>/gs)].map((match) => match[1]);
  return errors.filter((error, position) => error !== errors[position - 1]).length;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 400);
}

async function settle(
  run: Run,
  client: JamClient,
  line: Line,
  before: Counters,
  deadline: number,
): Promise<ImportOutcome> {
  if (line === 7) await untilQuiet(client, deadline);
  let [neverBegan, strangers] = [0, 0];
  for (; Date.now() < deadline && strangers < MOST_STRANGERS; await pause(run, POLL)) {
    const after = await countersNow(client);
    strangers = after === 'stranger' ? strangers + 1 : 0;
    if (typeof after !== 'object') continue;
    const [build, params] = [after.build - before.build, after.params - before.params];
    if (build > 0) return { claim: 'success', detail: 'told by its counters', log: undefined };
    if (params >= 2) return { claim: 'failure', detail: 'told by its counters', log: undefined };
    if (params === 1) {
      const detail = 'its process was ended in the middle (a worker time limit of the server?)';
      return { claim: 'failure', detail, log: undefined };
    }
    // It may still wait for a lock; asked again a few times before that is believed.
    if (++neverBegan >= 5) return { claim: 'failure', detail: 'it never began', log: undefined };
  }
  throw timeIsOver(run);
}

function timeIsOver(run: Run): Stop {
  return lost(
    'import-timeout',
    `No outcome of the live import within ${Math.round(run.inputs.timeoutMs / 1000)} s. It may still begin or end by itself, and the server may stay in maintenance until it is restarted. Look at the Builder's import log before you try again.`,
  );
}

/** `busy` while the server is loading, under maintenance or down; `stranger` when something else answers for it. */
async function countersNow(client: JamClient): Promise<Counters | 'busy' | 'stranger'> {
  try {
    return await readCounters(client);
  } catch (error) {
    const strange = error instanceof Stop && ['not-jampy', 'basic-login', 'redirect-other-origin'].includes(error.id);
    return strange ? 'stranger' : 'busy';
  }
}

/** Jam.py hands out static/internal to anyone: after the import the name must be gone. */
async function removeUpload(run: Run, client: JamClient, name: string): Promise<void> {
  const path = `${UPLOADS}/${name}`;
  try {
    const answer = await client.get(path, 15_000, false);
    // v7 answers for files that are not there with HTTP 200 and nothing.
    if (answer.status !== 200 || answer.body.length === 0) return;
    await client.upload(name, new Uint8Array(0), 60_000);
    run.log.warning(
      `The uploaded zip was still there for anyone to read and has been emptied; remove the file ${path} from the server.`,
    );
  } catch (error) {
    run.log.warning(
      `Whether the uploaded zip is gone could not be seen (${reasonOf(error)}): remove ${path} from the server if it is there.`,
    );
  }
}
