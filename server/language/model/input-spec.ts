import type { CallArguments } from '../layers/call-arguments.js';
import type { InputSpec } from '../layers/layer.js';
import { type Dim, differ, formatDim } from '../tensor/dim.js';
import { formatShape, type MaybeShape, type Shape } from '../tensor/shape.js';
import { ShapeError } from '../tensor/shape-error.js';
import type { Layer, Model, TensorSpec } from './model.js';
import { isOpenName } from './names.js';

/** Compares a call's inputs with what the layer takes; throws ShapeError for the first that does not fit. */
export function checkInputs(layer: Layer, shapes: readonly MaybeShape[], given: CallArguments): void {
  const { definition } = layer;
  if (definition.inputList && given.input(given.first) !== undefined) {
    throw new ShapeError('input-shape', 'takes a list of tensors, got one tensor', {
      received: shapes[0],
      expected: 'a list of tensors',
      keras: definition.inputList,
    });
  }
  const spec = definition.inputSpec?.(layer.arguments, layer.weights, given, shapes);
  if (!spec) return;
  const specs: readonly (InputSpec | undefined)[] = isList(spec) ? spec : shapes.map(() => spec);
  shapes.forEach((shape, i) => {
    if (shape && specs[i]) checkRank(layer, specs[i], shape, i);
  });
  shapes.forEach((shape, i) => {
    if (shape && specs[i]) checkAxes(layer, specs[i], shape, i);
  });
}

function isList(spec: InputSpec | readonly (InputSpec | undefined)[]): spec is readonly (InputSpec | undefined)[] {
  return Array.isArray(spec);
}

function checkAxes(layer: Layer, spec: InputSpec, shape: Shape, input: number): void {
  for (const [axis, size] of spec.axes ?? []) {
    const got = shape.at(axis);
    if (got === undefined || !differ(got, size)) continue;
    const expected = `${formatDim(size)} on axis ${axis}`;
    throw new ShapeError('input-shape', `was built for inputs with ${expected}, got ${formatShape(shape)}`, {
      received: shape,
      axis,
      expected,
      wanted: size,
      keras: `Input ${input} of layer '${layer.name}' is incompatible with the layer: expected axis ${axis} of input shape to have value ${formatDim(size)}, but received input with shape ${kerasShape(shape)}`,
    });
  }
}

function checkRank(layer: Layer, spec: InputSpec, shape: Shape, input: number): void {
  const rank = spec.rank ?? spec.minRank;
  if (rank === undefined) return;
  const wrong = spec.rank === undefined ? shape.length < rank : shape.length !== rank;
  if (!wrong) return;
  const atLeast = spec.rank === undefined;
  const expected = `${atLeast ? 'at least ' : ''}${rank} dimensions`;
  throw new ShapeError('input-rank', `needs ${expected}, got ${formatShape(shape)}`, {
    received: shape,
    expected,
    rank,
    atLeast,
    keras: `Input ${input} of layer '${layer.name}' is incompatible with the layer: expected ${atLeast ? 'min_ndim' : 'ndim'}=${rank}, found ndim=${shape.length}. Full shape received: ${kerasShape(shape)}`,
  });
}

/** As Keras does for a model that is called as a layer. */
export function checkModelInputs(model: Model, inputs: readonly TensorSpec[]): void {
  if (inputs.length !== model.inputs.length) {
    throw new ShapeError('input-shape', `takes ${model.inputs.length} inputs, got ${inputs.length}`, {
      expected: `${model.inputs.length} inputs`,
      keras: countMismatch(model, inputs.length),
    });
  }
  model.inputs.forEach((expected, i) => {
    const got = inputs[i]?.shape;
    if (!expected.shape || !got) return;
    const fits =
      got.length === expected.shape.length &&
      expected.shape.every((dim, axis) => axis === 0 || !differ(dim, got[axis] as Dim));
    if (fits) return;
    throw new ShapeError('input-shape', `takes ${formatShape(expected.shape)}, got ${formatShape(got)}`, {
      received: got,
      expected: formatShape(expected.shape),
      keras: `Input ${i} of layer "${model.name}" is incompatible with the layer: expected shape=${kerasShape(expected.shape)}, found shape=${kerasShape(got)}`,
    });
  });
}

/**
 * By which names a dict gives a model its inputs, in their order: the keys of the dict that the model was made of, else
 * the names of the input layers. undefined for a model that takes none by names, or whose names are not known.
 */
export function inputNames(model: Model): readonly string[] | undefined {
  if (model.kind === 'subclass' || !model.built || model.uncertain) return undefined;
  if (model.inputKeys) return [...model.inputKeys].sort();
  const names: string[] = [];
  for (const { source } of model.inputs) {
    const layer = source?.call.layer;
    // The input that a Sequential made for itself has no name that a program could know.
    if (!layer || layer.unwritten || isOpenName(layer.name)) return undefined;
    names.push(layer.name);
  }
  return names;
}

/** Keras 3's words for another number of tensors than a model has inputs. */
export function countMismatch(model: Model, count: number): string {
  const names = inputNames(model) ?? [];
  const dict = names.map((name) => `'${name}': ...`).join(', ');
  const keys = names.map((name) => `'${name}'`).join(', ');
  return `Layer "${model.name}" expects ${model.inputs.length} named input(s) with keys [${keys}], but it received ${count} input tensors. Pass inputs as a dict, e.g. \`layer({${dict}})\`.`;
}

/** A shape as Keras prints it: `(None, 784)`. */
export function kerasShape(shape: Shape): string {
  const dims = shape.map((dim) => (typeof dim === 'number' ? String(dim) : 'None'));
  return dims.length === 1 ? `(${dims[0]},)` : `(${dims.join(', ')})`;
}
