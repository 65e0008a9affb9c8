import { type Dim, isKnown } from '../../tensor/dim.js';
import type { SymbolicTensor } from '../../tensor/graph-builder.js';
import { choice, flag, notSupported } from '../arguments.js';
import type { LayerArguments, LayerDefinition } from '../layer.js';
import { type Interpolation, interpolations, resample } from '../resampling.js';
import { integers } from '../scalar.js';
import { checkOneOf, computeType, pictureAxes, pictureSize, resized, uncomputed } from './arguments.js';
import { inFloat32, number, onPictures, type Pictures } from './augmentation/pictures.js';
import { fitted } from './cropping.js';

/** Pictures of another height and width. */
export const resizing: LayerDefinition = {
  name: 'Resizing',
  signature:
    "height, width, interpolation='bilinear', crop_to_aspect_ratio=False, pad_to_aspect_ratio=False, fill_mode='constant', fill_value=0.0, antialias=False, data_format=None",
  description: 'Scales pictures to `height` × `width`; the channels stay.',
  documentation: 'layers/preprocessing_layers/image_preprocessing/resizing/',
  anyElementType: true,
  takesPictures: true,
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
      crop_to_aspect_ratio: flag(given, 'crop_to_aspect_ratio'),
      pad_to_aspect_ratio: flag(given, 'pad_to_aspect_ratio'),
      fill_value: given.get('fill_value'),
      notSupported: notSupported(
        given,
        ['antialias'],
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
      const result =
        args['crop_to_aspect_ratio'] || args['pad_to_aspect_ratio']
          ? onPictures(graph, x, args, (pictures) => inProportion(pictures, [height, width], interpolation, args))
          : resample(
              graph,
              inFloat32(graph, x),
              [height, width],
              interpolation,
              args['data_format'] === 'channels_first',
            );
      if (result) return [{ ...result, dtype: args['dtype'] as 'float32' }];
    }
    return uncomputed(graph, x, args['dtype'] as 'float32', args['data_format'] ? resized(x.shape, args) : undefined);
  },
};

/** Cut in the middle, or framed, to the proportions of the size; then scaled. */
function inProportion(
  pictures: Pictures,
  size: readonly [number, number],
  interpolation: Interpolation,
  args: LayerArguments,
): SymbolicTensor {
  const { graph, x, height, width } = pictures;
  if (args['crop_to_aspect_ratio']) return fitted(pictures, size, interpolation);
  const [high, wide] = size;
  const top = Math.trunc((Math.max(height, Math.trunc((width * high) / wide)) - height) / 2);
  const left = Math.trunc((Math.max(width, Math.trunc((height * wide) / high)) - width) / 2);
  const pads = integers(graph, [0, top, left, 0, 0, top, left, 0]);
  const framed = graph.one('Pad', [x, pads, number(graph, Number(args['fill_value']))]);
  return resample(graph, framed, size, interpolation, false) ?? framed;
}

function computed(interpolation: unknown): interpolation is Interpolation {
  return (interpolations as readonly unknown[]).includes(interpolation);
}
