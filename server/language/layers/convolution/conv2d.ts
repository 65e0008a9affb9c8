import { anonymous, type Dim, divideExactly, formatDim, isKnown } from '../../tensor/dim.js';
import { formatShape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { activate, choice, pair, positiveInteger, refused, setting } from '../arguments.js';
import { autoPad, channelsFirst, type DataFormat } from '../channels.js';
import { kernelAndBias, kernelAndBiasSettings } from '../kernel-and-bias.js';
import type { LayerDefinition } from '../layer.js';
import { integers } from '../scalar.js';

/** Kernels slide over an image; each gives one channel of the output. Kernel: (height, width, channels / groups, filters). */
export const conv2d: LayerDefinition = {
  name: 'Conv2D',
  aliases: ['Convolution2D'],
  signature:
    "filters, kernel_size, strides=(1, 1), padding='valid', data_format=None, dilation_rate=(1, 1), groups=1, activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None",
  description:
    'Slides small kernels over an image: each of the filters gives one channel of the output, high where the image looks like the kernel.',
  documentation: 'layers/convolution_layers/convolution2d/',
  configure(given) {
    const filters = positiveInteger(
      given,
      'filters',
      (shown) =>
        `Invalid value for argument \`filters\`. Expected a strictly positive value. Received filters=${shown}.`,
    );
    const groups = positiveInteger(
      given,
      'groups',
      (shown) => `The number of groups must be a positive integer. Received: groups=${shown}.`,
    );
    const strides = pair(given, 'strides');
    const dilation = pair(given, 'dilation_rate');
    if (isKnown(filters) && isKnown(groups) && filters % groups !== 0) {
      throw refused(
        'groups',
        groups,
        `a divisor of the ${filters} filters`,
        `The number of filters must be evenly divisible by the number of groups. Received: groups=${groups}, filters=${filters}.`,
      );
    }
    if (strides?.some((n) => n > 1) && dilation?.some((n) => n > 1)) {
      throw refused(
        'dilation_rate',
        dilation,
        '1 where strides are above 1',
        `\`strides > 1\` not supported in conjunction with \`dilation_rate > 1\`. Received: strides=${formatShape(strides)} and dilation_rate=${formatShape(dilation)}`,
      );
    }
    return {
      filters,
      groups,
      strides,
      dilation_rate: dilation,
      kernel_size: pair(given, 'kernel_size'),
      padding: choice(given, 'padding', ['valid', 'same'], 'valid'),
      data_format: choice(given, 'data_format', ['channels_last', 'channels_first'], 'channels_last'),
      ...kernelAndBiasSettings(given),
    };
  },
  inputSpec(args, built) {
    const kernel = built?.[0]?.shape;
    const groups = setting<Dim>(args, 'groups');
    const depth = kernel?.[2];
    if (!isKnown(groups) || depth === undefined || !isKnown(depth)) return { rank: 4 };
    return { rank: 4, axes: new Map([[args['data_format'] === 'channels_first' ? 1 : -1, depth * groups]]) };
  },
  weights(args, [input]) {
    const channels = input?.at(args['data_format'] === 'channels_first' ? 1 : -1) as Dim;
    const groups = setting<Dim>(args, 'groups');
    if (isKnown(channels) && isKnown(groups) && channels % groups !== 0) {
      throw new ShapeError(
        'input-shape',
        `needs a number of channels that ${groups} groups can share, got ${formatDim(channels)}`,
        {
          received: input,
          axis: -1,
          expected: `a multiple of ${groups} channels`,
          keras: `The number of input channels must be evenly divisible by the number of groups. Received groups=${groups}, but the input has ${channels} channels (full input shape is ${formatShape(input)}).`,
        },
      );
    }
    const window = setting<readonly Dim[] | undefined>(args, 'kernel_size') ?? [anonymous(), anonymous()];
    const filters = setting<Dim>(args, 'filters');
    return kernelAndBias(args, [...window, divideExactly(channels, groups) ?? anonymous(), filters]);
  },
  call(args, [x], weights, { graph }) {
    if (!x) return [];
    const kernel = weights.get('kernel');
    const bias = weights.get('bias');
    const format = setting<DataFormat | undefined>(args, 'data_format');
    const known = ['kernel_size', 'strides', 'dilation_rate', 'padding', 'data_format'].every(
      (name) => args[name] !== undefined,
    );
    const groups = setting<Dim>(args, 'groups');
    if (!known || !format || !isKnown(groups)) return [{ ...graph.one('Identity', [x]), shape: undefined }];
    const product = channelsFirst(graph, x, format, (first) =>
      graph.one('Conv', [first, graph.one('Transpose', [kernel], { perm: { ints: [3, 2, 0, 1] } })], {
        strides: { ints: setting<readonly number[]>(args, 'strides') },
        dilations: { ints: setting<readonly number[]>(args, 'dilation_rate') },
        auto_pad: autoPad(setting(args, 'padding')),
        group: { int: groups },
      }),
    );
    if (!bias) return [activate(graph, product, args['activation'])];
    const shift = format === 'channels_first' ? graph.one('Unsqueeze', [bias, integers(graph, [1, 2])]) : bias;
    return [activate(graph, graph.one('Add', [product, shift]), args['activation'])];
  },
};
