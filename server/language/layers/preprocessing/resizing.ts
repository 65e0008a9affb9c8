import { choice, notSupported } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';
import { checkOneOf, computeType, notComputed, pictureSize, resized, uncomputed } from './arguments.js';

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
      notSupported: notSupported(given, [], ...notComputed),
    };
  },
  inputSpec: () => ({ minRank: 3 }),
  call(args, [x], _weights, { graph }) {
    if (!x) return [];
    return uncomputed(graph, x, args['dtype'] as 'float32', args['data_format'] ? resized(x.shape, args) : undefined);
  },
};
