import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { LayerSummary, ModelSummary } from '../../server/language/model/model-summary.js';

/** What test/oracle/models/ask.py says of a file. */
export interface KerasAnswer {
  readonly file: string;
  readonly keras: string;
  readonly seconds: number;
  readonly errors: readonly KerasError[];
  readonly models: readonly KerasModel[];
}

export interface KerasError {
  readonly cell?: number;
  readonly line: number;
  readonly type: string;
  readonly message: string;
}

export interface KerasModel extends ModelSummary {
  /** A statement before it failed. */
  readonly afterError?: true;
  /** The statement that was making or changing it failed: it is half done, and nothing to compare with. */
  readonly spoilt?: true;
  readonly layers: readonly LayerSummary[];
}

/** Keeps answers by what the file says, in a folder outside of the tree. */
export class KerasAnswers {
  constructor(
    private readonly folder: string,
    private readonly python: string | undefined,
  ) {
    mkdirSync(folder, { recursive: true });
  }

  kept(file: string): KerasAnswer | undefined {
    const place = this.placeOf(file);
    if (!existsSync(place)) return undefined;
    return { ...(JSON.parse(readFileSync(place, 'utf8')) as KerasAnswer), file };
  }

  /** Asks Python about files that no answer is kept for; one process, one file at a time. */
  async ask(files: readonly string[], told: (answer: KerasAnswer) => void): Promise<void> {
    if (files.length === 0) return;
    if (!this.python) throw new Error('PYTHON names an interpreter that has Keras');
    const child = spawn(this.python, [path.join('test', 'oracle', 'models', 'ask.py')], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    child.stdin.end(files.map((file) => `${path.resolve(file)}\n`).join(''));
    let next = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      const file = files[next] ?? '';
      const answer: KerasAnswer = { ...(JSON.parse(line) as KerasAnswer), file };
      writeFileSync(this.placeOf(file), line);
      next += 1;
      told(answer);
    }
    if (next < files.length) throw new Error(`Python ended at ${files[next]}`);
  }

  private placeOf(file: string): string {
    return path.join(this.folder, `${createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 32)}.json`);
  }
}
