/** A piece of Python text: a name, a string, a comment, the end of a line, or one character of anything else. */
export interface Lexeme {
  readonly kind: 'name' | 'string' | 'comment' | 'line' | 'other';
  /** Of a string with its quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Of a string: what stands between its quotes; `open` where they are not closed. */
  readonly content?: StringContent;
}

export interface StringContent {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly open: boolean;
  /** `f`, `rb`; mostly empty. */
  readonly prefix: string;
}

const pieces =
  /(?<gap>[ \t\f]+|\\\r?\n)|(?<comment>#[^\n\r]*)|(?<string>(?<prefix>[rbuftRBUFT]{0,2})(?<quotes>"""|'''|"|'))|(?<word>[\p{L}\p{N}_]+)|(?<line>\r?\n|\r)|(?<other>[\s\S])/uy;

/**
 * The pieces of the statement that holds the offset `end`, up to it: what stands on earlier lines, no bracket being open, is
 * left out. `start` is where a statement begins.
 */
export function lexemes(text: string, start: number, end: number): readonly Lexeme[] {
  const found: Lexeme[] = [];
  let depth = 0;
  for (const lexeme of scan(text, start, end)) {
    const { kind, text: piece } = lexeme;
    if (isOpener(lexeme)) depth += 1;
    else if (depth > 0 && isCloser(lexeme)) depth -= 1;
    if (depth === 0 && (kind === 'line' || piece === ';')) found.length = 0;
    else if (kind !== 'line' && (kind !== 'comment' || lexeme.end >= end)) found.push(lexeme);
  }
  return found;
}

/** All pieces of a stretch but for spaces. */
export function* scan(text: string, start: number, end: number): Generator<Lexeme> {
  for (let at = start; at < end; ) {
    pieces.lastIndex = at;
    const groups = pieces.exec(text)?.groups;
    if (!groups) return;
    let next = pieces.lastIndex;
    if (groups['quotes'] !== undefined) {
      const string = stringAt(text, at, next, groups['quotes'], groups['prefix'] ?? '');
      next = string.end;
      yield string;
    } else if (groups['gap'] === undefined) {
      yield { kind: kindOf(groups), text: text.slice(at, next), start: at, end: next };
    }
    at = next;
  }
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): Lexeme['kind'] {
  if (groups['word'] !== undefined) return 'name';
  if (groups['line'] !== undefined) return 'line';
  return groups['comment'] === undefined ? 'other' : 'comment';
}

export function isOpener({ text }: Lexeme): boolean {
  return text === '(' || text === '[' || text === '{';
}

export function isCloser({ text }: Lexeme): boolean {
  return text === ')' || text === ']' || text === '}';
}

/** A string that its line ends before its quotes do is open, and ends there. */
function stringAt(text: string, start: number, from: number, quotes: string, prefix: string): Lexeme {
  let at = from;
  let open = true;
  for (; open && at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (text.startsWith(quotes, at)) open = false;
    else if (quotes.length === 1 && (character === '\n' || character === '\r')) break;
  }
  const contentEnd = Math.min(open ? at : at - 1, text.length);
  const end = open ? contentEnd : contentEnd + quotes.length;
  const content = { start: from, end: contentEnd, text: text.slice(from, contentEnd), open, prefix };
  return { kind: 'string', text: text.slice(start, end), start, end, content };
}
