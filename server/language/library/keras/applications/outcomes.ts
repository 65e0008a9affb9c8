import type { CallArguments } from '../../../layers/call-arguments.js';
import type { LayerArguments, WeightSpec } from '../../../layers/layer.js';
import { applyLayer } from '../../../model/apply-layer.js';
import type { Layer, TensorSpec } from '../../../model/model.js';
import type { Range } from '../../../syntax/tree.js';
import {
  anonymous,
  batch,
  type Dim,
  isAnonymous,
  isKnown,
  isOpen,
  type SymbolicDim,
  same,
} from '../../../tensor/dim.js';
import type { Shape } from '../../../tensor/shape.js';

/* An application has up to a thousand layers and is put together at each keystroke. What a layer's settings and its
 * inputs' shapes lead to is a pure fact, and kept. Sizes that are not known (an image of any height) are stood in for
 * by the same dims each time, so that these facts can be kept too. */

/** What a layer's first call comes to. */
export interface Outcome {
  readonly weights: readonly WeightSpec[];
  readonly given: CallArguments;
  readonly outputs: readonly Pick<TensorSpec, 'shape' | 'dtype'>[];
}

/** Sizes that one model's layers make of sizes that are not known: the same for the same operation on the same. */
export type OpenSizes = Map<string, Dim>;

const kept = new WeakMap<LayerArguments, Map<string, Outcome>>();
/** Shapes kept of one setting, at most: a program's own sizes may change with each keystroke. */
const KEPT = 2000;

/** For sizes left open, written None, and for those that are not known: a layer may refuse the first. */
const standIns = {
  open: Array.from({ length: 16 }, () => anonymous('None')),
  unknown: Array.from({ length: 16 }, () => anonymous()),
};

/** undefined where it must be worked out by a call itself: it does not fit, or it depends on sizes that have names. */
export function outcomeOf(
  layer: Layer,
  inputs: readonly TensorSpec[],
  range: Range,
  sizes: OpenSizes,
): Outcome | undefined {
  const open = new Open();
  const shapes: Shape[] = [];
  let key = '';
  for (const { shape, dtype } of inputs) {
    const standing = shape?.map((dim, axis) => open.standIn(dim, axis));
    if (!standing?.every((dim) => dim !== undefined)) return undefined;
    shapes.push(standing);
    key += `${dtype}${open.text};`;
  }
  const facts = roomOf(layer.arguments);
  let fact = facts.get(key);
  if (!fact) {
    fact = ask(layer, inputs, shapes, range);
    if (!fact) return undefined;
    facts.set(key, fact);
  }
  if (open.dims.length === 0) return fact;
  const { weights, given, outputs } = fact;
  const real = (dim: Dim) => open.real(dim, sizes);
  return { weights, given, outputs: outputs.map(({ shape, dtype }) => ({ shape: shape?.map(real), dtype })) };
}

/** The sizes of a call that are not known, in the order in which they are met. */
class Open {
  readonly dims: Dim[] = [];
  /** All dims so far, those that are not known by their places. */
  text = '';
  private readonly keys: string[] = [];

  /** undefined for a size that has a name: what becomes of it is shown. */
  standIn(dim: Dim, axis: number): Dim | undefined {
    if (isKnown(dim)) {
      this.text += `,${dim}`;
      return dim;
    }
    if (axis === 0 && same(dim, batch)) return batch;
    if (!isAnonymous(dim)) return undefined;
    const key = keyOf(dim);
    let at = this.keys.indexOf(key);
    if (at < 0) at = this.keys.push(key) - 1;
    this.dims[at] = dim;
    const kind = isOpen(dim) ? 'open' : 'unknown';
    this.text += `,${kind}${at}`;
    return standIns[kind][at];
  }

  /** What a dim of the outcome is in this call. */
  real(dim: Dim, sizes: OpenSizes): Dim {
    if (isKnown(dim) || same(dim, batch)) return dim;
    for (const standing of [standIns.open, standIns.unknown]) {
      const at = standing.findIndex((each) => same(each, dim));
      if (at >= 0) return this.dims[at] ?? dim;
    }
    const key = `${keyOf(dim)} of ${this.keys.join()}`;
    let found = sizes.get(key);
    if (found === undefined) {
      found = isOpen(dim) ? anonymous('None') : anonymous();
      sizes.set(key, found);
    }
    return found;
  }
}

function ask(layer: Layer, inputs: readonly TensorSpec[], shapes: readonly Shape[], range: Range): Outcome | undefined {
  const probe: Layer = { ...layer, weights: undefined, calls: [] };
  const specs = inputs.map(({ dtype }, i): TensorSpec => ({ shape: shapes[i], dtype, source: undefined }));
  const { call, problem } = applyLayer(probe, specs, range);
  const { weights } = probe;
  if (problem || !weights || !call.outputs.every(({ shape }) => shape)) return undefined;
  if (!weights.every(({ shape }) => shape.every(isKnown))) return undefined;
  return {
    weights: weights.map(({ name, shape, dtype, trainable, initializer }) => ({
      name,
      shape,
      dtype,
      trainable,
      initializer,
    })),
    given: call.given,
    outputs: call.outputs.map(({ shape, dtype }) => ({ shape, dtype })),
  };
}

function roomOf(args: LayerArguments): Map<string, Outcome> {
  let found = kept.get(args);
  if (!found) {
    found = new Map();
    kept.set(args, found);
  }
  if (found.size >= KEPT) found.clear();
  return found;
}

const texts = new WeakMap<SymbolicDim, string>();

/** Equal for equal dims. */
function keyOf(dim: SymbolicDim): string {
  let text = texts.get(dim);
  if (text === undefined) {
    text = [...dim.terms].map(([product, coefficient]) => `${coefficient}*${product}`).join('+');
    texts.set(dim, text);
  }
  return text;
}
