import type { InitializerSpec } from '../layers/layer.js';
import { allocate, type ElementType, type TensorData } from '../tensor/element-type.js';
import { fourier, orthogonal } from './initial-kernels.js';

/** Numbers in [0, 1), such as a seeded generator gives them. */
export type Random = () => number;

/**
 * The first value of a weight, as Keras's initialiser of that name draws it. Distributions are
 * Keras's; the drawn numbers are not, since TensorFlow's generator is another one. Ask `initializerProblem`
 * first: what that tells of cannot be drawn.
 */
export function initialize(
  spec: InitializerSpec,
  shape: readonly number[],
  dtype: ElementType,
  random: Random,
): TensorData {
  const size = shape.reduce((product, dim) => product * dim, 1);
  const data = allocate(dtype, size);
  const draw = sampler(spec, shape, random);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    for (let i = 0; i < size; i += 1) data[i] = BigInt(Math.trunc(draw()));
  } else {
    for (let i = 0; i < size; i += 1) data[i] = draw();
  }
  return { dtype, shape: [...shape], data };
}

function sampler(spec: InitializerSpec, shape: readonly number[], random: Random): () => number {
  switch (spec.name) {
    case 'Zeros':
      return () => 0;
    case 'Ones':
      return () => 1;
    case 'Constant':
      return () => spec.value;
    case 'Array':
      return repeated(spec.array, shape);
    case 'Called':
      throw new Error(`${spec.of} is called where the weight is made`);
    case 'RandomUniform':
      return () => spec.minval + (spec.maxval - spec.minval) * random();
    case 'RandomNormal': {
      const normal = normals(random);
      return () => spec.mean + spec.stddev * normal();
    }
    case 'TruncatedNormal': {
      const truncated = truncatedNormals(random);
      return () => spec.mean + spec.stddev * truncated();
    }
    case 'VarianceScaling':
      return varianceScaling(spec, shape, random);
    case 'Orthogonal':
      return scaled(orthogonal(shape, normals(random)), spec.gain);
    case 'Identity': {
      const columns = shape.at(-1) as number;
      let at = 0;
      return () => {
        const onDiagonal = Math.floor(at / columns) === at % columns;
        at += 1;
        return onDiagonal ? spec.gain : 0;
      };
    }
    case 'STFT':
      return scaled(fourier(spec, shape), 1);
    case 'UnitForgetBias':
      return unitForgetBias(spec, shape, random);
    case 'Undrawn':
      throw new Error(`${spec.of ?? 'an initializer'} is not drawn`);
  }
}

/** Why a weight of that shape cannot have this initialiser, in Keras's words; `unknown`: Layerscope cannot draw it. */
export function initializerProblem(
  spec: InitializerSpec,
  shape: readonly number[],
): { readonly type: 'ValueError' | 'unknown'; readonly message: string } | undefined {
  const received = `Received: shape=(${shape.join(', ')}${shape.length === 1 ? ',' : ''}) of rank ${shape.length}.`;
  if (spec.name === 'UnitForgetBias') return initializerProblem(spec.rest, shape);
  if (spec.name === 'Array' && !fits(spec.array.shape, shape))
    return {
      type: 'ValueError',
      message: `operands could not be broadcast together with shapes (${spec.array.shape.join(',')}) (${shape.join(',')})`,
    };
  if (spec.name === 'Undrawn')
    return { type: 'unknown', message: `${spec.of ?? 'an initializer'} cannot be drawn yet` };
  if (spec.name === 'Orthogonal' && shape.length < 2)
    return {
      type: 'ValueError',
      message: `The tensor to initialize must be at least two-dimensional. ${received}`,
    };
  if (spec.name === 'Identity' && shape.length !== 2)
    return {
      type: 'ValueError',
      message: `Identity matrix initializer can only be used for 2D matrices. ${received}`,
    };
  return undefined;
}

/** Whether an array gives each place of a shape a number. */
function fits(array: readonly number[], shape: readonly number[]): boolean {
  const missing = shape.length - array.length;
  return missing >= 0 && array.every((size, axis) => size === 1 || size === shape[axis + missing]);
}

/** An array's numbers in the order of a shape that it is repeated to. */
function repeated({ shape: own, data }: TensorData, shape: readonly number[]): () => number {
  const missing = shape.length - own.length;
  let at = -1;
  return () => {
    at += 1;
    let [rest, place, step] = [at, 0, 1];
    for (let axis = shape.length - 1; axis >= missing; axis -= 1) {
      const size = own[axis - missing] as number;
      const index = rest % (shape[axis] as number);
      rest = Math.floor(rest / (shape[axis] as number));
      if (size > 1) place += index * step;
      step *= size;
    }
    return Number(data[place]);
  };
}

/** The elements one after the other. */
function scaled(elements: Float64Array, gain: number): () => number {
  let at = 0;
  return () => {
    const element = elements[at] as number;
    at += 1;
    return gain * element;
  };
}

function unitForgetBias(
  { part, parts, rest }: InitializerSpec & { name: 'UnitForgetBias' },
  [size = 0]: readonly number[],
  random: Random,
): () => number {
  const units = size / parts;
  const start = part * units;
  const [before, after] = [sampler(rest, [start], random), sampler(rest, [size - start - units], random)];
  let at = -1;
  return () => {
    at += 1;
    if (at < start) return before();
    return at < start + units ? 1 : after();
  };
}

/** The standard deviation of a standard normal cut off at two: undone so that the variance is the one asked for. */
const TRUNCATED_DEVIATION = 0.87962566103423978;

/** Variance `scale / n` where n is the fan that `mode` names. Glorot's, He's and LeCun's initialisers are cases of it. */
function varianceScaling(
  spec: InitializerSpec & { name: 'VarianceScaling' },
  shape: readonly number[],
  random: Random,
): () => number {
  const [fanIn, fanOut] = fans(shape);
  const fan = { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 }[spec.mode];
  const variance = spec.scale / Math.max(1, fan);
  if (spec.distribution === 'uniform') {
    const limit = Math.sqrt(3 * variance);
    return () => limit * (2 * random() - 1);
  }
  if (spec.distribution === 'untruncated_normal') {
    const normal = normals(random);
    return () => Math.sqrt(variance) * normal();
  }
  const truncated = truncatedNormals(random);
  return () => (Math.sqrt(variance) / TRUNCATED_DEVIATION) * truncated();
}

/** How many inputs an output has and how many outputs an input, by a kernel's shape: (…, in, out), windows multiplied in. */
export function fans(shape: readonly number[]): readonly [fanIn: number, fanOut: number] {
  if (shape.length === 0) return [1, 1];
  if (shape.length === 1) return [shape[0] as number, shape[0] as number];
  const window = shape.slice(0, -2).reduce((product, dim) => product * dim, 1);
  return [window * (shape.at(-2) as number), window * (shape.at(-1) as number)];
}

/** Standard normal numbers by the polar form of Box and Muller: two at a time. */
function normals(random: Random): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    for (;;) {
      const u = 2 * random() - 1;
      const v = 2 * random() - 1;
      const s = u * u + v * v;
      if (s === 0 || s >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * factor;
      return u * factor;
    }
  };
}

/** Standard normal numbers, drawn again where they are further than two from 0, as TensorFlow does. */
function truncatedNormals(random: Random): () => number {
  const normal = normals(random);
  return () => {
    for (;;) {
      const value = normal();
      if (Math.abs(value) <= 2) return value;
    }
  };
}
