import type { Analysis } from '../language/analysis.js';
import { layerOf } from '../language/library/keras/layer-objects.js';
import { modelOf } from '../language/library/keras/model-objects.js';
import type { Node, Range } from '../language/syntax/tree.js';
import type { Value } from '../language/values/value.js';
import { argumentHover } from './argument-hover.js';
import { describeLayer, describeModel, describeValue } from './descriptions.js';
import { contains } from './document.js';
import { nodePath } from './node-path.js';
import { callableOf, signatureMarkdown } from './signatures.js';

export interface Hover {
  readonly range: Range;
  /** Markdown. */
  readonly text: string;
}

/** What stands at an offset: a layer, a model, a tensor, another value that is known, or why one is not. */
export function hover(analysis: Analysis, offset: number): Hover | undefined {
  const path = nodePath(analysis.module, offset);
  const [node, parent] = path;
  if (!node) return undefined;
  const argument = argumentHover(analysis, path, offset);
  if (argument) return argument;
  const call = parent && calledBy(node, path);
  const range = wordOf(node, offset);
  if (!range) return undefined;
  const text =
    (call && describeCall(analysis, call)) ?? describeNode(analysis, node, analysis.text.slice(range.start, range.end));
  return text === undefined ? undefined : { range, text };
}

/** The call whose callee the node is, or ends with: `Dense` and `layers` in `layers.Dense(64)`. */
function calledBy(node: Node, path: readonly Node[]): Range | undefined {
  if (node.kind !== 'Name' && node.kind !== 'Attribute') return undefined;
  return path.find((outer) => outer.kind === 'Call' && contains(outer.callee, node) && outer.callee.end === node.end);
}

/** Hovers are on names, not on whole expressions. */
function wordOf(node: Node, offset: number): Range | undefined {
  if (node.kind === 'Name') return node;
  if (node.kind !== 'Attribute' || offset < node.nameStart) return undefined;
  return { start: node.nameStart, end: node.nameStart + node.name.length };
}

/** A constructor of a layer or a model, or the call of a layer. */
function describeCall(analysis: Analysis, range: Range): string | undefined {
  const isHere = (other: { readonly range: Range }) =>
    other.range.start === range.start && other.range.end === range.end;
  const layer =
    analysis.layers.findLast((other) => isHere(other) && other.definition.name !== 'InputLayer') ??
    analysis.layers.findLast(isHere);
  if (layer) return describeLayer(layer);
  const model = analysis.models.findLast(isHere);
  if (model) return describeModel(model);
  const call = analysis.layerCalls.findLast(isHere);
  return call && describeLayer(call.layer, call);
}

function describeNode(analysis: Analysis, node: Node, name: string): string | undefined {
  const value =
    analysis.valueOf(node) ??
    analysis.bindings.findLast(({ target }) => target.start === node.start && target.end === node.end)?.value;
  if (!value) return undefined;
  const layer = layerOf(value);
  if (layer) return describeLayer(layer);
  const model = modelOf(value)?.model;
  if (model) return describeModel(model);
  return describeValue(name, value) ?? describeCallable(analysis, value);
}

/** How a function or a class is called. */
function describeCallable(analysis: Analysis, value: Value): string | undefined {
  if (value.kind === 'object' || value.kind === 'instance') return undefined;
  const callable = callableOf(analysis, { kind: 'value', value });
  return callable && signatureMarkdown(callable);
}
