import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const inputsFile = 'inputs.jsonl';

interface Input {
  readonly file: string;
  readonly sha256: string;
}

/** The files that a run reads, with what tells whether they are changed when it is resumed. */
export class Inputs {
  private readonly known = new Set<string>();

  constructor(private readonly run: string) {}

  /** `file`: absolute. What is read again, or was written by the run itself, is not noted. */
  noteRead(file: string, bytes: Uint8Array): void {
    if (this.known.has(file)) return;
    this.known.add(file);
    const input: Input = { file, sha256: sha256(bytes) };
    try {
      appendFileSync(path.join(this.run, inputsFile), `${JSON.stringify(input)}\n`);
    } catch {
      // A full disk: the run goes on, and its resumption will trust the file.
    }
  }

  noteWritten(file: string): void {
    this.known.add(file);
  }
}

/** The files that a run had read and that are other ones now, or gone. */
export function changedInputs(run: string): readonly string[] {
  const file = path.join(run, inputsFile);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.flatMap((line) => {
    const input = JSON.parse(line) as Input;
    return existsSync(input.file) && sha256(readFileSync(input.file)) === input.sha256 ? [] : [input.file];
  });
}

export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
