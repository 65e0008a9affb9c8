import type { Analysis } from '../language/analysis.js';
import type { Model } from '../language/model/model.js';
import { typeName } from '../language/model/outputs.js';
import type { Range, Statement } from '../language/syntax/tree.js';
import { contains } from './document.js';
import { shapes } from './wording.js';

/** An entry of the outline. */
export interface DocumentSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'model' | 'layer' | 'function' | 'class';
  /** All that belongs to it. */
  readonly range: Range;
  /** What is marked when it is chosen; lies in `range`. */
  readonly selection: Range;
  readonly children: DocumentSymbol[];
}

/** Functions and classes as they are nested, and models with their layers in whichever makes them. */
export function symbols(analysis: Analysis): DocumentSymbol[] {
  const outline = definitions(analysis.module.body);
  const places = new Set<number>();
  for (const model of analysis.models.toReversed()) {
    if (places.has(model.range.start)) continue;
    places.add(model.range.start);
    innermost(outline, model.range).push(modelSymbol(model, analysis));
  }
  sort(outline);
  return outline;
}

function definitions(body: readonly Statement[]): DocumentSymbol[] {
  return body.flatMap((statement) => {
    if (statement.kind !== 'Function' && statement.kind !== 'Class') return [];
    const selection = { start: statement.nameStart, end: statement.nameStart + statement.name.length };
    if (statement.name === '' || !contains(statement, selection)) return [];
    const kind = statement.kind === 'Class' ? 'class' : 'function';
    return [
      {
        name: statement.name,
        detail: '',
        kind,
        range: { start: statement.start, end: statement.end },
        selection,
        children: definitions(statement.body),
      },
    ];
  });
}

/** A model by the name of the variable that it is bound to, else by Keras's; it reaches over the layers around it. */
function modelSymbol(model: Model, analysis: Analysis): DocumentSymbol {
  const around = analysis.module.body.find(
    (statement) => contains(statement, model.range) && (statement.kind === 'Function' || statement.kind === 'Class'),
  );
  const layers = model.layers.filter(({ range }) => !around || contains(around, range));
  const range = {
    start: Math.min(model.range.start, ...layers.map((layer) => layer.range.start)),
    end: Math.max(model.range.end, ...layers.map((layer) => layer.range.end)),
  };
  const children = layers.map((layer): DocumentSymbol => {
    const outputs = model.calls.findLast((call) => call.layer === layer)?.outputs;
    const detail = outputs ? `${typeName(layer)} ${shapes(outputs)}` : typeName(layer);
    return { name: layer.name, detail, kind: 'layer', range: layer.range, selection: layer.range, children: [] };
  });
  return { name: model.name, detail: model.kind, kind: 'model', range, selection: model.range, children };
}

function innermost(outline: DocumentSymbol[], range: Range): DocumentSymbol[] {
  const around = outline.find(
    (symbol) => symbol.kind !== 'model' && symbol.kind !== 'layer' && contains(symbol.range, range),
  );
  return around ? innermost(around.children, range) : outline;
}

function sort(outline: DocumentSymbol[]): void {
  outline.sort((a, b) => a.range.start - b.range.start);
  for (const { children } of outline) sort(children);
}
