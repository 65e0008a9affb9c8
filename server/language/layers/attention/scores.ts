import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { refused } from '../arguments.js';
import type { CallArgument, CallArguments } from '../call-arguments.js';
import type { GivenArguments, LayerContext } from '../layer.js';
import { integers, scalar } from '../scalar.js';

/** What is taken from a score where its mask says no: e to that power is 0. */
const MASKED = 1e9;

/** ONNX's number of float32. */
const FLOAT = 1;

/**
 * Scores to shares that sum to 1 along the last axis. Masks hold 1 where a score counts and 0 where it does not, and
 * broadcast to the scores.
 */
export function shares(graph: GraphBuilder, scores: SymbolicTensor, masks: readonly SymbolicTensor[]): SymbolicTensor {
  const [first, ...others] = masks;
  if (!first) return graph.one('Softmax', [scores], { axis: { int: -1 } });
  const mask = others.reduce((product, next) => graph.one('Mul', [product, next]), first);
  const shift = graph.one('Mul', [graph.one('Sub', [mask, scalar(graph, 1, mask)]), scalar(graph, MASKED, mask)]);
  return graph.one('Softmax', [graph.one('Add', [scores, shift])], { axis: { int: -1 } });
}

/** 1 where a position of the last axis but one may look at one of the last axis: at itself and at what stands before. */
export function causalMask(graph: GraphBuilder, scores: SymbolicTensor): SymbolicTensor {
  const sizes = graph.one('Shape', [scores], { start: { int: -2 } });
  const ones = graph.one('Expand', [scalar(graph, 1, scores), sizes]);
  return graph.one('Trilu', [ones], { upper: { int: 0 } });
}

/** A mask as 0 and 1 in float32, with axes of size 1 put in at `axes`. */
export function maskOf(graph: GraphBuilder, mask: SymbolicTensor, axes: readonly number[]): SymbolicTensor {
  const numbers = mask.dtype === 'float32' ? mask : graph.one('Cast', [mask], { to: { int: FLOAT } });
  return axes.length ? graph.one('Unsqueeze', [numbers, integers(graph, axes)]) : numbers;
}

/** While training, sets a share of the values to 0 and scales up the rest. */
export function dropped(
  x: SymbolicTensor,
  rate: number | undefined,
  { graph, training }: Pick<LayerContext, 'graph' | 'training'>,
): SymbolicTensor {
  if (!training || !rate) return x;
  const active = graph.constant({ dtype: 'bool', shape: [], data: Uint8Array.of(1) });
  return graph.one('Dropout', [x, scalar(graph, rate, x), active]);
}

/** `dropout=`: a number from 0 to 1; undefined where it is not known. */
export function dropoutRate(given: GivenArguments): number | undefined {
  const rate = given.get('dropout');
  if (rate === undefined || rate === null) return undefined;
  if (typeof rate === 'number' && rate >= 0 && rate <= 1) return rate;
  throw refused(
    'dropout',
    rate,
    'a number from 0 to 1',
    `Invalid value received for argument \`rate\`: ${String(rate)}`,
  );
}

/** The place among the inputs of an element of an argument that is a list; undefined where there is no tensor. */
export function placeIn(given: CallArguments, name: string, index: number): number | undefined {
  const value: CallArgument | undefined = given.values.get(name);
  const element = value?.kind === 'list' ? value.elements[index] : undefined;
  return element?.kind === 'tensor' ? element.input : undefined;
}
