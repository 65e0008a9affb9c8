import { refused } from '../../../layers/arguments.js';
import type { DataFormat } from '../../../layers/channels.js';
import type { PlainValue } from '../../../layers/layer.js';
import { functionalModel } from '../../../model/functional.js';
import type { Model, TensorSpec } from '../../../model/model.js';
import type { Dim } from '../../../tensor/dim.js';
import type { Shape } from '../../../tensor/shape.js';
import { ShapeError } from '../../../tensor/shape-error.js';
import type { Context } from '../../../values/context.js';
import type { Arguments, NativeFunction } from '../../../values/native-function.js';
import { parseSignature } from '../../../values/signature.js';
import { str, type Value } from '../../../values/value.js';
import { argumentRange, refuseKeywords, report } from '../faults.js';
import { imageDataFormat } from '../image-data-format.js';
import { functionalType, modelObject, unbuilt } from '../model-objects.js';
import { plain } from '../plain.js';
import { shapeOf } from '../shapes.js';
import { functionalName, kerasState } from '../state.js';
import { specOf } from '../symbolic.js';
import { type InputSizes, imageShape } from './input-shape.js';
import { Network } from './network.js';
import { pretrained } from './pretrained.js';

/** A model of `keras.applications`. */
export interface Application {
  /** As Keras spells it: `ResNet50`. */
  readonly name: string;
  readonly signature: string;
  /** undefined where it reads the size of its images itself. */
  readonly sizes?: InputSizes;
  /** Keras has these for images whose channels come last alone. */
  readonly lastOnly?: boolean;
  /** The size of its images, where it depends on the arguments. */
  imageShape?(options: Options): Shape;
  /** Checks of its own on pretrained weights; throws ShapeError. */
  checkImagenet?(options: Options): void;
  /** The model's name where the program gives none. */
  modelName?(options: Options, image: Shape): string;
  /** All layers up to the output. */
  build(net: Network, x: TensorSpec, options: Options, image: Shape): TensorSpec;
}

/** The arguments of an application, read once. */
export interface Options {
  readonly top: boolean;
  readonly imagenet: boolean;
  readonly format: DataFormat;
  readonly pooling: 'avg' | 'max' | undefined;
  readonly classes: PlainValue | undefined;
  readonly activation: PlainValue | undefined;
  /** `input_shape`, null where the program leaves it open. */
  readonly shape: Shape | null;
  /** `input_tensor`'s own shape. */
  readonly tensor: Shape | undefined;
  /** Any other argument: a number, a boolean. */
  get(name: string): PlainValue | undefined;
}

/** The signature that most applications share. */
export function usualSignature(name: string): string {
  return `include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000, classifier_activation='softmax', name='${name}'`;
}

export function applicationFunction(application: Application): NativeFunction {
  return {
    name: `keras.applications.${application.name}`,
    signature: `${application.signature}, **kwargs`,
    call(args, context) {
      refuseKeywords(`keras.applications.${application.name}`, application.signature, args, context);
      return make(application, args, context);
    },
  };
}

function make(application: Application, args: Arguments, context: Context): Value {
  const options = readOptions(application, args, context);
  if (!options) return unknownModel(args, context);
  try {
    const model = modelOf(application, options, args, context);
    if (!model) return unknownModel(args, context);
    const made = modelObject(functionalType, model, context);
    if (context.host.mode === 'numbers') loadWeights(made, model, application, options, args.get('weights'), context);
    return made;
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    const range = argumentRange(String(error.details['argument']), application.signature, context);
    const details = { ...error.details, message: error.message, type: application.name };
    report('layer-argument', range, details, String(error.details['keras'] ?? error.message), context);
    return unknownModel(args, context);
  }
}

/** `weights=`: ImageNet's, or those of a file. */
function loadWeights(
  made: Value,
  { name, inputs }: Model,
  application: Application,
  { top, imagenet, format, get }: Options,
  weights: Value,
  context: Context,
): void {
  if (weights.kind === 'none') return;
  const image = (inputs[0]?.shape ?? []).slice(format === 'channels_first' ? 2 : 1);
  const path = imagenet ? pretrained(application.name, { top, image, model: name, get }, context) : undefined;
  context.call(context.getAttribute(made, 'load_weights'), [path === undefined ? weights : str(path)]);
}

function modelOf(application: Application, options: Options, args: Arguments, context: Context): Model | undefined {
  check(application, options);
  const { sizes } = application;
  const image = application.imageShape?.(options) ?? (sizes ? imageShape(options.shape, sizes, options) : []);
  const net = new Network(context, options.format);
  const given = args.get('input_tensor');
  const start =
    given.kind === 'none' ? net.input(image) : given.kind === 'tensor' && given.source ? specOf(given) : undefined;
  if (!start) return undefined;
  const output = application.build(net, start, options, image);
  const named = args.get('name');
  const name = named.kind === 'str' ? named.value : application.modelName?.(options, image);
  const model = functionalModel(
    name ?? kerasState(context).names.next(functionalName(context)),
    context.range,
    sourcesOf(start),
    [output],
  );
  return 'disconnected' in model ? undefined : model;
}

/** What Keras checks before it makes a layer. */
function check({ name, lastOnly, checkImagenet }: Application, options: Options): void {
  if (lastOnly && options.format === 'channels_first') {
    throw refused(
      'name',
      name,
      'images whose channels come last',
      `${name} does not support the \`channels_first\` image data format.`,
    );
  }
  if (!options.imagenet) return;
  if (options.top && typeof options.classes === 'number' && options.classes !== 1000) {
    throw refused(
      'classes',
      options.classes,
      "1000 with `weights='imagenet'` and the top; use `weights=None` or `include_top=False`",
      `If using \`weights="imagenet"\` with \`include_top=True\`, \`classes\` should be 1000. Received classes=${options.classes}`,
    );
  }
  const { activation } = options;
  const symbol =
    typeof activation === 'object' && activation !== null && 'symbol' in activation ? activation.symbol : activation;
  if (options.top && symbol !== undefined && symbol !== null && symbol !== 'softmax' && symbol !== 'linear') {
    throw refused(
      'classifier_activation',
      activation ?? null,
      "None or 'softmax' with pretrained weights",
      `Only \`None\` and \`softmax\` activations are allowed for the \`classifier_activation\` argument when using pretrained weights, with \`include_top=True\`; Received: classifier_activation=${String(symbol)}`,
    );
  }
  checkImagenet?.(options);
}

/** undefined where what the layers depend on is not known. */
function readOptions(application: Application, args: Arguments, context: Context): Options | undefined {
  const top = context.truth(args.get('include_top'));
  const weights = plain(args.get('weights'));
  const format = imageDataFormat(context);
  const pooling = plain(args.get('pooling'));
  const shape = args.get('input_shape');
  const input = args.get('input_tensor');
  if (top === undefined || !format || shape.kind === 'unknown') return undefined;
  for (const { name } of parseSignature(application.signature).parameters)
    if (!mayBeUnknown.has(name) && plain(args.get(name)) === undefined) return undefined;
  return {
    top,
    format,
    imagenet: weights === 'imagenet',
    pooling: pooling === 'avg' || pooling === 'max' ? pooling : undefined,
    classes: plain(args.get('classes')),
    activation: plain(args.get('classifier_activation')),
    shape: shape.kind === 'none' ? null : (shapeOf(shape, false) ?? []),
    tensor: input.kind === 'tensor' ? input.shape : undefined,
    get: (name) => plain(args.get(name)),
  };
}

/** Without them, which layers there are can still be said. */
const mayBeUnknown = new Set(['weights', 'input_tensor', 'input_shape', 'classes', 'classifier_activation', 'name']);

function unknownModel(args: Arguments, context: Context): Value {
  const named = args.get('name');
  const name = named.kind === 'str' ? named.value : kerasState(context).names.next(functionalName(context));
  return modelObject(functionalType, unbuilt(name, 'functional', context), context);
}

/** The inputs that a tensor is made from: where the model begins. */
function sourcesOf(tensor: TensorSpec): readonly TensorSpec[] {
  const found = new Set<TensorSpec>();
  const seen = new Set<TensorSpec>();
  const visit = (each: TensorSpec): void => {
    if (seen.has(each)) return;
    seen.add(each);
    const call = each.source?.call;
    if (!call || call.inputs.length === 0) found.add(call?.outputs[each.source?.index ?? 0] ?? each);
    else for (const input of call.inputs) visit(input);
  };
  visit(tensor);
  return [...found];
}

/** The usual end: with a top, the mean over the image and a dense layer; without, the pooling that was asked for. */
export function usualEnd(
  net: Network,
  x: TensorSpec,
  options: Options,
  names: { readonly top?: string; readonly avg?: string; readonly max?: string } = {},
): TensorSpec {
  if (!options.top) return pooled(net, x, options, names);
  return predictions(net, net.layer('GlobalAveragePooling2D', x, {}, names.top), options);
}

/** The dense layer that names the classes. */
export function predictions(
  net: Network,
  x: TensorSpec,
  { classes, activation }: Options,
  settings: Readonly<Record<string, PlainValue>> = {},
): TensorSpec {
  return net.layer('Dense', x, { units: classes, activation, ...settings }, 'predictions');
}

export function pooled(
  net: Network,
  x: TensorSpec,
  { pooling }: Options,
  names: { readonly avg?: string; readonly max?: string } = {},
): TensorSpec {
  if (pooling === 'avg') return net.layer('GlobalAveragePooling2D', x, {}, names.avg);
  return pooling === 'max' ? net.layer('GlobalMaxPooling2D', x, {}, names.max) : x;
}

/** A number of filters that a factor makes: a multiple of `divisor`, and not more than a tenth below. */
export function multipleOf(value: number, divisor = 8): number {
  const rounded = Math.max(divisor, Math.floor(Math.trunc(value + divisor / 2) / divisor) * divisor);
  return rounded < 0.9 * value ? rounded + divisor : rounded;
}

/** A number of filters as settings have it; undefined where it is not known. */
export function count(dim: Dim): number | undefined {
  return typeof dim === 'number' ? dim : undefined;
}
