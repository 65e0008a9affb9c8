import type { PlainValue } from '../../layers/layer.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { parseSignature } from '../../values/signature.js';
import { str, tuple, type Value } from '../../values/value.js';
import type { Configured } from './configured.js';
import { dimOrderings } from './image-data-format.js';

/** A setting that the program gave by its name in older Keras: `lr` is `learning_rate`. */
export function setLegacyName(state: Configured, old: string, name: string): void {
  const settings = state.settings as Map<string, PlainValue | undefined>;
  settings.set(name, settings.get(old));
  settings.delete(old);
}

const kernels = {
  init: 'kernel_initializer',
  W_regularizer: 'kernel_regularizer',
  b_regularizer: 'bias_regularizer',
  W_constraint: 'kernel_constraint',
  b_constraint: 'bias_constraint',
  bias: 'use_bias',
};
const images = { border_mode: 'padding', dim_ordering: 'data_format' };
const convolutions = { ...kernels, ...images, nb_filter: 'filters', subsample: 'strides' };
const poolings = { ...images, pool_length: 'pool_size', stride: 'strides' };

/** What arguments of a layer were called in Keras 1, and what they are called now. */
const layerArguments: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Dense: { ...kernels, output_dim: 'units' },
  Dropout: { p: 'rate' },
  SpatialDropout1D: { p: 'rate' },
  SpatialDropout2D: { ...images, p: 'rate' },
  SpatialDropout3D: { ...images, p: 'rate' },
  GaussianDropout: { p: 'rate' },
  GaussianNoise: { sigma: 'stddev' },
  Embedding: { init: 'embeddings_initializer', W_regularizer: 'embeddings_regularizer' },
  BatchNormalization: { beta_init: 'beta_initializer', gamma_init: 'gamma_initializer' },
  Conv1D: { ...convolutions, filter_length: 'kernel_size', subsample_length: 'strides' },
  Conv2D: convolutions,
  Conv3D: convolutions,
  Conv2DTranspose: convolutions,
  SeparableConv2D: {
    ...convolutions,
    depthwise_init: 'depthwise_initializer',
    pointwise_init: 'pointwise_initializer',
  },
  MaxPooling1D: poolings,
  MaxPooling2D: poolings,
  MaxPooling3D: poolings,
  AveragePooling1D: poolings,
  AveragePooling2D: poolings,
  AveragePooling3D: poolings,
  GlobalMaxPooling2D: images,
  GlobalAveragePooling2D: images,
  ZeroPadding2D: { dim_ordering: 'data_format' },
  ZeroPadding3D: { dim_ordering: 'data_format' },
  Cropping2D: { dim_ordering: 'data_format' },
  Cropping3D: { dim_ordering: 'data_format' },
  UpSampling1D: { length: 'size' },
  UpSampling2D: { dim_ordering: 'data_format' },
  UpSampling3D: { dim_ordering: 'data_format' },
};

/** Keras 1 gave a kernel's size axis by axis. */
const kernelSizes: Readonly<Record<string, readonly string[]>> = {
  Conv2D: ['nb_row', 'nb_col'],
  Conv2DTranspose: ['nb_row', 'nb_col'],
  SeparableConv2D: ['nb_row', 'nb_col'],
  Conv3D: ['kernel_dim1', 'kernel_dim2', 'kernel_dim3'],
};

/** Keras 1's positions of a kernel's axes are now those of other arguments. */
const kernelPositions = ['kernel_size', 'strides', 'padding'];

/** A name of an argument that a layer does not have any more, and the one that took its place. */
export interface LegacyName {
  readonly old: string;
  readonly name: string;
  /** Whether the value means the same under the new name. */
  readonly sameValue: boolean;
}

/** The arguments of `fit` by the names of today. */
export function modernFitArguments(args: Arguments): {
  readonly args: Arguments;
  readonly found: readonly LegacyName[];
} {
  const epochs = args.keywords.get('nb_epoch');
  if (!epochs || args.given('epochs')) return { args, found: [] };
  const rest = new Map(args.keywords);
  rest.delete('nb_epoch');
  return {
    args: new RenamedArguments(args, new Map([['epochs', epochs]]), rest),
    found: [{ old: 'nb_epoch', name: 'epochs', sameValue: true }],
  };
}

/**
 * A layer's arguments by the names of today. Where a call has one of Keras 1's names, its positions are Keras 1's
 * too: `Convolution2D(32, 3, 3, border_mode='same')` has a kernel of 3 × 3. Calls that Keras 3 takes are left as they are.
 */
export function modernArguments(
  layer: string,
  signature: string,
  args: Arguments,
  context: Context,
): { readonly args: Arguments; readonly found: readonly LegacyName[] } {
  const names = layerArguments[layer];
  const axes = kernelSizes[layer];
  if (!names || args.keywords.size === 0) return { args, found: [] };
  const values = new Map<string, Value>();
  const rest = new Map<string, Value>();
  const found: LegacyName[] = [];
  for (const [key, value] of args.keywords) {
    const name = Object.hasOwn(names, key) ? names[key] : axes?.includes(key) ? 'kernel_size' : undefined;
    if (name === undefined) rest.set(key, value);
    else {
      const modern = key === 'dim_ordering' ? ofDimOrdering(value) : value;
      if (modern && !axes?.includes(key)) values.set(name, modern);
      found.push({ old: key, name, sameValue: modern === value && !axes?.includes(key) });
    }
  }
  if (found.length === 0) return { args, found };
  if (axes) kernelByAxes(axes, signature, args, values, context);
  return { args: new RenamedArguments(args, values, rest), found };
}

/** Puts a kernel's size together; arguments whose position it took have their defaults again. */
function kernelByAxes(
  axes: readonly string[],
  signature: string,
  args: Arguments,
  values: Map<string, Value>,
  context: Context,
): void {
  const positions = kernelPositions.slice(0, axes.length);
  const byPosition = positions.filter((name) => args.given(name) && !context.argumentRanges?.keywords.has(name));
  const sizes = axes.map((axis, i) => {
    const position = positions[i] as string;
    return args.keywords.get(axis) ?? (byPosition.includes(position) ? args.get(position) : undefined);
  });
  const taken = sizes.every((size) => size !== undefined && size.kind !== 'tuple' && size.kind !== 'str');
  if (!taken) return;
  values.set('kernel_size', tuple(sizes as Value[]));
  const { parameters, index } = parseSignature(signature);
  for (const name of byPosition) {
    const before = parameters[index.get(name) ?? -1]?.default;
    if (before && !values.has(name)) values.set(name, before);
  }
}

function ofDimOrdering(value: Value): Value | undefined {
  if (value.kind !== 'str') return value;
  const format = dimOrderings[value.value];
  return format ? str(format) : undefined;
}

/** Arguments with some values given under another name. */
class RenamedArguments implements Arguments {
  constructor(
    private readonly original: Arguments,
    private readonly values: ReadonlyMap<string, Value>,
    readonly keywords: ReadonlyMap<string, Value>,
  ) {}

  get rest(): readonly Value[] {
    return this.original.rest;
  }

  get(name: string): Value {
    return this.values.get(name) ?? this.original.get(name);
  }

  given(name: string): boolean {
    return this.values.has(name) || this.original.given(name);
  }
}
