import path from 'node:path';
import { listRuns, statusOf } from '../runs/read-run.js';
import type { Terminal } from '../terminal/terminal.js';
import type { Usage } from './usage.js';

/** `layerscope runs`: the earlier runs of a folder, newest first, and how each ended. Gives the exit status. */
export function runs({ folder, json }: Usage, out: Terminal): number {
  const found = listRuns(path.join(path.resolve(folder), '.layerscope', 'runs'));
  if (json) {
    const plain = found.map(({ record, wasKilled, isResumable }) => ({ ...record, wasKilled, isResumable }));
    out.write(`${JSON.stringify({ runs: plain })}\n`);
    return 0;
  }
  if (found.length === 0) out.write('There are no earlier runs in this folder.\n');
  for (const run of found) {
    const { record } = run;
    out.write(`${record.run}  ${path.relative(path.resolve(folder), record.file)}  ${statusOf(run)}\n`);
    if (record.message !== undefined && record.status !== 'completed') out.write(`    ${record.message}\n`);
  }
  return 0;
}
