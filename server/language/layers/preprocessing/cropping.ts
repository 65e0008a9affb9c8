import { isKnown } from '../../tensor/dim.js';
import { elementTypeNumbers } from '../../tensor/element-type.js';
import type { SymbolicTensor } from '../../tensor/graph-builder.js';
import { formatShape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { choice } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';
import { type Interpolation, resample } from '../resampling.js';
import { integers } from '../scalar.js';
import { computeType, pictureSize, resized, uncomputed } from './arguments.js';
import { onPictures, type Pictures } from './augmentation/pictures.js';

type Size = readonly [height: number, width: number];

/** The middle of each picture; one that is too small is scaled up first. */
export const centerCrop = cropping(
  'CenterCrop',
  'height, width, data_format=None',
  'Cuts the middle `height` × `width` out of each picture; a smaller picture is scaled first.',
  'center_crop',
);

/** Any part of the pictures while training, the same for all of a batch; else Keras 3 leaves them as they are. */
export const randomCrop = cropping(
  'RandomCrop',
  'height, width, seed=None, data_format=None',
  'Cuts `height` × `width` out of each picture at a place drawn by chance while training; else does nothing.',
  'random_crop',
);

function cropping(name: string, signature: string, description: string, page: string): LayerDefinition {
  const random = page.startsWith('random');
  return {
    name,
    signature,
    description,
    documentation: `layers/preprocessing_layers/${random ? 'image_augmentation' : 'image_preprocessing'}/${page}/`,
    anyElementType: true,
    ...(random ? { trainsUntold: true } : {}),
    takesPictures: true,
    configure(given) {
      const dtype = computeType(given);
      return {
        height: pictureSize(given, 'height'),
        width: pictureSize(given, 'width'),
        data_format: choice(given, 'data_format', ['channels_last', 'channels_first'], 'channels_last'),
        dtype,
        ...(dtype === 'float32' ? {} : { notSupported: ['dtype='] }),
      };
    },
    inputSpec: () => ({ minRank: 3 }),
    uncomputed: (_args, [input]) => (input?.slice(-3).every(isKnown) ? undefined : 'pictures of an open size'),
    call(args, [x], _weights, { graph, training }) {
      if (!x) return [];
      if (x.shape && x.shape.length > 4) {
        throw new ShapeError('input-rank', `needs one picture or a batch of them, got ${formatShape(x.shape)}`, {
          received: x.shape,
          expected: '3 or 4 dimensions',
          keras: '`input_shape` must be a non-nested tuple or list of rank-1 with size 3 (unbatched) or 4 (batched). ',
        });
      }
      const { height, width, dtype } = args;
      const shape = args['data_format'] ? resized(x.shape, args) : undefined;
      const known = typeof height === 'number' && typeof width === 'number' && dtype === 'float32' && shape;
      if (!known || (random && !training)) return uncomputed(graph, x, dtype as 'float32', shape);
      const cut = onPictures(graph, x, args, (pictures) =>
        random ? anywhere(pictures, [height, width]) : middle(pictures, [height, width]),
      );
      return cut ? [cut] : uncomputed(graph, x, 'float32', shape);
    },
  };
}

function middle(pictures: Pictures, [height, width]: Size): SymbolicTensor {
  const [down, across] = [pictures.height - height, pictures.width - width];
  if (down < 0 || across < 0) return fitted(pictures, [height, width]);
  return cut(pictures, [Math.floor(down / 2), Math.floor(across / 2)], [height, width]);
}

/** At a place that is drawn anew at each step; pictures that have no room for that are cut to fit, and scaled. */
function anywhere(pictures: Pictures, [height, width]: Size): SymbolicTensor {
  const { graph, x } = pictures;
  if (pictures.height <= height || pictures.width <= width) {
    const { from } = window(pictures, [height, width]);
    // Keras cuts as much as is wanted from where the part of the same proportions begins.
    const part: Size = [Math.min(height, pictures.height - from[0]), Math.min(width, pictures.width - from[1])];
    return scaled(pictures, cut(pictures, from, part), part, [height, width]);
  }
  const stretch = (tensor: SymbolicTensor, axis: number, before: number, after: number) => {
    const place = graph.one('RandomUniform', [], {
      shape: { ints: [] },
      low: { float: 0 },
      high: { float: before - after + 1 },
    });
    const start = graph.one('Cast', [graph.one('Floor', [place])], { to: { int: elementTypeNumbers.int64 } });
    const places = graph.one('Add', [
      start,
      integers(
        graph,
        Array.from({ length: after }, (_, i) => i),
      ),
    ]);
    return graph.one('Gather', [tensor, places], { axis: { int: axis } });
  };
  return stretch(stretch(x, 1, pictures.height, height), 2, pictures.width, width);
}

/** The largest part of the same proportions, in the middle, scaled to the size. */
export function fitted(pictures: Pictures, size: Size, interpolation: Interpolation = 'bilinear'): SymbolicTensor {
  const { from, part } = window(pictures, size);
  return scaled(pictures, cut(pictures, from, part), part, size, interpolation);
}

function window({ height, width }: Pictures, [high, wide]: Size): { readonly from: Size; readonly part: Size } {
  const part: Size = [
    Math.max(Math.min(height, Math.trunc((width * high) / wide)), 1),
    Math.max(Math.min(width, Math.trunc((height * wide) / high)), 1),
  ];
  return { from: [Math.trunc((height - part[0]) / 2), Math.trunc((width - part[1]) / 2)], part };
}

function cut({ graph, x }: Pictures, [top, left]: Size, [height, width]: Size): SymbolicTensor {
  const bounds = [
    [top, left],
    [top + height, left + width],
    [1, 2],
  ].map((each) => integers(graph, each));
  return graph.one('Slice', [x, ...bounds]);
}

function scaled(
  { graph }: Pictures,
  x: SymbolicTensor,
  before: Size,
  after: Size,
  interpolation: Interpolation = 'bilinear',
): SymbolicTensor {
  if (before[0] === after[0] && before[1] === after[1]) return x;
  return resample(graph, x, after, interpolation, false) ?? x;
}
