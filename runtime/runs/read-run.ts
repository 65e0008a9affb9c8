import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent, RunRecord } from '../contract.js';
import { eventsFile, recordFile } from './run-folder.js';

/** A run as its folder tells it. */
export interface KeptRun {
  readonly folder: string;
  readonly record: RunRecord;
  /** Without progress within epochs. */
  readonly events: readonly RunEvent[];
  /** It says that it is running, but its process is gone. */
  readonly killed: boolean;
}

/** undefined where a folder holds no run. */
export function readRun(folder: string): KeptRun | undefined {
  const file = path.join(folder, recordFile);
  if (!existsSync(file)) return undefined;
  const record = JSON.parse(readFileSync(file, 'utf8')) as RunRecord;
  const log = path.join(folder, eventsFile);
  const events = existsSync(log) ? readEvents(readFileSync(log, 'utf8')) : [];
  return { folder, record, events, killed: record.status === 'running' && !isAlive(record.process) };
}

/** The runs below a folder, newest first. */
export function listRuns(runs: string): KeptRun[] {
  if (!existsSync(runs)) return [];
  const names = readdirSync(runs).sort().reverse();
  return names.map((name) => readRun(path.join(runs, name))).filter((run) => run !== undefined);
}

/** A process that dies within a write leaves a last line without its end: that one is not an event. */
function readEvents(text: string): RunEvent[] {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RunEvent);
}

function isAlive(process_: number): boolean {
  try {
    process.kill(process_, 0);
    return true;
  } catch (error) {
    // A process of another user may not be signalled, but is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
