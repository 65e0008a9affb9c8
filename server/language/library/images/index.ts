import { anonymous, type Dim } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import type { NativeModule } from '../../values/native-module.js';
import { int, type NativeFunctionValue, none, tuple, type Value } from '../../values/value.js';
import { toArray } from '../numpy/operand.js';
import { array } from '../numpy/view.js';
import { members, native } from '../python/define.js';

/** Functions on pictures as arrays, of OpenCV, imageio, scikit-image and SciPy: known as far as shapes go, on shapes alone. */

function picture(
  name: string,
  signature: string,
  give: (args: Arguments, context: Context) => Value,
): NativeFunctionValue {
  const made = native(name, signature, [], (args, context) =>
    context.host.mode === 'numbers' ? context.unknown('it is not computed in runs yet', name) : give(args, context),
  );
  return { ...made, function: { ...made.function, shapesOnly: true } };
}

function formOf(value: Value, context: Context) {
  return value.kind === 'unknown' ? undefined : toArray(value, context);
}

function dimOf(value: Value | undefined): Dim {
  return value?.kind === 'int' ? value.value : value?.kind === 'dim' ? value.dim : anonymous();
}

/** OpenCV drops a last axis of one. */
function withSize(image: Value, rows: Dim, columns: Dim, context: Context): Value {
  const known = formOf(image, context);
  if (!known?.shape) return array(known?.dtype, undefined);
  const channels = known.shape.length === 3 ? known.shape[2] : undefined;
  if (known.shape.length > 3) return array(known.dtype, undefined);
  return array(known.dtype, channels === undefined || channels === 1 ? [rows, columns] : [rows, columns, channels]);
}

/** `cv2.IMREAD_…`, `cv2.COLOR_…`: OpenCV's own numbers. */
const constants: Readonly<Record<string, number>> = {
  ...{ IMREAD_UNCHANGED: -1, IMREAD_GRAYSCALE: 0, IMREAD_COLOR: 1 },
  ...{ COLOR_BGR2BGRA: 0, COLOR_BGRA2BGR: 1, COLOR_BGR2RGB: 4, COLOR_RGB2BGR: 4, COLOR_BGR2GRAY: 6, COLOR_RGB2GRAY: 7 },
  ...{
    COLOR_GRAY2BGR: 8,
    COLOR_GRAY2RGB: 8,
    COLOR_BGR2HSV: 40,
    COLOR_RGB2HSV: 41,
    COLOR_HSV2BGR: 54,
    COLOR_HSV2RGB: 55,
  },
  ...{ INTER_NEAREST: 0, INTER_LINEAR: 1, INTER_CUBIC: 2, INTER_AREA: 3, INTER_LANCZOS4: 4 },
};
/** How many channels a conversion gives: none for grey. */
const channelsOf: ReadonlyMap<number, number> = new Map([
  ...([0].map((code) => [code, 4]) as [number, number][]),
  ...([1, 4, 8, 40, 41, 54, 55].map((code) => [code, 3]) as [number, number][]),
  ...([6, 7].map((code) => [code, 0]) as [number, number][]),
]);

const openCv = [
  picture('cv2.imread', 'filename, flags=1', (args) => {
    const flags = args.get('flags');
    // Where there is no such file OpenCV gives None; what works with it has a picture.
    if (flags.kind === 'int' && flags.value === 0) return array('uint8', [anonymous(), anonymous()]);
    return flags.kind === 'int' && flags.value === 1
      ? array('uint8', [anonymous(), anonymous(), 3])
      : array(undefined, undefined);
  }),
  picture('cv2.resize', 'src, dsize=None, dst=None, fx=0, fy=0, interpolation=1', (args, context) => {
    const size = args.get('dsize');
    const [width, height] = size.kind === 'tuple' || size.kind === 'list' ? size.elements : [];
    return withSize(args.get('src'), dimOf(height), dimOf(width), context);
  }),
  picture('cv2.cvtColor', 'src, code, dst=None, dstCn=0', (args, context) => {
    const image = formOf(args.get('src'), context);
    const code = args.get('code');
    const channels = code.kind === 'int' ? channelsOf.get(code.value) : undefined;
    if (!image?.shape || channels === undefined) return array(image?.dtype, undefined);
    const [rows, columns] = image.shape;
    if (rows === undefined || columns === undefined) return array(image.dtype, undefined);
    return array(image.dtype, channels === 0 ? [rows, columns] : [rows, columns, channels]);
  }),
  ...[
    'GaussianBlur',
    'blur',
    'medianBlur',
    'bilateralFilter',
    'flip',
    'equalizeHist',
    'bitwise_not',
    'erode',
    'dilate',
    'LUT',
  ].map((name) =>
    picture(`cv2.${name}`, 'src, *args, **kwargs', (args, context) => {
      const image = formOf(args.get('src'), context);
      const [rows, columns] = image?.shape ?? [];
      return rows === undefined || columns === undefined
        ? array(image?.dtype, undefined)
        : withSize(args.get('src'), rows, columns, context);
    }),
  ),
  picture('cv2.threshold', 'src, thresh, maxval, type', (args, context) => {
    const image = formOf(args.get('src'), context);
    return tuple([array('float64', []), array(image?.dtype, image?.shape)]);
  }),
  ...['imwrite', 'imshow', 'waitKey', 'destroyAllWindows', 'namedWindow'].map((name) =>
    picture(`cv2.${name}`, '*args, **kwargs', (_args, context) =>
      name === 'imshow' || name === 'destroyAllWindows' || name === 'namedWindow'
        ? none
        : context.unknown('what the screen or a file says', `cv2.${name}`),
    ),
  ),
];

const unread = (name: string) => picture(name, '*args, **kwargs', () => array(undefined, undefined));

/** `scipy.misc.imresize(arr, size)` and `skimage.transform.resize(image, output_shape)`. */
const resized = (name: string, parameter: string, dtype: ElementType | undefined) =>
  picture(name, `image, ${parameter}, *args, **kwargs`, (args, context) => {
    const image = formOf(args.get('image'), context);
    const size = args.get(parameter);
    const dims = size.kind === 'tuple' || size.kind === 'list' ? size.elements.map(dimOf) : undefined;
    if (!dims || !image?.shape) return array(dtype ?? undefined, undefined);
    return array(dtype, [...dims, ...image.shape.slice(dims.length)]);
  });

export const modules: readonly NativeModule[] = [
  {
    name: 'cv2',
    members: {
      ...members(...openCv),
      ...Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, int(value)])),
    },
  },
  ...['imageio', 'imageio.v2', 'imageio.v3', 'skimage.io', 'scipy.misc', 'matplotlib.image'].map(
    (name): NativeModule => ({ name, members: members(unread(`${name}.imread`)) }),
  ),
  { name: 'skimage.transform', members: members(resized('skimage.transform.resize', 'output_shape', undefined)) },
  { name: 'scipy.misc', members: members(resized('scipy.misc.imresize', 'size', 'uint8')) },
  {
    name: 'skimage.color',
    members: members(
      picture('skimage.color.rgb2gray', 'image, *args, **kwargs', (args, context) => {
        const image = formOf(args.get('image'), context);
        return array(undefined, image?.shape?.at(-1) === 3 ? image.shape.slice(0, -1) : undefined);
      }),
    ),
  },
  ...[
    'scipy',
    'scipy.io',
    'scipy.stats',
    'scipy.sparse',
    'scipy.signal',
    'scipy.ndimage',
    'scipy.special',
    'skimage',
    'h5py',
    'plotly',
    'plotly.express',
    'plotly.graph_objects',
    'xgboost',
    'lightgbm',
    'nltk',
    'imblearn',
  ].map((name): NativeModule => ({ name, members: {} })),
];
