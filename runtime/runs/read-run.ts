import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent, RunRecord } from '../contract.js';
import { hasCheckpoints } from './checkpoint-files.js';
import { eventsFile, recordFile } from './run-folder.js';

/** An earlier run, as its folder tells it. */
export interface KeptRun {
  readonly folder: string;
  readonly record: RunRecord;
  /** It says that it is running, but its process is gone. */
  readonly wasKilled: boolean;
  /** It was interrupted and has kept something to go on from, and no other run has gone on with it. */
  readonly isResumable: boolean;
}

/** The runs below a folder, newest first; what is not a run (any more) is passed over. */
export function listRuns(runs: string): KeptRun[] {
  if (!existsSync(runs)) return [];
  const names = readdirSync(runs).sort().reverse();
  return names.flatMap((name) => readRun(path.join(runs, name)) ?? []);
}

/** undefined where a folder holds no run. */
export function readRun(folder: string): KeptRun | undefined {
  try {
    const record = JSON.parse(readFileSync(path.join(folder, recordFile), 'utf8')) as RunRecord;
    const wasKilled = record.status === 'running' && !isAlive(record.process);
    const isOver = wasKilled || record.status === 'stopped' || record.status === 'failed';
    const isResumable = isOver && record.resumedBy === undefined && record.seed !== undefined && hasCheckpoints(folder);
    return { folder, record, wasKilled, isResumable };
  } catch {
    return undefined;
  }
}

/** What a user reads of how a run stands. */
export function statusOf({ record, wasKilled, isResumable }: KeptRun): string {
  const status = wasKilled ? 'was killed' : record.status;
  if (record.resumedBy !== undefined) return `${status}, resumed`;
  return isResumable ? `${status}, can be resumed` : status;
}

/** What the run of a folder told, without progress within epochs. A line torn by a kill is not an event. */
export function readEvents(folder: string): RunEvent[] {
  const file = path.join(folder, eventsFile);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as RunEvent);
}

/** A process is there, if only another user's. */
export function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // A process of another user may not be signalled, but is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
