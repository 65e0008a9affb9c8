import type { Analysis } from '../language/analysis.js';
import { findModule, topModules } from '../language/library/index.js';
import type { Range } from '../language/syntax/tree.js';
import { argumentWords } from './argument-words.js';
import { choiceKind, choicesOf } from './choices.js';
import { argumentAt, type Cursor, cursorAt, keywordsAfter, type OpenBracket } from './cursor.js';
import { type Member, membersOf } from './members.js';
import { describeChoice } from './named-choices.js';
import { attributeOf, type Known, meaningOf, modelMeant } from './names.js';
import { type Path, pathEndingAt } from './paths.js';
import { type Callable, type CallParameter, callableOf, parameterAt, signatureMarkdown } from './signatures.js';

/** Something that can be written at the cursor. */
export interface Completion {
  readonly label: string;
  readonly kind: Member['kind'] | 'argument' | 'value' | 'layer';
  /** Stands behind the label: a default, a layer's class. */
  readonly detail?: string;
  /** What is typed already and gives way. */
  readonly range: Range;
  /** Markdown, worked out when it is looked at. */
  readonly documentation?: () => string | undefined;
}

/** What can be written at a place of a text that may be half typed, in the order in which it is offered; empty where nothing is sure to be right. */
export function completions(analysis: Analysis, offset: number): readonly Completion[] {
  const cursor = cursorAt(analysis, offset);
  if (!cursor) return [];
  if (cursor.string) return inString(analysis, cursor);
  const { before, word } = cursor;
  if (/^\p{N}/u.test(analysis.text.slice(word.start, word.end))) return [];
  const [first] = before;
  if (first?.text === 'from' || first?.text === 'import') return inImport(analysis, cursor);
  if (before.at(-1)?.text === '.') return afterDot(analysis, cursor);
  const argument = argumentAt(cursor);
  if (!argument) return [];
  return inCall(analysis, cursor, argument.call, argument.within);
}

// ---- names ---------------------------------------------------------------------------------------

function afterDot(analysis: Analysis, { before, word }: Cursor): readonly Completion[] {
  const path = pathEndingAt(before, before.length - 2);
  const known = path && meaningOf(analysis, path, word.start);
  return known ? membersOf(analysis, known).map((member) => memberCompletion(analysis, known, member, word)) : [];
}

function memberCompletion(analysis: Analysis, known: Known, { name, kind }: Member, range: Range): Completion {
  const found = () => attributeOf(analysis, known, name);
  return { label: name, kind, range, documentation: () => describeKnown(analysis, found()) };
}

function describeKnown(analysis: Analysis, known: Known | undefined): string | undefined {
  const callable = known && callableOf(analysis, known);
  return callable && signatureMarkdown(callable);
}

/** `import a.b`, `from a.b import c`. */
function inImport(analysis: Analysis, { before, word }: Cursor): readonly Completion[] {
  const [first] = before;
  const at = before.findIndex(({ text }) => text === 'import');
  if (first?.text === 'from' && at > 0) {
    const module = findModule(textOf(before.slice(1, at)));
    const names = before.slice(at + 1).filter(({ kind }) => kind === 'name');
    const last = before.at(-1)?.text;
    if (!module || (last !== 'import' && last !== ',' && last !== '(')) return [];
    const known: Known = { kind: 'value', value: module };
    return membersOf(analysis, known)
      .filter(({ name }) => !names.some(({ text }) => text === name))
      .map((member) => memberCompletion(analysis, known, member, word));
  }
  const last = before.at(-1)?.text;
  if (last === '.') {
    const dotted = before.slice(before.findLastIndex(({ text }) => text === ',' || text === first?.text) + 1, -1);
    const known: Known | undefined = valueOf(findModule(textOf(dotted)));
    const modules = known ? membersOf(analysis, known).filter(({ kind }) => kind === 'module') : [];
    return modules.map(({ name, kind }) => ({ label: name, kind, range: word }));
  }
  if (last !== 'from' && last !== 'import' && last !== ',') return [];
  return topModules().map((name) => ({ label: name, kind: 'module', range: word }));
}

function valueOf(module: ReturnType<typeof findModule>): Known | undefined {
  return module && { kind: 'value', value: module };
}

function textOf(pieces: Cursor['before']): string {
  return pieces.map(({ text }) => text).join('');
}

// ---- arguments -----------------------------------------------------------------------------------

function inCall(
  analysis: Analysis,
  cursor: Cursor,
  call: OpenBracket,
  within: readonly OpenBracket[],
): readonly Completion[] {
  const callable = calleeOf(analysis, call, cursor);
  const innermost = within.at(-1) ?? call;
  if (!callable || innermost.begun) return [];
  const place = parameterAt(callable, call);
  const parameter = place === undefined ? undefined : callable.parameters[place];
  const isValue = call.keyword !== undefined || within.length > 0;
  const values = parameter && isValue ? valuesOf(callable, parameter, within, cursor) : [];
  return isValue ? values : keywords(analysis, cursor, callable, call);
}

function calleeOf(analysis: Analysis, { callee }: OpenBracket, { offset }: Cursor): Callable | undefined {
  const known = callee && meaningOf(analysis, callee, offset);
  return known && callableOf(analysis, known);
}

/** The arguments that are not given yet, in the order of the signature. */
function keywords(
  analysis: Analysis,
  { offset, word }: Cursor,
  callable: Callable,
  { given, position }: OpenBracket,
): readonly Completion[] {
  const byPlace = position - given.length;
  const taken = new Set([...given, ...keywordsAfter(analysis, offset)]);
  return callable.parameters
    .filter(({ name, style }, i) => {
      if (style === '*' || style === '**' || style === 'positional-only' || taken.has(name)) return false;
      return style === 'keyword-only' || i >= byPlace;
    })
    .map((parameter) => ({
      label: `${parameter.name}=`,
      kind: 'argument',
      detail: parameter.default ?? '',
      range: word,
      documentation: () => argumentDocumentation(callable, parameter),
    }));
}

function argumentDocumentation(callable: Callable, parameter: CallParameter): string {
  const words = argumentWords(callable, parameter.name);
  return [`\`${parameter.text}\``, words].filter((line) => line !== undefined).join('\n\n');
}

/** Where nothing of a value is typed yet: the strings that it can be, or True and False. */
function valuesOf(
  callable: Callable,
  parameter: CallParameter,
  within: readonly OpenBracket[],
  { word }: Cursor,
): readonly Completion[] {
  if (!isValuePlace(within)) return [];
  if (parameter.default === 'True' || parameter.default === 'False')
    return within.length ? [] : ['True', 'False'].map((label) => ({ label, kind: 'constant', range: word }));
  return choicesOf(callable, parameter.name).map((name) => ({
    label: `"${name}"`,
    kind: 'value',
    range: word,
    documentation: () => choiceDocumentation(callable, parameter.name, name),
  }));
}

/** In a list of values, and behind the colon of a dict; its keys are something else. */
function isValuePlace(within: readonly OpenBracket[]): boolean {
  return within.every(({ character, keyword }) => character === '[' || (character === '{' && keyword === ':'));
}

function choiceDocumentation(callable: Callable, argument: string, name: string): string | undefined {
  const kind = choiceKind(callable, argument);
  return kind && describeChoice(kind, name);
}

// ---- strings -------------------------------------------------------------------------------------

function inString(analysis: Analysis, cursor: Cursor): readonly Completion[] {
  const { string, word } = cursor;
  const argument = argumentAt(cursor);
  if (!argument || !string?.content || /[fb]/i.test(string.content.prefix)) return [];
  const { call, within } = argument;
  const innermost = within.at(-1) ?? call;
  const callable = calleeOf(analysis, call, cursor);
  const place = callable && parameterAt(callable, call);
  const name = place === undefined ? undefined : callable?.parameters[place]?.name;
  if (!callable || name === undefined || innermost.begun || !isValuePlace(within)) return [];
  // What stands behind the cursor in the same string gives way too.
  const range = { start: word.start, end: string.content.open ? cursor.offset : endOfString(analysis, cursor) };
  if (call.callee && callable.name === 'get_layer' && name === 'name')
    return layersOf(analysis, call.callee, cursor).map((layer) => ({ ...layer, range }));
  return choicesOf(callable, name).map((label) => ({
    label,
    kind: 'value',
    range,
    documentation: () => choiceDocumentation(callable, name, label),
  }));
}

function endOfString({ text }: Analysis, { offset }: Cursor): number {
  const rest = /[\w]*/y;
  rest.lastIndex = offset;
  rest.test(text);
  return rest.lastIndex;
}

function layersOf(analysis: Analysis, callee: Path, { offset }: Cursor): Omit<Completion, 'range'>[] {
  const object = { ...callee, steps: callee.steps.slice(0, -1) };
  const known = meaningOf(analysis, object, offset);
  const model = known && modelMeant(known);
  return (model?.layers ?? []).map(({ name, definition }) => ({ label: name, kind: 'layer', detail: definition.name }));
}
