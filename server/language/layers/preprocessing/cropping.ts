import { formatShape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { choice } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';
import { computeType, notComputed, pictureSize, resized, uncomputed } from './arguments.js';

/** The middle of each picture; one that is too small is scaled up first. */
export const centerCrop = cropping(
  'CenterCrop',
  'height, width, data_format=None',
  'Cuts the middle `height` × `width` out of each picture; a smaller picture is scaled first.',
  'center_crop',
);

/** Any part of each picture while training, the middle otherwise. */
export const randomCrop = cropping(
  'RandomCrop',
  'height, width, seed=None, data_format=None',
  'Cuts `height` × `width` out of each picture: at a place drawn by chance while training, else from the middle.',
  'random_crop',
);

function cropping(name: string, signature: string, description: string, page: string): LayerDefinition {
  const section = page.startsWith('random') ? 'image_augmentation' : 'image_preprocessing';
  return {
    name,
    signature,
    description,
    documentation: `layers/preprocessing_layers/${section}/${page}/`,
    anyElementType: true,
    configure: (given) => ({
      height: pictureSize(given, 'height'),
      width: pictureSize(given, 'width'),
      data_format: choice(given, 'data_format', ['channels_last', 'channels_first'], 'channels_last'),
      dtype: computeType(given),
      notSupported: notComputed,
    }),
    inputSpec: () => ({ minRank: 3 }),
    call(args, [x], _weights, { graph }) {
      if (!x) return [];
      if (x.shape && x.shape.length > 4) {
        throw new ShapeError('input-rank', `needs one picture or a batch of them, got ${formatShape(x.shape)}`, {
          received: x.shape,
          expected: '3 or 4 dimensions',
          keras: '`input_shape` must be a non-nested tuple or list of rank-1 with size 3 (unbatched) or 4 (batched). ',
        });
      }
      return uncomputed(graph, x, args['dtype'] as 'float32', args['data_format'] ? resized(x.shape, args) : undefined);
    },
  };
}
