/** What a comment with carets expects of the line of code above it. Offsets belong to the program. */
export interface Expectation {
  readonly kind: (typeof kinds)[number];
  readonly text: string;
  /** Of the first caret, and behind the last one. */
  readonly start: number;
  readonly end: number;
  /** Of the comment, from 1 in its file. */
  readonly line: number;
}

export interface Program {
  readonly title: string;
  readonly text: string;
  readonly expectations: readonly Expectation[];
  /** Kinds of which more than what is expected is no failure. */
  readonly some: ReadonlySet<string>;
}

/** The programs of a Markdown file, each by the heading above it. */
export function programsOf(markdown: string): Program[] {
  const programs: Program[] = [];
  const lines = markdown.split('\n');
  let title = '';
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    title = /^#+ (.*)/.exec(line)?.[1] ?? title;
    const fence = /^```python(.*)$/.exec(line);
    if (!fence) continue;
    const end = lines.indexOf('```', i);
    if (end < 0) throw new Error(`the block of line ${i + 1} has no end`);
    const body = lines.slice(i + 1, end);
    const expectations = expectationsOf(body, i + 2);
    const some = new Set([...(fence[1] ?? '').matchAll(/(hint|fault)s=some/g)].map(([, kind]) => kind ?? ''));
    programs.push({ title, text: `${body.join('\n')}\n`, expectations, some });
    i = end;
  }
  return programs;
}

const comment = /^(\s*#\s*?)(\^+|\s+\^+)\s*(\w+)\s+(.*?)\s*$/;
const kinds = [
  'hint',
  'fault',
  'hover',
  'lens',
  'symbol',
  'fix',
  'complete',
  'signature',
  'definition',
  'references',
  'fold',
] as const;

function expectationsOf(body: readonly string[], firstLine: number): Expectation[] {
  const found: Expectation[] = [];
  let offset = 0;
  let code = 0;
  for (const [i, line] of body.entries()) {
    const match = comment.exec(line);
    const kind = match?.[3] ?? '';
    if (match && isKind(kind)) {
      const hash = line.indexOf('#');
      const caret = line.indexOf('^');
      const first = caret === hash + 1 ? hash : caret;
      const last = line.lastIndexOf('^', line.indexOf(kind, caret));
      found.push({
        kind,
        text: match[4] ?? '',
        start: code + first,
        end: code + last + 1,
        line: firstLine + i,
      });
    } else {
      code = offset;
    }
    offset += line.length + 1;
  }
  return found;
}

function isKind(word: string): word is Expectation['kind'] {
  return kinds.some((kind) => kind === word);
}
