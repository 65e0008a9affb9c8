import type { Analysis } from '../language/analysis.js';
import type { Range, Statement } from '../language/syntax/tree.js';
import { isCloser, isOpener, type Lexeme, lexemes, scan } from './lexemes.js';
import { type Path, pathEndingAt } from './paths.js';
import { blocks } from './statements.js';

/** What stands to the left of a place in a text that may be half typed: read from its pieces, since a tree of it has holes. */
export interface Cursor {
  readonly offset: number;
  /** The pieces of its statement before the word at the cursor. */
  readonly before: readonly Lexeme[];
  /** What is typed of a name; empty where the cursor is behind none. */
  readonly word: Range;
  /** The string in which the cursor is. */
  readonly string: Lexeme | undefined;
  /** The calls, lists and dicts around it that are still open, the innermost last. */
  readonly brackets: readonly OpenBracket[];
}

export interface OpenBracket {
  readonly character: string;
  /** Of a call: what is called. */
  readonly callee: Path | undefined;
  /** How many commas stand between the bracket and the cursor. */
  readonly position: number;
  /** The keyword of the argument at the cursor. */
  readonly keyword: string | undefined;
  /** The keywords of the arguments before it. */
  readonly given: readonly string[];
  /** Whether something stands in the argument before the cursor's word (its keyword apart). */
  readonly begun: boolean;
  /** Behind the opening bracket. */
  readonly start: number;
}

/** undefined in a comment. */
export function cursorAt({ text, module }: Analysis, offset: number): Cursor | undefined {
  const all = lexemes(text, statementStart(module.body, offset), offset);
  const last = all.at(-1);
  if (last?.kind === 'comment' && last.end >= offset) return undefined;
  const content = last?.content;
  const inString =
    last && content && content.start <= offset && (content.open ? offset <= content.end : offset < last.end);
  const typed = !inString && last?.kind === 'name' && last.end >= offset;
  const before = inString || typed ? all.slice(0, -1) : all;
  const word = inString
    ? { start: content.start, end: offset }
    : typed
      ? { start: last.start, end: offset }
      : { start: offset, end: offset };
  return { offset, before, word, string: inString ? last : undefined, brackets: openBrackets(before) };
}

/** Of the innermost statement that begins at or before the offset: a line of its own, or what a bracket on it has left open. */
function statementStart(body: readonly Statement[], offset: number): number {
  let start = 0;
  for (let statements: readonly Statement[] | undefined = body; statements; ) {
    const last = lastBefore(statements, offset);
    if (!last) return start;
    start = last.start;
    statements = blocks(last).findLast((block) => block[0] && block[0].start <= offset);
  }
  return start;
}

function lastBefore(statements: readonly Statement[], offset: number): Statement | undefined {
  let low = 0;
  for (let high = statements.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((statements[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return statements[low - 1];
}

interface Frame {
  character: string;
  index: number;
  position: number;
  keyword: string | undefined;
  given: string[];
  /** Where the argument at hand begins. */
  argument: number;
}

function openBrackets(all: readonly Lexeme[]): OpenBracket[] {
  const stack: Frame[] = [];
  for (const [index, lexeme] of all.entries()) {
    const { text } = lexeme;
    const top = stack.at(-1);
    if (isOpener(lexeme))
      stack.push({ character: text, index, position: 0, keyword: undefined, given: [], argument: index + 1 });
    else if (isCloser(lexeme)) stack.pop();
    else if (top && text === ',') {
      top.position += 1;
      if (top.keyword !== undefined) top.given.push(top.keyword);
      top.keyword = undefined;
      top.argument = index + 1;
    } else if (
      top?.character === '(' &&
      text === '=' &&
      index === top.argument + 1 &&
      all[index - 1]?.kind === 'name'
    ) {
      top.keyword = all[index - 1]?.text;
      top.argument = index + 1;
    } else if (top?.character === '{' && text === ':') {
      top.keyword = ':';
      top.argument = index + 1;
    }
  }
  return stack.map(({ character, index, position, keyword, given, argument }) => ({
    character,
    callee: character === '(' ? calleeBefore(all, index) : undefined,
    position,
    keyword,
    given,
    begun: all.length > argument,
    start: all[index]?.end ?? 0,
  }));
}

const notCalled = new Set([
  'in',
  'and',
  'or',
  'not',
  'if',
  'else',
  'elif',
  'return',
  'yield',
  'lambda',
  'print',
  'is',
  'while',
  'for',
  'assert',
  'del',
  'await',
  'import',
  'from',
  'with',
  'as',
  'raise',
  'except',
  'match',
  'case',
]);

/** What a bracket calls; undefined for one that only groups, and in the head of a `def` or a `class`. */
function calleeBefore(all: readonly Lexeme[], bracket: number): Path | undefined {
  const last = all[bracket - 1];
  if (!last || notCalled.has(last.text)) return undefined;
  const head = all[bracket - 2]?.text;
  if (last.kind === 'name' && (head === 'def' || head === 'class')) return undefined;
  return pathEndingAt(all, bracket - 1);
}

/** The innermost call at whose argument the cursor is, with the brackets of lists and dicts between them. */
export function argumentAt({
  brackets,
}: Cursor): { readonly call: OpenBracket; readonly within: readonly OpenBracket[] } | undefined {
  for (let i = brackets.length - 1; i >= 0; i -= 1) {
    const call = brackets[i] as OpenBracket;
    if (call.character === '(' && call.callee) return { call, within: brackets.slice(i + 1) };
  }
  return undefined;
}

/** The keywords that stand behind the cursor in the same call, as far as it is closed. */
export function keywordsAfter({ text }: Analysis, offset: number): readonly string[] {
  const names: string[] = [];
  let depth = 0;
  let last: Lexeme | undefined;
  let beforeLast: Lexeme | undefined;
  for (const piece of scan(text, offset, Math.min(text.length, offset + longestRest))) {
    if (piece.kind === 'line' || piece.kind === 'comment') continue;
    if (isOpener(piece)) depth += 1;
    else if (isCloser(piece)) {
      depth -= 1;
      if (depth < 0) return names;
    } else if (depth === 0 && piece.text === '=' && last?.kind === 'name' && (!beforeLast || beforeLast.text === ','))
      names.push(last.text);
    beforeLast = last;
    last = piece;
  }
  return [];
}

/** How far a call is followed behind the cursor, in characters. */
const longestRest = 2000;
