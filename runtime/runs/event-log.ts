import { closeSync, openSync, writeSync } from 'node:fs';

/** Kept in memory at most while the disk is full; later lines are lost, and the loss is said. */
const mostPending = 16 * 1024 * 1024;

/**
 * A file of JSON lines that only grows. A line that the disk does not take (full, quota, gone) is
 * kept and tried again with the next one, so that training goes on and nothing is torn.
 */
export class EventLog {
  private readonly file: number;
  private pending = Buffer.alloc(0);
  private lost = 0;

  constructor(
    path: string,
    /** Told once for each time that writing begins to fail. */
    private readonly onTrouble: (problem: string) => void,
  ) {
    this.file = openSync(path, 'a');
  }

  append(event: object): void {
    const line = Buffer.from(`${JSON.stringify(event)}\n`);
    const hadTrouble = this.pending.length > 0;
    if (this.pending.length + line.length > mostPending) this.lost += 1;
    else this.pending = hadTrouble ? Buffer.concat([this.pending, line]) : line;
    const problem = this.flush();
    if (problem && !hadTrouble) this.onTrouble(problem);
  }

  /** Tries once more and closes; gives the number of lines that are lost. */
  close(): number {
    this.flush();
    closeSync(this.file);
    return this.lost + this.pending.toString().split('\n').length - 1;
  }

  /** Writes what is pending, as far as it goes; a half-written line is continued where it broke off. */
  private flush(): string | undefined {
    try {
      while (this.pending.length) this.pending = this.pending.subarray(writeSync(this.file, this.pending));
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}
