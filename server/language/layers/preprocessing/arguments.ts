import { anonymous, type Dim } from '../../tensor/dim.js';
import { type ElementType, elementTypes } from '../../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { MaybeShape } from '../../tensor/shape.js';
import { refused, show } from '../arguments.js';
import type { GivenArguments, LayerArguments, PlainValue } from '../layer.js';

/** What stands in `notSupported` for a layer that the runtime does not compute at all. */
export const notComputed: readonly string[] = ['the computation'];

/** A result of which shape and element type are known, but not the computation: `notComputed` keeps it from being run. */
export function uncomputed(
  graph: GraphBuilder,
  x: SymbolicTensor,
  dtype: ElementType,
  shape: MaybeShape,
): readonly SymbolicTensor[] {
  return [{ name: graph.one('Identity', [x]).name, dtype, shape }];
}

/** `dtype=`: the element type that the layer computes with. */
export function computeType(given: GivenArguments, fallback: ElementType = 'float32'): ElementType {
  const value = given.given('dtype') ? given.get('dtype') : undefined;
  if (value === 'mixed_float16') return 'float16';
  return elementTypes.find((type) => type === value) ?? fallback;
}

/** `height=`, `width=` of the pictures that come out. */
export function pictureSize(given: GivenArguments, name: string): Dim {
  const value = given.get(name);
  if (value === undefined) return anonymous();
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw refused(name, value, 'a positive integer', `\`${name}\` must be a positive integer. Received: ${show(value)}`);
}

/** The place of height and width in a picture, or in a batch of them, counted from the end. */
export function pictureAxes(args: LayerArguments): readonly [height: number, width: number] {
  return args['data_format'] === 'channels_first' ? [-2, -1] : [-3, -2];
}

/** A shape with another height and width. */
export function resized(shape: MaybeShape, args: LayerArguments): MaybeShape {
  if (!shape) return undefined;
  const [height, width] = pictureAxes(args);
  const result = [...shape];
  result[shape.length + height] = args['height'] as Dim;
  result[shape.length + width] = args['width'] as Dim;
  return result;
}

export interface Bounds {
  readonly low: number;
  readonly high: number;
  /** The low bound itself is refused. */
  readonly above?: boolean;
  /** Both numbers of a pair must lie within; else the pair must only reach into the bounds. */
  readonly each?: boolean;
  /** Only a number is taken. */
  readonly single?: boolean;
  readonly optional?: boolean;
}

/** A share of chance: a number within bounds, or a pair of them. */
export function checkFactor(given: GivenArguments, name: string, bounds: Bounds): void {
  const value = given.get(name);
  if (value === undefined || (value === null && bounds.optional)) return;
  const { low, high, above = false } = bounds;
  const inside = (n: PlainValue | undefined) => typeof n === 'number' && n <= high && (above ? n > low : n >= low);
  let fits = inside(value);
  if (Array.isArray(value) && !bounds.single) {
    const [first, second] = value as readonly PlainValue[];
    fits =
      value.length === 2 &&
      typeof first === 'number' &&
      typeof second === 'number' &&
      (bounds.each ? inside(first) && inside(second) : first <= high && second >= low);
  }
  if (fits) return;
  throw refused(
    name,
    value,
    `a number from ${low} to ${high}${bounds.single ? '' : ', or two of them'}`,
    `The \`${name}\` argument should be a number (or a list of two numbers) in the range [${low}, ${high}]. Received: ${name}=${show(value)}`,
  );
}

/** `value_range=`: the smallest and the largest value of a picture. */
export function checkValueRange(given: GivenArguments): void {
  const value = given.get('value_range');
  if (value === undefined || (Array.isArray(value) && value.length === 2)) return;
  throw refused(
    'value_range',
    value,
    'two numbers, such as (0, 255)',
    `The \`value_range\` argument should be a list of two numbers. Received: value_range=${show(value)}`,
  );
}

/** A string that must be one of a few. */
export function checkOneOf(given: GivenArguments, name: string, choices: readonly string[]): void {
  const value = given.get(name);
  if (value === undefined || (typeof value === 'string' && choices.includes(value))) return;
  throw refused(
    name,
    value,
    choices.map((each) => `'${each}'`).join(' or '),
    `Unknown \`${name}\` ${show(value)}. Expected of one (${choices.map((each) => `'${each}'`).join(', ')}).`,
    choices,
  );
}
