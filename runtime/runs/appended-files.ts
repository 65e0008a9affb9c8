import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const appendedFile = 'appended.jsonl';

interface Base {
  readonly file: string;
  /** How long it was before the run wrote to it; -1: it was not there. */
  readonly length: number;
}

/**
 * Files at whose ends a run writes. One that resumes another runs the script again from its start: until it comes to
 * what the interrupted run did not write, its lines are there already and are not written twice, and it finds each file
 * as that run found it. Where it writes something else than that run had, it writes at the end: nothing is taken away.
 */
export class AppendedFiles {
  /** Of the interrupted run, until this one has written what that one had. */
  private readonly ahead = new Map<string, { isThere: boolean; at: number }>();
  private readonly noted = new Set<string>();

  constructor(private readonly run: string) {
    for (const { file, length } of basesOf(run)) {
      this.ahead.set(file, { isThere: length >= 0, at: Math.max(0, length) });
      this.noted.add(file);
    }
  }

  /** Writes at the end of a file, named by its absolute path, or sees that it is written. */
  append(file: string, bytes: Uint8Array): void {
    this.note(file);
    const ahead = this.ahead.get(file);
    if (ahead && existsSync(file)) {
      ahead.isThere = true;
      const there = readFileSync(file).subarray(ahead.at);
      const same = Math.min(there.length, bytes.length);
      if (there.subarray(0, same).equals(bytes.subarray(0, same))) {
        ahead.at += same;
        if (same === bytes.length) return;
        bytes = bytes.subarray(same);
      }
    }
    this.ahead.delete(file);
    appendFileSync(file, bytes);
  }

  /** The run writes the file anew: what was in it no longer matters. */
  written(file: string): void {
    this.ahead.delete(file);
    this.noted.add(file);
  }

  /** What the run finds of a file's bytes. */
  seen(file: string, bytes: Uint8Array): Uint8Array {
    const ahead = this.ahead.get(file);
    return ahead ? bytes.subarray(0, ahead.at) : bytes;
  }

  /** The interrupted run made the file, and this one has not come to where it did. */
  isStillToCome(file: string): boolean {
    return this.ahead.get(file)?.isThere === false;
  }

  private note(file: string): void {
    if (this.noted.has(file)) return;
    this.noted.add(file);
    const base: Base = { file, length: statSync(file, { throwIfNoEntry: false })?.size ?? -1 };
    try {
      appendFileSync(path.join(this.run, appendedFile), `${JSON.stringify(base)}\n`);
    } catch {
      // A full disk: the run goes on, and one that resumes it writes those lines twice.
    }
  }
}

/** Gives a run what another one noted. */
export function inheritAppended(from: string, to: string): void {
  for (const base of basesOf(from)) appendFileSync(path.join(to, appendedFile), `${JSON.stringify(base)}\n`);
}

function basesOf(run: string): readonly Base[] {
  const file = path.join(run, appendedFile);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Base);
}
