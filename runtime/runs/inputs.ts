import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const inputsFile = 'inputs.jsonl';
/** Begins what stands in the place of a digest. */
const stated = 'stat ';

interface Input {
  readonly file: string;
  /** null: the run itself writes the file from here on. */
  readonly sha256: string | null;
}

/** The files that a run reads, with what tells whether they are changed when it is resumed. */
export class Inputs {
  private readonly known = new Map<string, 'read' | 'written'>();

  constructor(private readonly run: string) {}

  /** `file`: absolute. What is read again, or was written by the run itself, is not noted. */
  noteRead(file: string, bytes: Uint8Array): void {
    if (this.known.has(file)) return;
    this.known.set(file, 'read');
    this.note({ file, sha256: sha256(bytes) });
  }

  /** Of a file that is read in parts: it may be too large to be read whole for its digest. */
  noteRanges(file: string): void {
    if (this.known.has(file)) return;
    this.known.set(file, 'read');
    this.note({ file, sha256: stateOf(file) });
  }

  noteWritten(file: string): void {
    const before = this.known.get(file);
    this.known.set(file, 'written');
    if (before === 'read') this.note({ file, sha256: null });
  }

  private note(input: Input): void {
    try {
      appendFileSync(path.join(this.run, inputsFile), `${JSON.stringify(input)}\n`);
    } catch {
      // A full disk: the run goes on, and its resumption will trust the file.
    }
  }
}

/** The files that a run had read and that are other ones now, or gone. */
export function changedInputs(run: string): readonly string[] {
  const file = path.join(run, inputsFile);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  const inputs = lines.map((line) => JSON.parse(line) as Input);
  const own = new Set(inputs.filter(({ sha256 }) => sha256 === null).map(({ file }) => file));
  return inputs
    .filter(({ file }) => !own.has(file))
    .filter(({ file, sha256: noted }) => {
      if (!existsSync(file)) return true;
      return noted?.startsWith(stated) ? stateOf(file) !== noted : sha256(readFileSync(file)) !== noted;
    })
    .map(({ file }) => file);
}

/** A file's size and when it was changed, in the place of its digest. */
function stateOf(file: string): string {
  const { size, mtimeMs } = statSync(file);
  return `${stated}${size} ${mtimeMs}`;
}

export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
