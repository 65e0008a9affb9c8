import { analyse } from '../../server/language/analyse.js';
import type { Analysis } from '../../server/language/analysis.js';
import type { Layer } from '../../server/language/model/model.js';
import { notebookProgram, readNotebook } from '../../server/language/syntax/notebook.js';
import type { Expression, Module, Node } from '../../server/language/syntax/tree.js';
import { formatDim } from '../../server/language/tensor/dim.js';
import type { MaybeShape } from '../../server/language/tensor/shape.js';
import type { Value } from '../../server/language/values/value.js';
import { layerNames } from './layer-names.js';

/** What the analysis of one file came to. */
export interface FileMeasure {
  readonly characters: number;
  /** Milliseconds from text to result, without anything kept of an earlier one, and those that the processor worked. */
  readonly milliseconds: number;
  readonly processor: number;
  readonly models: number;
  readonly layers: Share;
  /** Assignments whose value is a tensor. */
  readonly tensors: Share;
  /** Assignments whose value is unknown: whether it is a tensor is unknown too. */
  readonly values: Share;
}

export interface Share {
  readonly known: number;
  readonly unknown: readonly UnknownPlace[];
}

export interface UnknownPlace {
  readonly reason: string;
  /** Counts from 1; of a notebook, in all its code cells together. */
  readonly line: number;
  /** What stands there. */
  readonly code: string;
}

/** The program of a script or notebook; undefined for a notebook that is not one of Python. */
export function programOf(file: string, text: string): string | undefined {
  if (!/\.ipynb$/i.test(file)) return text.replace(/^\uFEFF/, '');
  const notebook = readNotebook(text);
  return 'fault' in notebook ? undefined : notebookProgram(notebook.cells).text;
}

/** Analyses a program, with the clock, and asks the result what it knows. */
export function measure(program: string): FileMeasure {
  const worked = process.cpuUsage();
  const before = performance.now();
  const analysis = analyse(program);
  const milliseconds = performance.now() - before;
  const { user, system } = process.cpuUsage(worked);
  const lines = program.split('\n');
  const place = placing(lines);
  return {
    characters: program.length,
    milliseconds,
    processor: (user + system) / 1000,
    models: analysis.models.length,
    layers: layersOf(analysis, place),
    ...bindingsOf(analysis, place),
  };
}

type Placing = (reason: string, offset: number) => UnknownPlace;

/** Each place that calls one of Keras's layer classes by its name, and what is known of the layer that it makes. */
function layersOf(analysis: Analysis, place: Placing): Share {
  const made = new Map<number, Layer>();
  for (const layer of analysis.layers) {
    const other = made.get(layer.range.start);
    if (!other || layer.calls.length > 0) made.set(layer.range.start, layer);
  }
  let known = 0;
  const unknown: UnknownPlace[] = [];
  for (const { node, within } of nodesOf(analysis.module)) {
    if (node.kind !== 'Call' || !isLayerName(node.callee)) continue;
    const reason = whyUnknown(node, within, made.get(node.start), analysis);
    if (reason === undefined) known += 1;
    else unknown.push(place(reason, node.start));
  }
  return { known, unknown };
}

/** `Dense`, `layers.Dense`; not PyTorch's `nn.Embedding`. */
function isLayerName(callee: Expression): boolean {
  if (callee.kind === 'Name') return layerNames.has(callee.id);
  if (callee.kind !== 'Attribute' || !layerNames.has(callee.name)) return false;
  const { object } = callee;
  return !(
    (object.kind === 'Name' && /^(?:nn|torch|hk|slim)$/.test(object.id)) ||
    (object.kind === 'Attribute' && object.name === 'nn')
  );
}

function whyUnknown(node: Node, within: Within, layer: Layer | undefined, analysis: Analysis): string | undefined {
  if (!layer) {
    const value = analysis.valueOf(node);
    if (!value) return `not reached, ${within}`;
    if (value.kind === 'tensor') return isKnownShape(value.shape) ? undefined : (value.reason ?? 'a dim of the input');
    return value.kind === 'unknown' ? reasonOf(value) : `made no layer, but: ${value.kind}`;
  }
  const call = layer.calls.at(-1);
  if (!call) return whyNotCalled(layer, within, analysis);
  if (call.outputs.every(({ shape }) => isKnownShape(shape))) return undefined;
  const problem = analysis.problems.find(({ start, end }) => start <= call.range.end && call.range.start <= end);
  if (problem) return `fault ${problem.rule}`;
  if (call.inputs.some(({ shape }) => !isKnownShape(shape))) return 'what comes before it is unknown';
  return `${layer.definition.name} does not say it`;
}

function whyNotCalled(layer: Layer, within: Within, { models }: Analysis): string {
  const model = models.find(({ layers }) => layers.includes(layer));
  if (!model) return `made, but not called, ${within}`;
  if (model.uncertain) return `in a ${model.kind} model of which not all layers are known`;
  return `in a ${model.kind} model that is not built`;
}

/** A shape without a dim of which nothing is known; `None` and names are the user's own. */
function isKnownShape(shape: MaybeShape): boolean {
  return shape?.every((dim) => formatDim(dim) !== '?') ?? false;
}

function bindingsOf(analysis: Analysis, place: Placing): Pick<FileMeasure, 'tensors' | 'values'> {
  const latest = new Map<number, Value>();
  for (const { target, value } of analysis.bindings) latest.set(target.start, value);
  const tensors = { known: 0, unknown: [] as UnknownPlace[] };
  const values = { known: 0, unknown: [] as UnknownPlace[] };
  for (const [start, value] of latest) {
    if (value.kind === 'unknown') values.unknown.push(place(reasonOf(value), start));
    else values.known += 1;
    if (value.kind !== 'tensor') continue;
    if (isKnownShape(value.shape)) tensors.known += 1;
    else tensors.unknown.push(place(value.reason ?? 'no reason kept', start));
  }
  return { tensors, values };
}

function reasonOf({ reason, name }: { readonly reason: string; readonly name?: string }): string {
  return name === undefined ? reason : `${reason} [${name}]`;
}

type Within = 'at the top' | 'in a class' | 'in a function' | 'in a method';

function* nodesOf(module: Module): Generator<{ readonly node: Node; readonly within: Within }> {
  const open: [unknown, Within][] = [[module.body, 'at the top']];
  for (let next = open.pop(); next; next = open.pop()) {
    const [part, within] = next;
    if (typeof part !== 'object' || part === null) continue;
    if (isNode(part)) yield { node: part, within };
    const inside = isNode(part) ? insideOf(part, within) : within;
    for (const each of Object.values(part).reverse()) open.push([each, inside]);
  }
}

function insideOf(node: Node, within: Within): Within {
  if (node.kind === 'Class') return 'in a class';
  if (node.kind !== 'Function' && node.kind !== 'Lambda') return within;
  return within === 'in a class' || within === 'in a method' ? 'in a method' : 'in a function';
}

function isNode(value: object): value is Node {
  return 'kind' in value && 'start' in value && 'end' in value;
}

function placing(lines: readonly string[]): Placing {
  let end = 0;
  const ends = lines.map((line) => (end += line.length + 1));
  return (reason, offset) => {
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) > offset) high = middle;
      else low = middle + 1;
    }
    return { reason, line: low + 1, code: (lines[low] ?? '').trim().slice(0, 90) };
  };
}
