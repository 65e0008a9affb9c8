import { type Dim, isKnown } from '../../tensor/dim.js';
import { elementTypeNumbers } from '../../tensor/element-type.js';
import { choice, notSupported } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';
import { type Interpolation, interpolations, resample } from '../resampling.js';
import { checkOneOf, computeType, pictureAxes, pictureSize, resized, uncomputed } from './arguments.js';

/** Pictures of another height and width. */
export const resizing: LayerDefinition = {
  name: 'Resizing',
  signature:
    "height, width, interpolation='bilinear', crop_to_aspect_ratio=False, pad_to_aspect_ratio=False, fill_mode='constant', fill_value=0.0, antialias=False, data_format=None",
  description: 'Scales pictures to `height` × `width`; the channels stay.',
  documentation: 'layers/preprocessing_layers/image_preprocessing/resizing/',
  anyElementType: true,
  configure(given) {
    checkOneOf(given, 'interpolation', [
      'nearest',
      'bilinear',
      'bicubic',
      'lanczos3',
      'lanczos5',
      'area',
      'gaussian',
      'mitchellcubic',
    ]);
    return {
      height: pictureSize(given, 'height'),
      width: pictureSize(given, 'width'),
      data_format: choice(given, 'data_format', ['channels_last', 'channels_first'], 'channels_last'),
      dtype: computeType(given),
      interpolation: given.get('interpolation'),
      notSupported: notSupported(
        given,
        ['crop_to_aspect_ratio', 'pad_to_aspect_ratio', 'antialias'],
        computed(given.get('interpolation')) ? undefined : 'interpolation=',
        computeType(given) === 'float32' ? undefined : 'dtype=',
      ),
    };
  },
  inputSpec: () => ({ minRank: 3 }),
  uncomputed: (args, [input]) =>
    input && pictureAxes(args).every((axis) => isKnown(input.at(axis) as Dim)) ? undefined : 'pictures of an open size',
  call(args, [x], _weights, { graph }) {
    if (!x) return [];
    const [interpolation, height, width] = [args['interpolation'], args['height'], args['width']];
    if (args['data_format'] && computed(interpolation) && typeof height === 'number' && typeof width === 'number') {
      const numbers = x.dtype === 'float32' ? x : graph.one('Cast', [x], { to: { int: elementTypeNumbers.float32 } });
      const first = args['data_format'] === 'channels_first';
      const result = resample(graph, numbers, [height, width], interpolation, first);
      if (result) return [{ ...result, dtype: args['dtype'] as 'float32' }];
    }
    return uncomputed(graph, x, args['dtype'] as 'float32', args['data_format'] ? resized(x.shape, args) : undefined);
  },
};

function computed(interpolation: unknown): interpolation is Interpolation {
  return (interpolations as readonly unknown[]).includes(interpolation);
}
