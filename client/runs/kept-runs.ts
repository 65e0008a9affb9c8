import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent, RunRecord } from '../../runtime/contract.js';
import type { CurvesState } from '../../webviews/curves/contract.js';
import { CurvesRecorder } from './curves-recorder.js';

/** An earlier run, as its folder tells it. */
export interface KeptRun {
  readonly folder: string;
  readonly record: RunRecord;
  /** It says that it is running, but its process is gone. */
  readonly wasKilled: boolean;
}

/** The runs below a folder, newest first; what is not a run (any more) is passed over. */
export function keptRuns(runs: string): KeptRun[] {
  if (!existsSync(runs)) return [];
  return readdirSync(runs)
    .sort()
    .reverse()
    .flatMap((name) => readRecord(join(runs, name)) ?? []);
}

/** The curves of an earlier run. */
export function curvesOf({ folder, record, wasKilled }: KeptRun): CurvesState {
  const recorder = new CurvesRecorder(
    `${record.file.split(/[\\/]/).at(-1)}, ${new Date(record.started).toLocaleString()}`,
    record.file,
  );
  for (const event of readEvents(folder)) recorder.take(event);
  if (wasKilled) recorder.end('lost', `The training process was killed. What it had written is in ${folder}.`);
  return recorder.state;
}

function readRecord(folder: string): KeptRun | undefined {
  try {
    const record = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as RunRecord;
    return { folder, record, wasKilled: record.status === 'running' && !isAlive(record.process) };
  } catch {
    return undefined;
  }
}

/** A process that dies while it writes leaves a last line without its end: that one is not an event. */
function readEvents(folder: string): RunEvent[] {
  const file = join(folder, 'events.jsonl');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as RunEvent);
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // A process of another user may not be signalled, but is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
