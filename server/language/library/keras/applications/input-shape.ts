import { refused } from '../../../layers/arguments.js';
import type { DataFormat } from '../../../layers/channels.js';
import { anonymous, type Dim, formatDim, isKnown } from '../../../tensor/dim.js';
import { formatShape, type Shape } from '../../../tensor/shape.js';

/** What an application asks of the shape of its images. */
export interface InputSizes {
  /** Height and width where the program does not say. */
  readonly standard: number;
  /** Smallest height and width. */
  readonly least: number;
}

/**
 * The shape of one image: the program's, or the application's own. `given` is null where the program leaves it
 * open. Throws ShapeError for what Keras refuses: too small, not three numbers, open with a top, not what the
 * ImageNet weights were made for.
 */
export function imageShape(
  given: Shape | null,
  { standard, least }: InputSizes,
  { top, imagenet, format }: { readonly top: boolean; readonly imagenet: boolean; readonly format: DataFormat },
): Shape {
  const first = format === 'channels_first';
  const layout = (channels: Dim, height: Dim, width: Dim): Shape =>
    first ? [channels, height, width] : [height, width, channels];
  const fits = given?.length === 3;
  const channels = given?.at(first ? 0 : -1);
  const own = layout(!imagenet && fits && channels !== undefined ? channels : 3, standard, standard);
  if (imagenet && top) {
    if (given && (!fits || given.some((dim, axis) => (isKnown(dim) ? dim !== own[axis] : isOpen(dim)))))
      throw misfit(given, `\`${formatShape(own)}\`, which its ImageNet weights with the top were made for`);
    return own;
  }
  if (!given || given.length === 0) return top ? own : layout(3, anonymous('None'), anonymous('None'));
  if (!fits) throw misfit(given, 'three numbers: height, width and channels');
  if (imagenet && channels !== undefined && isKnown(channels) && channels !== 3)
    throw misfit(given, '3 channels, which its ImageNet weights were made for');
  const spatial = first ? given.slice(1) : given.slice(0, 2);
  if (spatial.some((dim) => isKnown(dim) && dim < least)) throw misfit(given, `at least ${least} × ${least}`);
  if (top && given.some(isOpen)) throw misfit(given, 'known sizes where `include_top` is True');
  return given;
}

/** Written None. A size that is not known may be any number. */
function isOpen(dim: Dim): boolean {
  return formatDim(dim) === 'None';
}

function misfit(shape: Shape, expected: string) {
  const shown = formatShape(shape);
  return refused(
    'input_shape',
    { symbol: shown },
    expected,
    `Input size must be ${expected}; Received: input_shape=${shown}`,
  );
}

/**
 * Padding before a convolution with stride 2, so that it comes out as `same` would: more after than before where the
 * size is even.
 */
export function evenPadding(size: readonly Dim[], kernel: number): readonly (readonly [number, number])[] {
  const half = Math.floor(kernel / 2);
  const [height, width] = size;
  const adjust = (dim: Dim | undefined) =>
    height === undefined || !isKnown(height) || dim === undefined || !isKnown(dim) ? 1 : 1 - (dim % 2);
  return [
    [half - adjust(height), half],
    [half - adjust(width), half],
  ];
}
