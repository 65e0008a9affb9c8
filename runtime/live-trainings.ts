import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isAlive } from './runs/read-run.js';

/** How long a count is believed, in milliseconds. */
const believed = 500;
/** The processor is wanted by others where so many processes wait for each core; from then on, until there are fewer than the second. */
const [manyWaiting, fewWaiting] = [1.5, 1];

/** The trainings that are under way on this machine, each a file with its process's number for a name. */
export class LiveTrainings {
  private depth = 0;
  private counted = 0;
  private countedAt = Number.NEGATIVE_INFINITY;
  private isBusy = false;

  constructor(
    private readonly folder = path.join(os.tmpdir(), `layerscope-trainings-${process.getuid?.() ?? 0}`),
    private readonly own = process.pid,
  ) {}

  /** A training of this process: others see it. Where the folder cannot be written, they do not. */
  async during<Result>(training: () => Promise<Result>): Promise<Result> {
    const file = path.join(this.folder, String(this.own));
    this.depth += 1;
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      // Nothing is cut off where another user has put a link there.
      writeFileSync(file, '', { flag: 'a' });
    } catch {
      // Each then takes the processor for its own.
    }
    try {
      return await training();
    } finally {
      this.depth -= 1;
      if (this.depth === 0) remove(file);
    }
  }

  /**
   * Whether others want the processor too: another training, or so much else that threads which spin while they wait would
   * wait for each other longest of all. Not known of Windows, where the system does not tell.
   */
  isShared(): boolean {
    const waiting = (os.loadavg()[0] ?? 0) / os.availableParallelism();
    this.isBusy = waiting > (this.isBusy ? fewWaiting : manyWaiting);
    return this.isBusy || this.others() > 0;
  }

  /** How many other processes train. Those that are gone are taken away. */
  others(): number {
    const now = performance.now();
    if (now - this.countedAt < believed) return this.counted;
    this.countedAt = now;
    this.counted = this.count();
    return this.counted;
  }

  private count(): number {
    try {
      const others = readdirSync(this.folder).filter((name) => name !== String(this.own));
      const alive = others.filter((name) => isAlive(Number(name)));
      for (const name of others) if (!alive.includes(name)) remove(path.join(this.folder, name));
      return alive.length;
    } catch {
      return 0;
    }
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // It could not be written either.
  }
}
