import { type CallArgument, CallArguments, defaultCallSignature } from '../../layers/call-arguments.js';
import type { Layer } from '../../model/model.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { bind, parseSignature } from '../../values/signature.js';
import type { TensorValue, Value } from '../../values/value.js';
import { argumentRange, report } from './faults.js';
import { namedInputs } from './model-inputs.js';
import { plain } from './plain.js';

/** What a layer is called with: the tensors among the arguments, and which argument each is. */
export interface CallInputs {
  readonly tensors: readonly TensorValue[];
  readonly given: CallArguments;
  /** Whether it is called on one tensor by position, and nothing else. */
  readonly bare: boolean;
}

/**
 * Binds a call's arguments to the parameters of the layer's `call`. undefined where what the layer is called
 * on is not known; arguments that do not fit the parameters are a fault.
 */
export function callInputs(layer: Layer, args: Arguments, context: Context): CallInputs | undefined {
  return inputsOf(layer, args.rest, context, args.keywords);
}

export function inputsOf(
  layer: Layer,
  given: readonly Value[],
  context: Context,
  named: ReadonlyMap<string, Value> = new Map(),
): CallInputs | undefined {
  const positional = inModelsOrder(layer, given, context);
  if (!positional) return undefined;
  const text = layer.definition.callSignature ?? defaultCallSignature;
  const signature = parseSignature(text);
  // Keras gives `training` to whoever asks for it, and keeps it from whoever does not.
  const passed =
    named.has('training') && !signature.index.has('training') && signature.keywords === undefined
      ? new Map([...named].filter(([name]) => name !== 'training'))
      : named;
  const bound = bind(signature, positional, passed);
  if (typeof bound === 'string') {
    reportUnbound(layer, text, bound, named, context);
    return undefined;
  }
  const tensors: TensorValue[] = [];
  const values = new Map<string, CallArgument>();
  for (const [i, { name }] of signature.parameters.entries()) {
    if (!bound.given(name)) continue;
    const value = argumentOf(bound.get(name), tensors, context);
    // What the layer computes on must be known; what only tells it how may be unknown.
    if (i === 0 && !(layer.program ? isKnown(value) : isTensors(value))) return undefined;
    values.set(name, value);
  }
  if (bound.rest.length)
    values.set('*', { kind: 'list', elements: bound.rest.map((value) => argumentOf(value, tensors, context)) });
  for (const [name, value] of bound.keywords) values.set(name, argumentOf(value, tensors, context));
  const bare = positional.length === 1 && positional[0]?.kind === 'tensor' && named.size === 0;
  return { tensors, given: new CallArguments(text, values, positional.length), bare };
}

/** What a model is called on, a dict in the order of its inputs; undefined after a fault. */
function inModelsOrder({ model }: Layer, positional: readonly Value[], context: Context): readonly Value[] | undefined {
  const [first, ...others] = positional;
  if (!model || !first) return positional;
  const range = argumentRange('inputs', defaultCallSignature, context);
  const given = namedInputs(first, model, { argument: 'inputs', range }, context);
  return given && [given, ...others];
}

function argumentOf(value: Value, tensors: TensorValue[], context: Context): CallArgument {
  switch (value.kind) {
    case 'tensor':
      tensors.push(value);
      return { kind: 'tensor', input: tensors.length - 1 };
    case 'list':
    case 'tuple':
      if (value.kind === 'list' && value.rest) return { ...notKnown, original: value };
      return {
        kind: 'list',
        elements: value.elements.map((element) => argumentOf(element, tensors, context)),
        tuple: value.kind === 'tuple',
      };
    case 'dict': {
      if (value.open) return { ...notKnown, original: value };
      const entries = new Map<string, CallArgument>();
      for (const { key, value: entry } of value.entries.values())
        entries.set(key.kind === 'str' ? key.value : (context.repr(key) ?? '?'), argumentOf(entry, tensors, context));
      return { kind: 'dict', entries };
    }
    default:
      return { kind: 'plain', value: plain(value), original: value };
  }
}

const notKnown = { kind: 'plain', value: undefined } as const;

function isKnown(value: CallArgument): boolean {
  return value.kind !== 'plain' || (value.original as Value | undefined)?.kind !== 'unknown';
}

/** Whether tensors, and nothing else but None among them, are in an argument. */
function isTensors(value: CallArgument): boolean {
  switch (value.kind) {
    case 'tensor':
      return true;
    case 'list':
      return value.elements.length > 0 && value.elements.every((each) => isTensors(each) || isNone(each));
    case 'dict':
      return value.entries.size > 0 && [...value.entries.values()].every(isTensors);
    default:
      return false;
  }
}

function isNone(value: CallArgument): boolean {
  return value.kind === 'plain' && value.value === null;
}

function reportUnbound(
  layer: Layer,
  signature: string,
  problem: string,
  named: ReadonlyMap<string, Value>,
  context: Context,
): void {
  const unexpected = [...named.keys()].find((name) => problem.includes(`'${name}'`));
  const type = layer.definition.name;
  report(
    'layer-argument',
    unexpected ? argumentRange(unexpected, signature, context) : context.range,
    { type, argument: unexpected, message: `a call of ${type} ${problem}` },
    `${type}.call() ${problem}`,
    context,
    'TypeError',
  );
}
