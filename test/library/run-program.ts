import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { computeGraph } from '../../runtime/engines/reference/run-graph.js';
import type { Host } from '../../server/language/host.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';

/** Folders with two classes, a and b, of three files each. */
const classes: Readonly<Record<string, string>> = { reviews: '.txt', photos: '.png' };
const isClassFolder = (path: string) => path in classes || /^(reviews|photos)\/[ab]$/.test(path);

/** A host without a world but two folders: every file says `{}` (`.gz` ones once unpacked), and what is printed is collected. */
export function hostOf(mode: Host['mode'], dataLimit: number, printed: string[] = []): Host {
  return {
    mode,
    dataLimit,
    print: (text) => printed.push(text),
    environment: () => null,
    arguments: [],
    readFile: (path) => (path.endsWith('.gz') ? Uint8Array.of(0x1f, 0x8b) : new TextEncoder().encode('{}')),
    writeFile: () => {},
    fileKind: (path) => (isClassFolder(path) ? 'folder' : null),
    listFolder: (path) => {
      if (path in classes) return ['a', 'b'];
      return isClassFolder(path) ? [0, 1, 2].map((at) => `${at}${classes[path.slice(0, -2)]}`) : [];
    },
    dataSet: (name) => gunzipSync(readFileSync(`runtime/data-sets/${name}.gz`)).toString('utf8'),
    gunzip: () => new TextEncoder().encode('{}'),
    now: () => 0,
    sleep: () => {},
    entropy: () => 20_240_229,
    fit: () => undefined,
    evaluate: () => undefined,
    predict: () => undefined,
    compute: (graph) => (mode === 'numbers' ? computeGraph(graph) : undefined),
    checkpoint: () => {},
  };
}

/** What a program prints when it runs on numbers. */
export function printedBy(text: string): string {
  const printed: string[] = [];
  run(text, 'program.py', hostOf('numbers', Number.POSITIVE_INFINITY, printed), silentRecorder);
  return printed.join('');
}

export interface Answer {
  readonly snippet: string;
  readonly repr?: string;
  readonly str?: string;
  readonly dtype?: string;
  readonly shape?: readonly number[];
  readonly raises?: string;
  readonly message?: string;
}

export function answersOf(file: string): readonly Answer[] {
  return (JSON.parse(readFileSync(`test/oracle/${file}`, 'utf8')) as { answers: Answer[] }).answers;
}

/** A program that prints all that an answer keeps of a snippet's last line, and what it must print. */
export function question(imports: string, answer: Answer): { program: string; expected: string } {
  const statements = answer.snippet.split('; ');
  const last = statements.pop() as string;
  const lines = [...statements, `answer = ${last}`, 'print(repr(answer))', 'print(str(answer))'];
  if (answer.shape) lines.push('print(answer.dtype.name, tuple(answer.shape))');
  const body = lines.map((line) => `    ${line}`).join('\n');
  const program = `${imports}\ntry:\n${body}\nexcept ${answer.raises ?? 'ZeroDivisionError'} as error:\n    print('raised', error)\n`;
  if (answer.raises) return { program, expected: `raised ${answer.message}\n` };
  const shape = answer.shape && `${answer.dtype} (${answer.shape.join(', ')}${answer.shape.length === 1 ? ',' : ''})\n`;
  return { program, expected: `${answer.repr}\n${answer.str}\n${shape ?? ''}` };
}
