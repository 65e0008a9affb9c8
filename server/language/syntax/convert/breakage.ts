import type { Breakage, Conversion, Part } from './conversion.js';

/** One fault for the statement: the first place that the parser stumbled at. */
export function reportBreakage(c: Conversion, breakages: readonly Breakage[]) {
  const first = breakages.reduce((a, b) => (b.error.start < a.error.start ? b : a));
  const { place, message } = describe(c, first);
  c.fault(place, message);
}

interface Description {
  readonly place: { readonly start: number; readonly end: number };
  readonly message: string;
}

function describe(c: Conversion, { parent, before, error, after }: Breakage): Description {
  const skipped = c.textOf(error).trim();
  const previous = before && c.textOf(before);
  if (parent.name === 'Body' && !before) {
    const header = c.text
      .slice(c.text.lastIndexOf('\n', error.start - 1) + 1, error.start)
      .trim()
      .match(/^\w+/)?.[0];
    return {
      place: { start: Math.max(0, error.start - 1), end: error.start },
      message: `\`:\` is missing at the end of this \`${header ?? ''}\` line`,
    };
  }
  const printed = /^\s*print\s+[^\s(=.,:)\]]/.test(
    c.text.slice(c.text.lastIndexOf('\n', error.start - 1) + 1, c.text.length).slice(0, 200),
  );
  if (printed && /^(?:ExpressionStatement|Script|Body)$/.test(parent.name)) {
    return { place: before ?? error, message: '`print` is a function in Python 3: write `print(…)`' };
  }
  if (before && expectsMore(before)) {
    const what =
      before.name === '.' ? 'a name' : before.name === ':' && isBody(parent) ? 'an indented body' : wanted[before.name];
    if (skipped && !skipped.includes('\n'))
      return { place: error, message: `\`${shorten(skipped)}\` cannot stand after \`${previous}\`` };
    return { place: before, message: `${what ?? 'something'} is missing after \`${previous}\`` };
  }
  if (isHeader(parent) && before && (after === undefined || after.name === 'Body')) {
    const keyword =
      parent.name === 'FunctionDefinition'
        ? 'def'
        : c.textOf({ start: parent.start, end: parent.end }).match(/^\w+/)?.[0];
    const header = `\`${keyword ?? ''}\``;
    if (parent.name === 'FunctionDefinition' && before.name === 'VariableName')
      return { place: before, message: `\`(\` is missing after \`def ${previous}\`` };
    if (!skipped)
      return { place: lastCharacter(before), message: `\`:\` is missing at the end of this ${header} line` };
  }
  if (skipped) return { place: error, message: `\`${shorten(skipped)}\` is not expected here` };
  if (after && before && parent.name !== 'Script')
    return {
      place: after,
      message: `something is missing between \`${shorten(previous ?? '')}\` and \`${shorten(c.textOf(after))}\``,
    };
  const next = /[^\s]+/y;
  next.lastIndex = error.end + c.text.slice(error.end).search(/[^ \t]|$/);
  const word = next.exec(c.text)?.[0];
  if (word && !word.startsWith('#'))
    return {
      place: { start: next.lastIndex - word.length, end: next.lastIndex },
      message: `\`${shorten(word)}\` is not expected here`,
    };
  return { place: before ? lastCharacter(before) : error, message: 'this statement is not complete' };
}

const wanted: Readonly<Record<string, string>> = {
  def: 'a name',
  class: 'a name',
  import: 'a name',
  from: 'a module',
  as: 'a name',
  global: 'a name',
  nonlocal: 'a name',
  while: 'a condition',
  if: 'a condition',
  elif: 'a condition',
  assert: 'a condition',
  '@': 'a decorator',
  At: 'a decorator',
};

const operators = new Set([
  'AssignOp',
  'UpdateOp',
  'ArithOp',
  'BitOp',
  'Comparator',
  'CompareOp',
  'and',
  'or',
  'not',
  'in',
  'is',
  'if',
  'else',
  'elif',
  'while',
  'for',
  'from',
  'import',
  'as',
  'del',
  'assert',
  'lambda',
  'with',
  'def',
  'class',
  'global',
  'nonlocal',
  'await',
  'raise',
  '.',
  ':',
  '*',
  '**',
  'At',
  '@',
  ',',
  '->',
]);

function expectsMore(part: Part): boolean {
  return operators.has(part.name);
}

function isBody(part: Part): boolean {
  return part.name === 'Body' || part.name === 'MatchBody';
}

function isHeader(part: Part): boolean {
  return /^(?:If|While|For|Try|With|Match)Statement$|^(?:Elif|Else|Except|Finally|Match)Clause$|^(?:Function|Class)Definition$/.test(
    part.name,
  );
}

function lastCharacter(part: Part): { start: number; end: number } {
  return { start: Math.max(part.start, part.end - 1), end: part.end };
}

function shorten(text: string): string {
  const line = text.split('\n')[0]!.trim();
  return line.length > 24 ? `${line.slice(0, 23)}…` : line;
}
