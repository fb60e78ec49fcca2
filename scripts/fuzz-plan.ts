/**
 * `npm run fuzz:plan -- [--imports N] [--seconds N] [--seed N] [--cell 7.0.120-mariadb] [--tell]`: random upgrades by the
 * thousand, imported by Jam.py itself and compared with what the plan predicts. `--imports` are in all; `--tell` prints
 * the logs of a single application, which is how a mismatch is looked at.
 */
import { parseArgs } from 'node:util';
import { CELLS, runCells } from '../test/differential/cells.ts';
import { report } from '../test/differential/report.ts';
import { cellText } from '../test/differential/run.ts';
import { setUpPython } from '../test/lab/python.ts';
import { findServers } from '../test/lab/servers.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    imports: { type: 'string', default: '3000' },
    seconds: { type: 'string' },
    seed: { type: 'string', default: '1' },
    cell: { type: 'string' },
    tell: { type: 'boolean', default: false },
  },
});
const cells = CELLS.filter((cell) => values.cell === undefined || cellText(cell).includes(values.cell));
await setUpPython(say);
const servers = await findServers(say);
try {
  const start = performance.now();
  const each = values.tell ? 1 : Math.ceil(Number(values.imports) / cells.length);
  const found = await runCells(cells, servers, {
    seed: Number(values.seed),
    imports: each,
    ...(values.seconds === undefined ? {} : { seconds: (Number(values.seconds) * 2) / cells.length }),
    ...(values.tell ? { tell: say } : {}),
  });
  process.exitCode = report(found, (performance.now() - start) / 1000, say) ? 0 : 1;
} finally {
  await servers.stop();
}
