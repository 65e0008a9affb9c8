import type { CallArgument, CallArguments } from '../../layers/call-arguments.js';
import type { PlainValue } from '../../layers/layer.js';
import type { MaybeShape } from '../../tensor/shape.js';
import { bool, float, int, list, none, str, type TensorValue, tuple, type Value } from '../../values/value.js';
import { shapeValue } from './layer-members.js';

/** A call's arguments as values again, tensors in the place of its inputs: by position as far as they follow each other. */
export function callValues(
  given: CallArguments,
  tensors: readonly TensorValue[],
): { readonly positional: readonly Value[]; readonly keywords: ReadonlyMap<string, Value> } {
  const positional: Value[] = [];
  const keywords = new Map<string, Value>();
  const { parameters } = given;
  let following = true;
  for (const [i, name] of parameters.entries()) {
    const argument = given.values.get(name);
    following &&= argument !== undefined && i < given.positional;
    if (!argument) continue;
    if (following) positional.push(valueOf(argument, tensors));
    else keywords.set(name, valueOf(argument, tensors));
  }
  for (const [name, argument] of given.values) {
    if (name === '*' && argument.kind === 'list')
      positional.push(...argument.elements.map((each) => valueOf(each, tensors)));
    else if (!parameters.includes(name)) keywords.set(name, valueOf(argument, tensors));
  }
  return { positional, keywords };
}

function valueOf(argument: CallArgument, tensors: readonly TensorValue[]): Value {
  switch (argument.kind) {
    case 'tensor':
      return tensors[argument.input] as Value;
    case 'list': {
      const elements = argument.elements.map((each) => valueOf(each, tensors));
      return argument.tuple ? tuple(elements) : list(elements);
    }
    case 'dict':
      return dict([...argument.entries].map(([key, entry]) => [key, valueOf(entry, tensors)]));
    default:
      return (argument.original as Value | undefined) ?? plainValue(argument.value);
  }
}

function plainValue(value: PlainValue | undefined): Value {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? int(value) : float(value);
    case 'string':
      return str(value);
    case 'boolean':
      return bool(value);
    default:
      return Array.isArray(value) ? list(value.map(plainValue)) : none;
  }
}

function dict(entries: readonly (readonly [string, Value])[]): Value {
  return { kind: 'dict', entries: new Map(entries.map(([key, value]) => [`s${key}`, { key: str(key), value }])) };
}

/** The shapes of the tensors in an argument, in the argument's own structure: what Keras gives to `build`. */
export function shapesIn(argument: CallArgument | undefined, inputs: readonly { readonly shape: MaybeShape }[]): Value {
  switch (argument?.kind) {
    case 'tensor':
      return shapeValue(inputs[argument.input]?.shape);
    case 'list':
      return list(argument.elements.map((each) => shapesIn(each, inputs)));
    case 'dict':
      return dict([...argument.entries].map(([key, entry]) => [key, shapesIn(entry, inputs)]));
    default:
      return none;
  }
}
