/** What a command ends with, with one text in every place that a zip, a server or a database fills. */
import type { Finding } from '../../../src/finding.ts';
import type { LineDiff } from '../../../src/planning/line-diff.ts';
import type { Plan } from '../../../src/planning/plan.ts';
import type { CommandResult } from '../../../src/report/result.ts';

function diffOf(text: string): LineDiff {
  const lines = [
    { kind: 'same', before: 1, after: 1, text },
    { kind: 'removed', before: 2, text },
    { kind: 'added', after: 2, text },
  ] as const;
  return { added: 1, removed: 1, hunks: [lines], cut: false };
}

export function planOf(text: string): Plan {
  return {
    base: { kind: 'file', name: text, version: text, digest: text },
    database: { dialect: 'postgresql', name: text, from: 'zip', catalogue: 'implied', note: text },
    changes: [
      {
        kind: 'renamed',
        object: 'item',
        table: 'sys_items',
        id: 1,
        name: text,
        item: text,
        itemId: 1,
        from: text,
        values: [{ column: text, before: text, after: text }],
        modules: [{ column: 'f_server_module', title: text, diff: diffOf(text) }],
        risk: 'loses-data',
        reasons: [text],
      },
      {
        kind: 'added',
        object: 'role',
        table: 'sys_roles',
        id: 2,
        name: text,
        item: '',
        itemId: 0,
        values: [{ column: text, before: '', after: text }],
        modules: [],
        risk: 'safe',
        reasons: [],
      },
    ],
    keptParameters: [{ column: text, target: text, zip: text, reason: text }],
    files: [{ path: text, kind: 'changed', size: 1, diff: diffOf(text) }],
    statements: [{ sql: text, kind: 'drop-table', table: text, itemId: 1, risk: 'will-fail', reason: text }],
    refusal: text,
    losses: [
      {
        kind: 'drop-table',
        name: text,
        aliases: [],
        item: text,
        field: '',
        table: 'sys_items',
        recordId: 1,
        reason: text,
      },
    ],
    drift: [{ object: text, detail: text, fails: text }],
    findings: [],
    unusedConsents: [text],
    entities: [
      {
        table: text,
        item: text,
        kind: 'altered',
        columns: [{ name: text, type: text, kind: 'added', key: true }],
        references: [{ column: text, table: text }],
      },
    ],
  };
}

export function findingOf(text: string): Finding {
  return { rule: text, severity: 'warning', place: { item: text, field: text }, message: text, remedy: text };
}

export function resultOf(text: string, plan: Plan = planOf(text)): CommandResult {
  return {
    command: 'promote',
    result: 'failed',
    exitCode: 1,
    reason: text,
    outputs: {
      verified: 'partial',
      url: text,
      'jam-version': text,
      'target-jam-version': text,
      'backup-dir': text,
    },
    findings: [findingOf(text)],
    zipPath: text,
    application: { name: text, caption: text, version: text, line: 7, digest: text },
    promotion: {
      result: 'failed',
      verified: 'partial',
      changed: true,
      reason: text,
      errorId: 'not-proven',
      checks: [{ part: 'database', seen: 'partly', summary: text, failures: [text], warnings: [text], notes: [text] }],
      backup: undefined,
      failedStatements: 0,
      target: undefined,
      plan,
      unfinished: false,
    },
    plan,
    seconds: 1,
  };
}
