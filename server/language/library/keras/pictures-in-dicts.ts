import type { Layer } from '../../model/model.js';
import type { TensorData } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { type DictValue, type TensorValue, tensor, tuple, unknown, type Value } from '../../values/value.js';
import { toArray } from '../numpy/operand.js';
import { asFloat32, dataOf } from './data.js';
import { dict } from './history.js';
import { cutMix, type Mixed, type Mixing, mixUp } from './mixing.js';
import { randomOf } from './state.js';

/*
 * Layers that change pictures take them in a dict, too: `{'images': …, 'labels': …}`. MixUp and CutMix change the labels
 * with the pictures, by the same draw: the script's own thread computes them on arrays that are known, in a model the layer.
 */

const mixings: Readonly<Record<string, Mixing>> = { MixUp: mixUp, CutMix: cutMix };

/** undefined where a call is none on a dict, nor one that mixes: then it goes the way of all layers. */
export function calledOnPictures(layer: Layer, args: Arguments, context: Context): Value | undefined {
  if (!layer.definition.takesPictures) return undefined;
  const given = args.rest[0];
  const mixing = mixings[layer.definition.name];
  if (given?.kind === 'dict') return ofDict(layer, given, mixing, args, context);
  // Two of them come from here: `inGraph`.
  if (!mixing || given?.kind === 'tuple' || context.host.mode === 'shapes' || !trains(args, context)) return undefined;
  const images = given && numbersOf(given, context);
  return images && mix(layer, { images, labels: undefined }, mixing, context)?.images;
}

function ofDict(
  layer: Layer,
  given: DictValue,
  mixing: Mixing | undefined,
  args: Arguments,
  context: Context,
): Value | undefined {
  const parts = new Map(
    [...given.entries.values()].flatMap(({ key, value }): [string, Value][] =>
      key.kind === 'str' ? [[key.value, value]] : [],
    ),
  );
  const images = parts.get('images');
  if (!images || parts.size < given.entries.size) return unknown('a dict without "images"', layer.name);
  const others = [...parts.keys()].filter((name) => name !== 'images' && name !== 'labels');
  if (others.length > 0 && context.host.mode === 'numbers')
    return context.unknown(`"${others[0]}" among what it is called on is not supported yet`, layer.definition.name);
  const labels = parts.get('labels');
  if (mixing && labels && (isSymbolic(images) || isSymbolic(labels)))
    return inGraph(parts, [images, labels], args, context);
  const mixes = mixing && trains(args, context);
  if (!mixes || context.host.mode === 'shapes') {
    const changed = context.call(args.get('self'), [images, ...args.rest.slice(1)], args.keywords);
    return asDict(parts, (name) => {
      if (name === 'images') return changed;
      return name === 'labels' && labels ? asTensor(labels, mixes === true, context) : unknown(`"${name}"`, layer.name);
    });
  }
  const [x, y] = [numbersOf(images, context), labels && numbersOf(labels, context)];
  if (labels && !(x && y)) return inGraph(parts, [images, labels], args, context);
  if (!x) return context.unknown('what it is called on is not known', layer.definition.name);
  const found = mix(layer, { images: x, labels: y }, mixing, context);
  return found && asDict(parts, (name) => (name === 'images' ? found.images : (found.labels as Value)));
}

/** What a model is made of: the layer's computation mixes both. */
function inGraph(
  parts: ReadonlyMap<string, Value>,
  given: readonly [Value, Value],
  args: Arguments,
  context: Context,
): Value {
  const mixed = context.call(args.get('self'), [tuple([...given]), ...args.rest.slice(1)], args.keywords);
  if (mixed.kind !== 'tuple') return mixed;
  return asDict(parts, (name) => mixed.elements[name === 'images' ? 0 : 1] as Value);
}

function asDict(parts: ReadonlyMap<string, Value>, value: (name: string) => Value): Value {
  return dict([...parts.keys()].map((name) => [name, value(name)] as const));
}

function mix(
  { definition, arguments: given }: Layer,
  { images, labels }: { readonly images: TensorData; readonly labels: TensorData | undefined },
  mixing: Mixing,
  context: Context,
): { readonly images: Value; readonly labels: Value | undefined } | undefined {
  const { name } = definition;
  const refuse = (what: string) => {
    context.unknown(`${what} is not supported yet`, name);
    return undefined;
  };
  // A picture by itself is mixed with itself.
  if (images.shape.length === 3) return { images: valueOf(floats(images)), labels: labels && valueOf(labels) };
  if (images.shape.length !== 4) return refuse('anything but pictures');
  if (labels && labels.dtype !== 'float32') return refuse('a mixture of labels that are whole numbers');
  if (labels && (labels.shape.length !== 2 || labels.shape[0] !== images.shape[0]))
    return refuse('labels other than one row for each picture');
  const made: Mixed | undefined = mixing({ images: floats(images), labels }, given, randomOf(context));
  if (!made) return refuse('a setting that is not known, or below 0,');
  return { images: valueOf(made.images), labels: made.labels && valueOf(made.labels) };
}

function valueOf({ dtype, shape, data }: TensorData): Value {
  return tensor('tensorflow', dtype, shape, data);
}

function isSymbolic(value: Value): boolean {
  return value.kind === 'tensor' && value.library === 'keras';
}

function floats({ shape, data }: TensorData): TensorData {
  return { dtype: 'float32', shape, data: Float32Array.from(data as ArrayLike<number | bigint>, Number) };
}

/** Keras's default is that it does. */
function trains(args: Arguments, context: Context): boolean {
  const said = args.keywords.get('training') ?? args.rest[1];
  return said === undefined || context.truth(said) === true;
}

/** The array that a value is; undefined for what a model is made of, and what is not known. */
function numbersOf(value: Value, context: Context): TensorData | undefined {
  if (value.kind === 'tensor' && value.library === 'keras') return undefined;
  const array = toArray(value, context);
  return array && asFloat32(dataOf(array));
}

/** Labels as a layer gives them back: in float32 where they are mixed, or any float. */
function asTensor(labels: Value, mixed: boolean, context: Context): Value {
  const array: TensorValue | undefined = toArray(labels, context);
  if (!array) return unknown('the labels are not known', 'labels');
  const data = asFloat32(dataOf(array));
  const dtype = mixed || array.dtype === 'float64' ? 'float32' : array.dtype;
  return data ? tensor('tensorflow', data.dtype, data.shape, data.data) : tensor('tensorflow', dtype, array.shape);
}
