import { type CallArgument, CallArguments } from '../../layers/call-arguments.js';
import type { LayerHandle } from '../../layers/layer.js';
import type { Layer } from '../../model/model.js';
import type { Context } from '../../values/context.js';
import { float, int, list, none, str, type TensorValue, type Value } from '../../values/value.js';
import type { CallInputs } from './call-inputs.js';
import { kerasFunction } from './ops/functions.js';
import { kerasState } from './state.js';

/**
 * Masks, as Keras carries them along with symbolic tensors: they change no shape, but what computes them (`not_equal`
 * of an Embedding's input) is part of a functional model once a layer takes the mask.
 */

const recurrent: ReadonlySet<string> = new Set([
  ...['LSTM', 'GRU', 'SimpleRNN', 'RNN', 'ConvLSTM1D', 'ConvLSTM2D', 'ConvLSTM3D', 'CuDNNLSTM', 'CuDNNGRU'],
]);

const merging: ReadonlySet<string> = new Set(['Add', 'Subtract', 'Multiply', 'Average', 'Maximum', 'Minimum']);

/** The masks that Keras notes down with a call though the program does not write them. */
export function masksTaken(layer: Layer, inputs: CallInputs): readonly TensorValue[] {
  if (!layer.model && !notesMasks(layer, inputs)) return [];
  const { tensors, given } = inputs;
  const holding = given.parameters.filter((name) => given.inputs(name).length > 0);
  const [only] = holding;
  if (holding.length !== 1 || only === undefined || given.given('mask')) return [];
  const takes = layer.model !== undefined || layer.definition.masking?.startsWith('takes');
  return takes ? given.inputs(only).flatMap((i) => tensors[i]?.mask ?? []) : [];
}

/**
 * Keras notes down the masks that it adds only where it leaves a call's arguments as they are: where it has to convert
 * one, or looks through several for such, it notes down what the program wrote.
 */
export function notesMasks({ policy }: Layer, { tensors, bare }: CallInputs): boolean {
  const dtype = tensors[0]?.dtype;
  return bare && (dtype === undefined || dtype === (policy?.compute ?? 'float32'));
}

/**
 * A call of a layer that the program defines, with the masks that Keras gives to its `call` though the program does not
 * write them: `mask` where one argument holds tensors, else `NAME_mask` for each that does.
 */
export function withTakenMasks(call: CallInputs): CallInputs {
  const { tensors, given, bare } = call;
  const { parameters } = given;
  const holding = parameters.filter((name) => given.inputs(name).length > 0);
  const all = [...tensors];
  const values = new Map(given.values);
  for (const name of holding) {
    const takes = holding.length === 1 ? 'mask' : `${name}_mask`;
    const argument = given.values.get(name);
    if (!argument || !parameters.includes(takes) || given.given(takes)) continue;
    if (given.inputs(name).some((i) => tensors[i]?.mask)) values.set(takes, maskOf(argument, all));
  }
  if (all.length === tensors.length) return call;
  return { bare, tensors: all, given: new CallArguments(given.signature, values) };
}

/** The masks of the tensors in an argument, in its own structure, put behind the call's other inputs. */
function maskOf(argument: CallArgument, tensors: TensorValue[]): CallArgument {
  switch (argument.kind) {
    case 'tensor': {
      const mask = tensors[argument.input]?.mask;
      if (mask) tensors.push(mask);
      return mask ? { kind: 'tensor', input: tensors.length - 1 } : { kind: 'plain', value: null, original: none };
    }
    case 'list':
      return { ...argument, elements: argument.elements.map((each) => maskOf(each, tensors)) };
    case 'dict':
      return {
        kind: 'dict',
        entries: new Map([...argument.entries].map(([key, each]) => [key, maskOf(each, tensors)])),
      };
    default:
      return { kind: 'plain', value: null, original: none };
  }
}

/** What a call gives, each tensor with its mask if it has one. */
export function withMasks(
  layer: Layer,
  { tensors, given }: CallInputs,
  outputs: readonly TensorValue[],
  context: Context,
): readonly TensorValue[] {
  const first = given.inputs(given.first).flatMap((i) => tensors[i] ?? []);
  const masks = outputMasks(layer, first, context);
  return outputs.map((output, i) => (masks[i] ? { ...output, mask: masks[i] } : output));
}

/** The names that Keras gives to what computes the masks of a Sequential's layers each time that it is built. */
export function maskNames({ definition, arguments: given }: Layer): readonly string[] {
  if (definition.name === 'Embedding') return given['mask_zero'] === true ? ['not_equal'] : [];
  return definition.name === 'Masking' ? ['not_equal', 'any'] : [];
}

type Mask = TensorValue | undefined;

function outputMasks(layer: Layer, inputs: readonly TensorValue[], context: Context): readonly Mask[] {
  const type = layer.definition.name;
  const given = layer.arguments;
  const [x] = inputs;
  if (!x || layer.model) return [];
  const apply = (name: string, ...args: readonly Value[]) => operation(name, args, context);
  if (type === 'Masking') {
    const differs = apply('not_equal', x, float(Number(given['mask_value'] ?? 0)));
    return [differs && operation('any', [differs], context, new Map([['axis', int(-1)]]))];
  }
  if (type === 'Embedding') return given['mask_zero'] === true ? [apply('not_equal', x, int(0))] : [];
  const masks = inputs.map(({ mask }) => mask);
  if (masks.every((mask) => mask === undefined)) return [];
  if (recurrent.has(type)) return given['return_sequences'] === true ? masks.slice(0, 1) : [];
  if (type === 'Bidirectional') {
    const inner = given['layer'] as LayerHandle | undefined;
    if (inner?.arguments['return_sequences'] !== true) return [];
    return given['merge_mode'] === null ? [masks[0], masks[0]] : masks.slice(0, 1);
  }
  if (merging.has(type)) {
    if (masks.some((mask) => mask === undefined)) return [];
    return [masks.slice(1).reduce((all, mask) => all && mask && apply('logical_or', all, mask), masks[0])];
  }
  if (type === 'Concatenate') return [concatenated(inputs, given['axis'], apply, context)];
  if (type === 'Attention' || type === 'AdditiveAttention') return [masks[0] && apply('convert_to_tensor', masks[0])];
  return layer.definition.masking?.endsWith('passes') || supportsMasking(layer, context) ? masks : [];
}

/** Whether a layer of the program says so of itself. */
function supportsMasking(layer: Layer, context: Context): boolean {
  const own = layer.program && kerasState(context).objects.get(layer);
  const says = own?.attributes.get('supports_masking');
  return says !== undefined && context.truth(says) === true;
}

/** As Concatenate's `compute_mask`: masks brought to the inputs' rank, put together, and reduced again. */
function concatenated(
  inputs: readonly TensorValue[],
  axis: unknown,
  apply: (name: string, ...args: readonly Value[]) => Mask,
  context: Context,
): Mask {
  const asBool = new Map<string, Value>([['dtype', str('bool')]]);
  const parts = inputs.map((x) => {
    if (!x.mask) return operation('ones_like', [x], context, asBool);
    if ((x.mask.shape?.length ?? 0) >= (x.shape?.length ?? 0)) return x.mask;
    const wider = apply('expand_dims', x.mask, int(-1));
    const zeros = operation('zeros_like', [x], context, asBool);
    return wider && zeros && apply('logical_or', wider, zeros);
  });
  if (!parts.every((part) => part !== undefined)) return undefined;
  const whole = apply('concatenate', list([...parts]), int(typeof axis === 'number' ? axis : -1));
  return whole && operation('any', [whole], context, new Map([['axis', int(-1)]]));
}

/** A function of `keras.ops` on symbolic tensors: a node of the model's graph. */
function operation(
  name: string,
  positional: readonly Value[],
  context: Context,
  keywords?: ReadonlyMap<string, Value>,
): Mask {
  const callee = kerasFunction(name);
  const made = callee && context.call(callee, positional, keywords);
  return made?.kind === 'tensor' ? made : undefined;
}
