import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';

/** The folder within a run's. */
export const checkpointsFolder = 'checkpoints';

/** What a whole file begins with, before its length. */
const mark = Buffer.from('LSCHECK1');
const headLength = mark.length + 8;

/**
 * Files of plain data with tensors, of which each is whole or not there: written aside, flushed to the disk, renamed.
 * Writing goes on beside whoever asks for it, one file after the other in the order asked for.
 */
export class CheckpointFiles {
  /** Those whose latest writing failed. */
  readonly lost: ReadonlySet<string>;
  private readonly unwritten = new Set<string>();
  private last: Promise<void> = Promise.resolve();
  private waiting = 0;
  private inTrouble = false;

  constructor(
    private readonly folder: string,
    /** Told once for each time that writing begins to fail. */
    private readonly onTrouble: (problem: string) => void,
  ) {
    this.lost = this.unwritten;
  }

  /** What was asked for is not all on the disk yet. */
  get isBusy(): boolean {
    return this.waiting > 0;
  }

  /** Names in order. */
  list(): readonly string[] {
    return existsSync(this.folder) ? readdirSync(this.folder).sort() : [];
  }

  /** undefined where there is no such file, or it is not whole. */
  read(name: string): unknown {
    try {
      const bytes = readFileSync(path.join(this.folder, name));
      const length = Number(bytes.readBigUInt64LE(mark.length));
      if (!bytes.subarray(0, mark.length).equals(mark) || bytes.length !== headLength + length) return undefined;
      return deserialize(bytes.subarray(headLength));
    } catch {
      return undefined;
    }
  }

  /** The value is copied before this returns. */
  write(name: string, value: unknown): void {
    const bytes = serialize(value);
    const head = Buffer.alloc(headLength);
    mark.copy(head);
    head.writeBigUInt64LE(BigInt(bytes.length), mark.length);
    this.enqueue(async () => {
      mkdirSync(this.folder, { recursive: true });
      const target = path.join(this.folder, name);
      const aside = `${target}.new`;
      try {
        const file = await open(aside, 'w');
        try {
          await file.write(head);
          for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
          await file.datasync();
        } finally {
          await file.close();
        }
        await rename(aside, target);
        this.unwritten.delete(name);
        this.inTrouble = false;
      } catch (error) {
        this.unwritten.add(name);
        await rm(aside, { force: true });
        throw error;
      }
    });
  }

  /** Once what was asked for before is written; not at all where the last of that failed. */
  remove(name: string): void {
    this.enqueue(async () => {
      if (!this.inTrouble) await rm(path.join(this.folder, name), { force: true });
    });
  }

  async flush(): Promise<void> {
    await this.last;
  }

  private enqueue(action: () => Promise<void>): void {
    this.waiting += 1;
    this.last = this.last.then(action).then(
      () => {
        this.waiting -= 1;
      },
      (error: unknown) => {
        this.waiting -= 1;
        if (!this.inTrouble) this.onTrouble(error instanceof Error ? error.message : String(error));
        this.inTrouble = true;
      },
    );
  }
}

/** Gives a run what another one kept, without taking it away there. */
export function inheritCheckpoints(from: string, to: string): void {
  const [source, target] = [path.join(from, checkpointsFolder), path.join(to, checkpointsFolder)];
  if (!existsSync(source)) return;
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(source).filter((each) => !each.endsWith('.new'))) {
    try {
      linkSync(path.join(source, name), path.join(target, name));
    } catch {
      copyFileSync(path.join(source, name), path.join(target, name));
    }
  }
}

/** A run that is completed needs none. */
export function removeCheckpoints(run: string): void {
  try {
    rmSync(path.join(run, checkpointsFolder), { recursive: true, force: true });
  } catch {
    // They take space, no more.
  }
}

/** A run has something to go on from. */
export function hasCheckpoints(run: string): boolean {
  const folder = path.join(run, checkpointsFolder);
  return existsSync(folder) && readdirSync(folder).some((name) => /\.(end|checkpoint)$/.test(name));
}
