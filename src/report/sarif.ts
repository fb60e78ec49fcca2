/**
 * Findings as SARIF 2.1.0 (OASIS), which code scanning takes. All stand at the first line of the zip, the only file that a
 * reader of the pull request can be shown; the place inside is the logical location.
 */
import { createHash } from 'node:crypto';
import { type Finding, placeText } from '../finding.ts';
import { PACKAGE_RULES } from '../metadata/package-rules.ts';
import { ALL_RULES } from '../validation/index.ts';
import { VERSION } from '../version.ts';
import { cutText } from './cut.ts';
import { plainText } from './plain-text.ts';

/** What code scanning shows of one run; findings come worst first. */
const MOST_RESULTS = 5_000;
/** Characters. */
const LONGEST_TEXT = 2_000;

/** @param path of the zip, relative to the root of the repository. @param redact takes secrets out of a text. */
export function sarifJson(
  { path, findings }: { path: string; findings: readonly Finding[] },
  redact: (text: string) => string,
): string {
  const shown = findings.slice(0, MOST_RESULTS);
  const text = (value: string) => cutText(plainText(redact(value)), LONGEST_TEXT);
  const ids = [...new Set(shown.map(({ rule }) => rule))];
  const uri = path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  const fingerprint = fingerprints();
  const run = {
    tool: { driver: { name: 'jampy-promote', semanticVersion: VERSION, rules: ids.map(describeRule) } },
    results: shown.map((finding) => {
      const place = text(placeText(finding.place));
      return {
        ruleId: finding.rule,
        ruleIndex: ids.indexOf(finding.rule),
        level: finding.severity,
        message: { text: text(`${place === '' ? '' : `${place}: `}${finding.message} ${finding.remedy}`) },
        locations: [
          {
            physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } },
            ...(place === '' ? {} : { logicalLocations: [{ fullyQualifiedName: place }] }),
          },
        ],
        partialFingerprints: { primaryLocationLineHash: fingerprint(finding) },
      };
    }),
  };
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, null, 1)}\n`;
}

function describeRule(id: string) {
  const rule = [...PACKAGE_RULES, ...ALL_RULES].find((known) => known.id === id);
  // Code scanning refuses a rule without these.
  const { title = id, description = id, remedy = 'See docs/rules.md.' } = rule ?? {};
  return { id, shortDescription: { text: title }, fullDescription: { text: description }, help: { text: remedy } };
}

/**
 * The same finding has the same one in every export: of the rule and the names of the place, not of ids, lines and
 * sentences, which move. Several at one place are numbered.
 */
function fingerprints(): (finding: Finding) => string {
  const seen = new Map<string, number>();
  return ({ rule, place: { entry, table, item, field } }) => {
    const hash = createHash('sha256')
      .update(JSON.stringify([rule, entry, table, item, field]))
      .digest('hex')
      .slice(0, 16);
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    return `${hash}:${count}`;
  };
}
