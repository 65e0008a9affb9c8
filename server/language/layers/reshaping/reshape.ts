import { anonymous, type Dim, divideExactly, isKnown, same } from '../../tensor/dim.js';
import { formatShape, type Shape, sizeOf } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { refused, setting } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';
import { integers } from '../scalar.js';

/** The same values in another shape, sample by sample. */
export const reshape: LayerDefinition = {
  name: 'Reshape',
  signature: 'target_shape',
  description: 'Gives each sample another shape with as many values; one -1 is worked out.',
  documentation: 'layers/reshaping_layers/reshape/',
  anyElementType: true,
  configure(given) {
    const value = given.get('target_shape');
    if (value === undefined) return { target_shape: undefined };
    if (!Array.isArray(value) || value.some((dim) => typeof dim === 'number' && dim < -1)) {
      throw refused('target_shape', value, 'a tuple of integers', 'target_shape must be a tuple of integers');
    }
    if (value.filter((dim) => dim === -1).length > 1) {
      throw refused(
        'target_shape',
        value,
        'at most one -1',
        `There must be at most one unknown dimension (-1) in \`target_shape\`. Received: target_shape=(${value.join(', ')}).`,
      );
    }
    // What is no whole number Keras takes for an open size.
    return { target_shape: value.map((dim) => (typeof dim === 'number' && Number.isInteger(dim) ? dim : null)) };
  },
  inputSpec: () => ({ minRank: 1 }),
  call(args, [x], _weights, { graph }) {
    if (!x) return [];
    const wanted = setting<readonly (number | null)[] | undefined>(args, 'target_shape');
    if (!wanted || !x.shape) return [{ ...graph.one('Identity', [x]), shape: undefined }];
    const sample = resolve(x.shape.slice(1), wanted);
    const batch = x.shape[0] as Dim;
    const open = sample.map((dim) => (isKnown(dim) ? dim : -1));
    const result = graph.one('Reshape', [x, integers(graph, [0, ...open])]);
    return [{ ...result, shape: [batch, ...sample] }];
  },
};

/** The target with its -1 worked out: one sample's size stays the same. */
function resolve(sample: Shape, target: readonly (number | null)[]): Dim[] {
  if (target.includes(null)) return target.map((dim) => (dim === null || dim === -1 ? anonymous('None') : dim));
  const wanted = target as readonly number[];
  const size = sizeOf(sample);
  // A size that is open may be anything, 0 too.
  const rest = wanted.filter((dim) => dim !== -1).reduce((product, dim) => product * dim, 1);
  if (!wanted.includes(-1)) {
    if (isKnown(size) && !same(size, rest)) throw misfit(sample, wanted, size, rest);
    return [...wanted];
  }
  if (isKnown(size) && (rest === 0 || size % rest !== 0)) throw misfit(sample, wanted, size, rest);
  const free = divideExactly(size, rest) ?? anonymous('None');
  return wanted.map((dim) => (dim === -1 ? free : dim));
}

function misfit(sample: Shape, wanted: readonly number[], size: number, rest: number): ShapeError {
  const target = formatShape(wanted);
  const why = wanted.includes(-1)
    ? `${size} values a sample do not divide by ${rest}`
    : `${size} values a sample do not fill ${rest}`;
  return new ShapeError('reshape-size', `cannot reshape ${formatShape(sample)} to ${target}: ${why}`, {
    received: sample,
    wanted,
    keras: `The total size of the tensor must be unchanged. Received: input_shape=${formatShape(sample)}, target_shape=${target}`,
  });
}
