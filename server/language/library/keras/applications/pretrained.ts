import type { PlainValue } from '../../../layers/layer.js';
import type { Shape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { joinPaths } from '../../python/modules/posix-path.js';
import { keptAt, kerasHome } from '../get-file.js';

/** A file of weights: its name where Keras keeps it, where it comes from, and its MD5 or SHA-256 where Keras checks one. */
export interface WeightFile {
  readonly file: string;
  readonly url: string;
  readonly hash: string | null;
}

/** What of an application's arguments its file of weights depends on. */
export interface Chosen {
  readonly top: boolean;
  /** The pictures' rows and columns, and what may follow them. */
  readonly image: Shape;
  /** The model's name. */
  readonly model: string;
  get(argument: string): PlainValue | undefined;
}

const root = 'https://storage.googleapis.com/tensorflow/keras-applications/';

/** By application: its folder, how the names of its files begin, their hashes with and without the top. */
const usual: Readonly<Record<string, readonly [folder: string, begin: string, top: string, bare: string]>> = {
  DenseNet121: ['densenet', 'densenet121', '9d60b8095a5708f2dcce2bca79d332c7', '30ee3e1110167f948a6b9946edeeb738'],
  DenseNet169: ['densenet', 'densenet169', 'd699b8f76981ab1b30698df4c175e90b', 'b8c4d4c20dd625c148057b9ff1c1176b'],
  DenseNet201: ['densenet', 'densenet201', '1ceb130c1ea1b78c3bf6114dbdfd8807', 'c13680b51ded0fb44dff2d8f86ac8bb1'],
  InceptionResNetV2: [
    'inception_resnet_v2',
    'inception_resnet_v2',
    'e693bd0210a403b3192acc6073ad2e96',
    'd19885ff4a710c122648d3b5c3b684e4',
  ],
  InceptionV3: ['inception_v3', 'inception_v3', '9a0d58056eeedaa3f26cb7ebd46da564', 'bcbd6486424b2319ff4ef7d526e38f63'],
  ResNet50: ['resnet', 'resnet50', '2cb95161c43110f7111970584f804107', '4d473c1dd8becc155b73f8504c6f6626'],
  ResNet101: ['resnet', 'resnet101', 'f1aeb4b969a6efcfb50fad2f0c20cfc5', '88cf7a10940856eca736dc7b7e228a21'],
  ResNet152: ['resnet', 'resnet152', '100835be76be38e30d865e96f2aaae62', 'ee4c566cf9a93f14d82f913c2dc6dd0c'],
  ResNet50V2: ['resnet', 'resnet50v2', '3ef43a0b657b3be2300d5770ece849e0', 'fac2f116257151a9d068a22e544a4917'],
  ResNet101V2: ['resnet', 'resnet101v2', '6343647c601c52e1368623803854d971', 'c0ed64b8031c3730f411d2eb4eea35b5'],
  ResNet152V2: ['resnet', 'resnet152v2', 'a49b44d1979771252814e80f8ec446f9', 'ed17cf2e0169df9d443503ef94b23b33'],
  VGG16: ['vgg16', 'vgg16', '64373286793e3c8b2b4e3219cbf3544b', '6d6bbae143d832006294945121d1f1fc'],
  VGG19: ['vgg19', 'vgg19', 'cbe5617147190e668d6c5d5026f83318', '253f8cb515780f3b799900260a226db6'],
  Xception: ['xception', 'xception', '0a58e3b7378bc2990ea3b43d5981f1f6', 'b0042744bf5b25fce3cb969f33bebb97'],
};

/** By application: where the file named as the model is, and its hashes with and without the top. */
const byModel: Readonly<Record<string, readonly [from: string, top: string, bare: string]>> = Object.fromEntries([
  ...Object.entries({
    Tiny: [
      '8ae6e78ce2933352b1ef4008e6dd2f17bc40771563877d156bc6426c7cf503ff',
      'd547c096cabd03329d7be5562c5e14798aa39ed24b474157cef5e85ab9e49ef1',
    ],
    Small: [
      'ce1277d8f1ee5a0ef0e171469089c18f5233860ceaf9b168049cb9263fd7483c',
      '6fc8009faa2f00c1c1dfce59feea9b0745eb260a7dd11bee65c8e20843da6eab',
    ],
    Base: [
      '52cbb006d3dadd03f6e095a8ca1aca47aecdd75acb4bc74bce1f5c695d0086e6',
      '40a20c5548a5e9202f69735ecc06c990e6b7c9d2de39f0361e27baeb24cb7c45',
    ],
    Large: [
      '070c5ed9ed289581e477741d3b34beffa920db8cf590899d6d2c67fba2a198a6',
      '96f02b6f0753d4f543261bc9d09bed650f24dd6bc02ddde3066135b63d23a1cd',
    ],
    XLarge: [
      'c1f5ccab661354fc3a79a10fa99af82f0fbf10ec65cb894a3ae0815f17a889ee',
      'de3f8a54174130e0cecdc71583354753d557fcf1f4487331558e2a16ba0cfe05',
    ],
  }).map(([size, hashes]) => [`ConvNeXt${size}`, [`${root}convnext/`, ...hashes]]),
  ...[
    ['B0', '902e53a9f72be733fc0bcb005b3ebbac', '50bc09e76180e00e4465e1a485ddc09d'],
    ['B1', '1d254153d4ab51201f1646940f018540', '74c4e6b3e1f6a1eea24c589628592432'],
    ['B2', 'b15cce36ff4dcbd00b6dd88e7857a6ad', '111f8e2ac8aa800a7a99e3239f7bfb39'],
    ['B3', 'ffd1fdc53d0ce67064dc6a9c7960ede0', 'af6d107764bb5b1abb91932881670226'],
    ['B4', '18c95ad55216b8f92d7e70b3a046e2fc', 'ebc24e6d6c33eaebbd558eafbeedf1ba'],
    ['B5', 'ace28f2a6363774853a83a0b21b9421a', '38879255a25d3c92d5e44e04ae6cec6f'],
    ['B6', '165f6e37dce68623721b423839de8be5', '9ecce42647a20130c1f39a5d4cb75743'],
    ['B7', '8c03f828fec3ef71311cd463b6759d99', 'cbcfe4450ddf6f3ad90b1b398090fe4a'],
  ].map(([size, ...hashes]) => [
    `EfficientNet${size}`,
    ['https://storage.googleapis.com/keras-applications/', ...hashes],
  ]),
  ...[
    ['B0', '21ecbf6da12460d5c40bb2f29ceb2188', '893217f2bb855e2983157299931e43ff'],
    ['B1', '069f0534ff22adf035c89e2d9547a9dc', '0e80663031ca32d657f9caa404b6ec37'],
    ['B2', '424e49f28180edbde1e94797771950a7', '1dfe2e7a5d45b6632553a8961ea609eb'],
    ['B3', '1f1fc43bd98a6e4fd8fdfd551e02c7a0', 'f6abf7b5849ac99a89b50dd3fd532856'],
    ['S', 'e1d88a8495beba45748fedd0cecbe016', 'af0682fb74e8c54910f2d4393339c070'],
    ['M', 'a3bf6aa3276309f4fc6a34aa114c95cd', '1b8dc055df72dde80d614482840fe342'],
    ['L', '27e6d408b53c7ebc868fefa357689935', 'b0b66b5c863aef5b46e8608fe1711615'],
  ].map(([size, ...hashes]) => [`EfficientNetV2${size}`, [`${root}efficientnet_v2/`, ...hashes]]),
]);

/** MobileNetV3's, by its file's name without the ends. */
const mobileNetV3: Readonly<Record<string, readonly [top: string, bare: string]>> = {
  'large_224_0.75_float': ['765b44a33ad4005b3ac83185abf1d0eb', '40af19a13ebea4e2ee0c676887f69a2e'],
  'large_224_1.0_float': ['59e551e166be033d707958cf9e29a6a7', '07fb09a5933dd0c8eaafa16978110389'],
  'large_minimalistic_224_1.0_float': ['675e7b876c45c57e9e63e6d90a36599c', 'ec5221f64a2f6d1ef965a614bdae7973'],
  'small_224_0.75_float': ['cb65d4e5be93758266aa0a7f2c6708b7', 'ebdb5cc8e0b497cd13a7c275d475c819'],
  'small_224_1.0_float': ['8768d4c2e7dee89b9d02b2d03d65d862', 'd3e8ec802a04aa4fc771ee12a9a9b836'],
  'small_minimalistic_224_1.0_float': ['99cd97fb2fcdad2bf028eb838de69e37', 'cde8136e733e811080d9fcd8a252f7e4'],
};

const nasNet: Readonly<Record<string, readonly [top: string, bare: string]>> = {
  Mobile: ['020fb642bf7360b370c678b08e0adf61', '1ed92395b5b598bdda52abe5c0dbfd63'],
  Large: ['11577c9a518f0070763c2b964a382f17', 'd81d89dc07e6e56530c4e77faddd61b5'],
};

/** Which file has an application's ImageNet weights; undefined where Keras has none for these arguments. */
export function weightFile(application: string, { top, image, model, get }: Chosen): WeightFile | undefined {
  const common = usual[application];
  if (common) {
    const [folder, begin, whole, bare] = common;
    const file = `${begin}_weights_tf_dim_ordering_tf_kernels${top ? '' : '_notop'}.h5`;
    return { file, url: `${root}${folder}/${file}`, hash: top ? whole : bare };
  }
  const named = byModel[application];
  if (named) {
    const [from, whole, bare] = named;
    const file = `${model}${top ? '' : '_notop'}.h5`;
    return { file, url: `${from}${file}`, hash: top ? whole : bare };
  }
  const alpha = application.startsWith('MobileNet') ? get('alpha') : undefined;
  if (application === 'MobileNet' && typeof alpha === 'number') {
    const width = ({ 1: '1_0', 0.75: '7_5', 0.5: '5_0' } as Readonly<Record<number, string>>)[alpha] ?? '2_5';
    const file = `mobilenet_${width}_${sideOf(image, [128, 160, 192, 224])}_tf${top ? '' : '_no_top'}.h5`;
    return { file, url: `${root}mobilenet/${file}`, hash: null };
  }
  if (application === 'MobileNetV2' && typeof alpha === 'number') {
    const side = sideOf(image, [96, 128, 160, 192, 224]);
    const file = `mobilenet_v2_weights_tf_dim_ordering_tf_kernels_${float(alpha)}_${side}${top ? '' : '_no_top'}.h5`;
    return { file, url: `${root}mobilenet_v2/${file}`, hash: null };
  }
  if (application.startsWith('MobileNetV3') && typeof alpha === 'number') {
    const size = application.slice('MobileNetV3'.length).toLowerCase();
    const known = `${size}${get('minimalistic') === true ? '_minimalistic' : ''}_224_${float(alpha)}_float`;
    const hashes = mobileNetV3[known];
    const file = `weights_mobilenet_v3_${known}${top ? '' : '_no_top_v2'}.h5`;
    return hashes && { file, url: `${root}mobilenet_v3/${file}`, hash: hashes[top ? 0 : 1] };
  }
  const size = application.startsWith('NASNet') ? application.slice('NASNet'.length) : '';
  const hashes = nasNet[size];
  if (!hashes) return undefined;
  return {
    file: `nasnet_${size.toLowerCase()}${top ? '' : '_no_top'}.h5`,
    url: `${root}nasnet/NASNet-${size.toLowerCase()}${top ? '' : '-no-top'}.h5`,
    hash: hashes[top ? 0 : 1],
  };
}

/** The side of the pictures that weights were made for: the given one, where there are some for it. */
function sideOf([rows, columns]: Shape, sides: readonly number[]): number {
  return rows === columns && typeof rows === 'number' && sides.includes(rows) ? rows : 224;
}

/** As Python writes a float. */
const float = (value: number) => (Number.isInteger(value) ? value.toFixed(1) : String(value));

/** The file in Keras's folder, fetched where it is not there; ends the run with what is missing. */
export function pretrained(application: string, chosen: Chosen, context: Context): string | undefined {
  const name = `keras.applications.${application}`;
  const wanted = weightFile(application, chosen);
  if (!wanted) {
    context.unknown('there are no ImageNet weights for these arguments', name);
    return undefined;
  }
  const home = kerasHome(context);
  if (home === undefined) {
    context.unknown('no environment variable says where the home folder is', name);
    return undefined;
  }
  const { file, url, hash } = wanted;
  return keptAt({ file: joinPaths(home, 'models', file), url, ...(hash !== null && { hash }) }, name, context);
}
