/**
 * Who accepted which loss: the input `allow-destructive`, and the file `destructive.allow` beside the zip, whose every
 * line ends with the digest of the zip that it is for, so that consent of last month does not count today.
 */
import type { Loss, LossKind } from './plan.ts';

const KINDS: readonly LossKind[] = ['drop-table', 'drop-column', 'change-type', 'live-edit'];
/** Enough of a digest to be of one zip only. */
const SHORTEST_DIGEST = 16;

export interface Consent {
  /** undefined: `all`. */
  kind: LossKind | undefined;
  /** In lower case. */
  name: string;
  /** As it was written. */
  text: string;
  from: NonNullable<Loss['consent']>;
}

export interface Consents {
  consents: Consent[];
  /** Lines of `destructive.allow` for other zips, as they were written. */
  outdated: string[];
  /** What is wrong with a line, one sentence each. */
  problems: string[];
}

/** The input: one object a line; commas may stand between them too. */
export function readAllowDestructive(value: string): Consents {
  const result: Consents = { consents: [], outdated: [], problems: [] };
  for (const line of value.split(/[\n,]/).map((each) => each.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const consent = parse(line, 'allow-destructive');
    if (typeof consent === 'string') result.problems.push(`allow-destructive: ${consent}`);
    else result.consents.push(consent);
  }
  return result;
}

/** @param digest of the zip that is to be promoted, in hex. */
export function readConsentFile(contents: string, digest: string): Consents {
  const result: Consents = { consents: [], outdated: [], problems: [] };
  for (const [position, raw] of contents.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const problem = (text: string) => result.problems.push(`destructive.allow, line ${position + 1}: ${text}`);
    const match = /^(.*\S)\s+([0-9a-f]+)$/i.exec(line);
    const [, object = '', given = ''] = match ?? [];
    if (!match || given.length < SHORTEST_DIGEST) {
      problem(`${JSON.stringify(line.slice(0, 100))} does not end with the digest of a zip. Write ${example(digest)}.`);
      continue;
    }
    const consent = parse(object, 'destructive.allow');
    if (typeof consent === 'string') problem(consent);
    else if (digest.startsWith(given.toLowerCase())) result.consents.push(consent);
    else result.outdated.push(line);
  }
  return result;
}

function example(digest: string): string {
  return `drop-column: customers.phone ${digest || 'DIGEST'}`;
}

function parse(text: string, from: Consent['from']): Consent | string {
  if (/^all$/i.test(text)) return { kind: undefined, name: '', text, from };
  const match = /^([a-z-]+)\s*:\s*(\S.*)$/i.exec(text);
  const kind = KINDS.find((known) => known === match?.[1]?.toLowerCase());
  if (kind && match?.[2]) return { kind, name: match[2].replaceAll('"', '').trim().toLowerCase(), text, from };
  return `${JSON.stringify(text.slice(0, 100))} names no loss. Write ${KINDS.map((each) => `${each}: NAME`).join(', ')} or all.`;
}

/** The losses with who accepted them, and the consents that match none, as they were written. */
export function withConsent(
  losses: readonly Loss[],
  { consents, outdated }: Pick<Consents, 'consents' | 'outdated'>,
): { losses: Loss[]; unused: string[] } {
  const used = new Set<Consent>();
  const judged = losses.map((loss) => {
    const accepted = consents.filter(
      ({ kind, name }) => kind === undefined || (kind === loss.kind && loss.aliases.includes(name)),
    );
    for (const consent of accepted) used.add(consent);
    const [first] = accepted;
    return first ? { ...loss, consent: first.from } : loss;
  });
  // `all` says nothing of one object in particular.
  const unused = consents.filter((consent) => consent.kind !== undefined && !used.has(consent)).map(({ text }) => text);
  return { losses: judged, unused: [...unused, ...outdated.map((line) => `${line} (another zip)`)] };
}

/** A loss as consent has to name it. */
export function consentLine({ kind, name }: Loss): string {
  return `${kind}: ${name}`;
}
