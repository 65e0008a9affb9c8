import type { Analysis } from '../language/analysis.js';
import type { Model } from '../language/model/model.js';
import { summarise } from '../language/model/summary.js';
import { isOwn } from '../language/program-files.js';
import { LineIndex } from '../language/syntax/lines.js';
import type { Range, Statement } from '../language/syntax/tree.js';
import { contains } from './document.js';
import { blocks } from './statements.js';
import { parameters } from './wording.js';

/** A stretch over several lines that can be folded into the first of them. */
export interface Fold {
  readonly range: Range;
  readonly kind: 'model' | 'imports' | 'code';
  /** What stands for a folded model. */
  readonly text?: string;
}

/**
 * Models, from their first layer to what puts them together; runs of imports; and blocks and brackets, since an editor
 * that is told of some folds may look for no others. At most one begins on each line.
 */
export function folds(analysis: Analysis): readonly Fold[] {
  const lines = new LineIndex(analysis.text);
  const byLine = new Map<number, Fold>();
  const add = (range: Range, kind: Fold['kind'], text?: string) => {
    const { start, end } = range;
    const line = lines.lineAt(start);
    if (lines.lineAt(end) > line && !byLine.has(line))
      byLine.set(line, { range: { start, end }, kind, ...(text ? { text } : {}) });
  };
  const { body } = analysis.module;
  for (const model of analysis.models) {
    const range = modelRange(model, body);
    if (range) add(range, 'model', modelText(model));
  }
  addImports(body, add);
  addBlocks(body, lines, add);
  return [...byLine.values()].sort((a, b) => a.range.start - b.range.start);
}

type Add = (range: Range, kind: Fold['kind']) => void;

function modelText(model: Model): string {
  const { totalParams } = summarise(model, () => ({ line: 0 }));
  const count = model.layers.length;
  return `${model.name}: ${count} ${count === 1 ? 'layer' : 'layers'}, ${parameters(totalParams)}`;
}

/** The statements of the innermost block that holds all of the model's layers, from the first that speaks of one. */
function modelRange(model: Model, body: readonly Statement[]): Range | undefined {
  // What a model of a class of the program is made of stands in the class, which folds by itself.
  if (model.kind === 'subclass') return model.range;
  const block = innermostBlock(body, model.range);
  const around = { start: block[0]?.start ?? 0, end: block.at(-1)?.end ?? 0 };
  const parts = [
    model.range,
    ...model.layers.map(({ range }) => range).filter((range) => isOwn(range) && contains(around, range)),
  ];
  const first = block.find((statement) => parts.some((part) => contains(statement, part)));
  const last = block.findLast((statement) => parts.some((part) => contains(statement, part)));
  return first && last && { start: first.start, end: last.end };
}

function innermostBlock(body: readonly Statement[], range: Range): readonly Statement[] {
  const around = body.find((statement) => contains(statement, range));
  const inner = around && blocks(around).find((block) => block.some((statement) => contains(statement, range)));
  return inner ? innermostBlock(inner, range) : body;
}

function addImports(body: readonly Statement[], add: Add): void {
  const isImport = (statement: Statement | undefined) =>
    statement?.kind === 'Import' || statement?.kind === 'ImportFrom';
  for (let i = 0; i < body.length; i += 1) {
    const first = body[i];
    if (!first || !isImport(first)) continue;
    while (isImport(body[i + 1])) i += 1;
    add({ start: first.start, end: body[i]?.end ?? first.end }, 'imports');
  }
}

function addBlocks(body: readonly Statement[], lines: LineIndex, add: Add): void {
  for (const statement of body) {
    const [, ...others] = blocks(statement);
    add(headless(statement), 'code');
    for (const block of blocks(statement)) addBlocks(block, lines, add);
    // `else`, `except`: the line above the block, unless it is an `elif`, which is a statement of its own.
    for (const block of others) {
      const [first] = block;
      if (!first || first.kind === 'If') continue;
      const head = lines.lineAt(first.start) - 1;
      add({ start: lines.offsetAt(head, 0), end: block.at(-1)?.end ?? first.end }, 'code');
    }
    if (blocks(statement).length === 0) addBrackets(statement, add);
  }
}

/** An `if` ends, for its own fold, where its first block does. */
function headless(statement: Statement): Range {
  const [first, ...others] = blocks(statement);
  const ends = others.some((block) => block.length > 0) ? first?.at(-1)?.end : undefined;
  return { start: statement.start, end: ends ?? statement.end };
}

/** Calls, lists and dicts over several lines, within a statement without blocks. */
function addBrackets(field: unknown, add: Add): void {
  if (Array.isArray(field)) for (const element of field) addBrackets(element, add);
  else if (typeof field === 'object' && field !== null) {
    if ('kind' in field && isBracketed(field)) add(field, 'code');
    for (const inner of Object.values(field)) addBrackets(inner, add);
  }
}

const bracketed: ReadonlySet<unknown> = new Set([
  'Call',
  'List',
  'Dict',
  'Tuple',
  'Set',
  'ListComprehension',
  'DictComprehension',
  'String',
]);

function isBracketed(node: object): node is Range {
  return 'kind' in node && bracketed.has(node.kind) && 'start' in node && 'end' in node;
}
