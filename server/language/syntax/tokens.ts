/**
 * The tokens that the grammar cannot say: line ends and indentation, which brackets switch off, and the insides of strings.
 * From @lezer/python 1.1.19's tokens (Copyright (C) 2020 by Marijn Haverbeke and others, MIT: see python.grammar.LICENSE).
 */
import { ContextTracker, ExternalTokenizer, type InputStream } from '@lezer/lr';
import * as terms from './generated/parser.terms.js';

const newline = 10;
const formFeed = 12;
const carriageReturn = 13;
const space = 32;
const tab = 9;
const hash = 35;
const colon = 58;
const backslash = 92;
const braceOpen = 123;
const braceClose = 125;
const singleQuote = 39;
const doubleQuote = 34;

const bracketed = 1;
const inString = 2;
const doubleQuoted = 4;
const long = 8;
const raw = 16;
const format = 32;

/** What the tokens depend on: one a level of indentation, one an open bracket, one an open string. */
class Context {
  readonly hash: number;
  constructor(
    readonly parent: Context | undefined,
    readonly indent: number,
    readonly flags: number,
  ) {
    this.hash = (((parent?.hash ?? 0) * 31 + indent) * 31 + flags) | 0;
  }
}

const top = new Context(undefined, 0, 0);

/** Constructs that end with the bracket that they began with. */
const bracketTerms = new Set([
  terms.ParenthesizedExpression,
  terms.TupleExpression,
  terms.GeneratorExpression,
  terms.ListExpression,
  terms.ListComprehension,
  terms.DictExpression,
  terms.DictComprehension,
  terms.SetExpression,
  terms.SetComprehension,
  terms.Subscript,
  terms.ArgList,
  terms.ParamList,
  terms.TypeParamList,
  terms.ImportList,
  terms.SequencePattern,
  terms.MappingPattern,
  terms.PatternArgList,
  terms.FormatReplacement,
  terms.nestedFormatReplacement,
]);

const stringFlags = new Map([
  [terms.stringStart, inString],
  [terms.stringStartD, inString | doubleQuoted],
  [terms.stringStartL, inString | long],
  [terms.stringStartLD, inString | long | doubleQuoted],
  [terms.stringStartR, inString | raw],
  [terms.stringStartRD, inString | raw | doubleQuoted],
  [terms.stringStartRL, inString | raw | long],
  [terms.stringStartRLD, inString | raw | long | doubleQuoted],
  [terms.stringStartF, inString | format],
  [terms.stringStartFD, inString | format | doubleQuoted],
  [terms.stringStartFL, inString | format | long],
  [terms.stringStartFLD, inString | format | long | doubleQuoted],
  [terms.stringStartFR, inString | format | raw],
  [terms.stringStartFRD, inString | format | raw | doubleQuoted],
  [terms.stringStartFRL, inString | format | raw | long],
  [terms.stringStartFRLD, inString | format | raw | long | doubleQuoted],
]);

export const trackIndent = new ContextTracker<Context>({
  start: top,
  reduce(context, term) {
    const ends = bracketTerms.has(term)
      ? context.flags & bracketed && !(context.flags & inString)
      : (term === terms.String || term === terms.FormatString) && context.flags & inString;
    return ends && context.parent ? context.parent : context;
  },
  shift(context, term, stack, input) {
    if (term === terms.indent) return new Context(context, indentBetween(input, stack.pos), 0);
    if (term === terms.dedent) return context.parent ?? context;
    if (term === terms.ParenL || term === terms.BracketL || term === terms.BraceL || term === terms.replacementStart) {
      return new Context(context, 0, bracketed);
    }
    const flags = stringFlags.get(term);
    return flags === undefined ? context : new Context(context, 0, flags | (context.flags & bracketed));
  },
  hash: (context) => context.hash,
});

export const newlines = new ExternalTokenizer(
  (input, stack) => {
    const context: Context = stack.context;
    const previous = input.peek(-1);
    if (input.next < 0) {
      input.acceptToken(terms.eof);
    } else if (context.flags & bracketed) {
      if (isLineEnd(input.next)) input.acceptToken(terms.newlineBracketed, 1);
    } else if ((previous < 0 || isLineEnd(previous)) && stack.canShift(terms.blankLineStart)) {
      let spaces = 0;
      while (isSpace(input.next)) {
        input.advance();
        spaces++;
      }
      if (isLineEnd(input.next) || input.next === hash) input.acceptToken(terms.blankLineStart, -spaces);
    } else if (isLineEnd(input.next)) {
      input.acceptToken(terms.newline, input.next === carriageReturn && input.peek(1) === newline ? 2 : 1);
    }
  },
  { contextual: true },
);

export const indentation = new ExternalTokenizer((input, stack) => {
  const context: Context = stack.context;
  if (context.flags || !isLineEnd(input.peek(-1))) return;
  let depth = 0;
  let length = 0;
  for (; isSpace(input.next); length++) {
    depth = widen(depth, input.next);
    input.advance();
  }
  if (depth === context.indent || isLineEnd(input.next) || input.next === hash) return;
  if (depth < context.indent) input.acceptToken(terms.dedent, -length);
  else input.acceptToken(terms.indent);
});

export const strings = new ExternalTokenizer((input, stack) => {
  const flags: number = stack.context.flags;
  const start = input.pos;
  while (input.next >= 0) {
    if (flags & format && input.next === braceOpen) {
      if (input.peek(1) === braceOpen) {
        input.advance(2);
        continue;
      }
      if (input.pos === start) return input.acceptToken(terms.replacementStart, 1);
      break;
    }
    if (input.next === backslash) {
      if (flags & raw) {
        // A raw string's backslash stays, and still keeps a quote from ending the string.
        input.advance(input.peek(1) < 0 || (flags & format && isBrace(input.peek(1))) ? 1 : 2);
        continue;
      }
      if (input.pos === start) {
        skipEscape(input);
        return input.acceptToken(terms.escape);
      }
      break;
    }
    if (endsString(input, flags)) {
      if (input.pos === start) return input.acceptToken(terms.stringEnd, flags & long ? 3 : 1);
      break;
    }
    if (isLineEnd(input.next) && !(flags & long)) {
      // Unterminated: it ends with its line.
      if (input.pos === start) return input.acceptToken(terms.stringEnd);
      break;
    }
    input.advance();
  }
  if (input.pos > start) input.acceptToken(terms.stringContent);
});

/** Comes before all other tokens, or `{x:=10}` would be read as an assignment. */
export const formatColon = new ExternalTokenizer(
  (input, stack) => {
    if (input.next === colon && stack.canShift(terms.specStart)) input.acceptToken(terms.specStart, 1);
  },
  { contextual: true },
);

/** The text of `{value:text}`, up to a nested field or its end; it cannot go beyond the string that it stands in. */
export const formatSpecs = new ExternalTokenizer((input, stack) => {
  let context: Context | undefined = stack.context;
  while (context && !(context.flags & inString)) context = context.parent;
  const flags = context?.flags ?? 0;
  const start = input.pos;
  while (input.next >= 0 && input.next !== braceOpen && input.next !== braceClose) {
    if (endsString(input, flags) || (isLineEnd(input.next) && !(flags & long))) break;
    input.advance();
  }
  if (input.pos > start) input.acceptToken(terms.specContent);
});

function endsString(input: InputStream, flags: number): boolean {
  const quote = flags & doubleQuoted ? doubleQuote : singleQuote;
  return input.next === quote && (!(flags & long) || (input.peek(1) === quote && input.peek(2) === quote));
}

/** A backslash with what follows it, so that neither a quote nor a line end nor the brace of `\N{…}` counts. */
function skipEscape(input: InputStream) {
  input.advance();
  const escaped = input.next;
  if (escaped < 0 || isBrace(escaped)) return;
  input.advance();
  if (escaped === carriageReturn && input.next === newline) input.advance();
  if (escaped !== 78 /* N */ || input.next !== braceOpen) return;
  let ahead = 1;
  for (; isNameCharacter(input.peek(ahead)); ahead++);
  if (input.peek(ahead) === braceClose) input.advance(ahead + 1);
}

/** The width of the indentation that lies between the input's place and an offset before it. */
function indentBetween(input: InputStream, from: number): number {
  let depth = 0;
  for (let at = Math.min(from, input.pos); at < Math.max(from, input.pos); at++)
    depth = widen(depth, input.peek(at - input.pos));
  return depth;
}

/** A tab goes to the next multiple of eight; a form feed starts the count again, as in CPython. */
function widen(depth: number, character: number): number {
  if (character === tab) return depth + 8 - (depth % 8);
  return character === formFeed ? 0 : depth + 1;
}

function isBrace(character: number): boolean {
  return character === braceOpen || character === braceClose;
}

function isSpace(character: number): boolean {
  return character === space || character === tab || character === formFeed;
}

function isLineEnd(character: number): boolean {
  return character === newline || character === carriageReturn;
}

/** In the name of a character: letters, digits, space, hyphen. */
function isNameCharacter(character: number): boolean {
  return (
    character === space ||
    character === 45 ||
    (character >= 48 && character <= 57) ||
    (character >= 65 && character <= 90) ||
    (character >= 97 && character <= 122)
  );
}
