import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { RunEvent, RunRecord } from '../contract.js';
import { EventLog } from './event-log.js';

export const recordFile = 'run.json';
export const eventsFile = 'events.jsonl';

/**
 * What a run leaves behind, written as it goes: `run.json` (replaced whole, by renaming) and
 * `events.jsonl` (a line an event, progress within epochs left out). After `kill -9` both read.
 */
export class RunFolder {
  private readonly log: EventLog;
  private recordProblem: string | undefined;

  private constructor(
    readonly folder: string,
    private record: RunRecord,
    onTrouble: (problem: string) => void,
  ) {
    this.writeRecord();
    if (this.recordProblem) throw new Error(this.recordProblem);
    this.log = new EventLog(path.join(folder, eventsFile), onTrouble);
  }

  /**
   * Makes a folder for a new run below `runs`; throws where that cannot be written. `onTrouble` is told
   * when the disk later refuses a line; the line is kept and tried again.
   */
  static create(
    runs: string,
    record: Omit<RunRecord, 'version' | 'run' | 'status'>,
    onTrouble: (problem: string) => void,
  ): RunFolder {
    mkdirSync(runs, { recursive: true });
    keepFromGit(path.dirname(runs));
    const name = `${record.started.slice(0, 23).replaceAll(/[:.]/g, '-')}-${randomBytes(2).toString('hex')}`;
    const folder = path.join(runs, name);
    mkdirSync(folder);
    return new RunFolder(folder, { version: 1, run: name, status: 'running', ...record }, onTrouble);
  }

  update(changes: Partial<RunRecord>): void {
    this.record = { ...this.record, ...changes };
    this.writeRecord();
  }

  append(event: RunEvent): void {
    // What is on the way is told, and only what came is kept.
    const passes = event.event === 'progress' || (event.event === 'download' && 'done' in event && !event.done);
    if (!passes) this.log.append(event);
  }

  /** Writes what is still to be written; gives what was lost, in words. */
  close(): string | undefined {
    const lost = this.log.close();
    if (this.recordProblem) this.writeRecord();
    if (lost) return `${lost} ${lost === 1 ? 'line of the history is' : 'lines of the history are'} lost`;
    return this.recordProblem && `${recordFile} is not up to date: ${this.recordProblem}`;
  }

  /** Whole or not at all: a reader never sees half a record. */
  private writeRecord(): void {
    const target = path.join(this.folder, recordFile);
    const temporary = `${target}.new`;
    try {
      const file = openSync(temporary, 'w');
      try {
        writeSync(file, `${JSON.stringify(this.record, undefined, 2)}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, target);
      this.recordProblem = undefined;
    } catch (error) {
      this.recordProblem = error instanceof Error ? error.message : String(error);
    }
  }
}

/** Notes in an interrupted run that another one goes on with it. */
export function noteResumed(folder: string, by: string): void {
  const target = path.join(folder, recordFile);
  const record = JSON.parse(readFileSync(target, 'utf8')) as RunRecord;
  writeFileSync(`${target}.new`, `${JSON.stringify({ ...record, resumedBy: by }, undefined, 2)}\n`);
  renameSync(`${target}.new`, target);
}

/** Runs are kept in `.layerscope`, which no one wants in a commit. */
function keepFromGit(folder: string): void {
  const file = path.join(folder, '.gitignore');
  if (path.basename(folder) === '.layerscope' && !existsSync(file)) writeFileSync(file, '*\n');
}
