import type { Layer } from '../../../model/model.js';
import type { Context } from '../../../values/context.js';
import { type DictValue, list, none, str, type Value } from '../../../values/value.js';
import { operationCalls } from '../constructions.js';
import { dict } from '../history.js';
import { elementsOf, entryOf } from './objects.js';
import { operationClass } from './operation-classes.js';

/*
 * Functions on symbolic tensors as Keras 3 keeps them in a model's graph: a class of `keras.src.ops` with what its
 * constructor was given, called on tensors and plain values.
 */

/** The class and its configuration; undefined for an operation that has no such class here. */
export function writtenOperation(layer: Layer): DictValue | undefined {
  const { name } = layer.definition;
  const known = operationClass(name);
  const called = operationCalls.get(layer);
  if (!known || !called) return undefined;
  const config = known.config.map(({ name: parameter, default: value = none }): [string, Value] => {
    const own = parameter === 'newshape' && !called.takes('newshape') ? 'shape' : parameter;
    return [parameter, called.takes(own) ? plainForm(called.get(own)) : value];
  });
  return dict([
    ['module', str(known.module)],
    ['class_name', str(name)],
    ['config', dict([['name', str(layer.name)], ...config])],
    ['registered_name', str(name)],
  ]) as DictValue;
}

/** What it was called on, in the order of its class; tensors by `tensor`. Unknown where a value cannot be written. */
export function operationArguments(layer: Layer, tensor: (value: Value) => Value | undefined, context: Context): Value {
  const known = operationClass(layer.definition.name);
  const called = operationCalls.get(layer);
  if (!known || !called) return context.unknown('what an operation was called on is not known', layer.name);
  const write = (value: Value): Value => {
    if (value.kind === 'tensor')
      return (
        tensor(value) ??
        context.unknown('an array among the arguments of an operation cannot be written yet', layer.name)
      );
    if (value.kind === 'list' || value.kind === 'tuple') return list(value.elements.map(write));
    if (value.kind === 'slice')
      return dict([
        ['class_name', str('__slice__')],
        [
          'config',
          dict([
            ['start', value.start],
            ['stop', value.stop],
            ['step', value.step],
          ]),
        ],
      ]);
    if (value.kind === 'ellipsis')
      return dict([
        ['class_name', str('__ellipsis__')],
        ['config', dict([])],
      ]);
    return value;
  };
  const positional = known.call.flatMap((name) =>
    name.startsWith('*')
      ? called.rest
      : [called.get(!called.takes(name) && name === known.call[0] ? called.first : name)],
  );
  return dict([
    ['args', list(positional.map(write))],
    ['kwargs', dict([])],
  ]);
}

function plainForm(value: Value): Value {
  if (value.kind === 'list' || value.kind === 'tuple') return list(value.elements.map(plainForm));
  return value.kind === 'dtype' ? str(value.dtype) : value;
}

/** The function of `keras.ops` that a class is the operation of, and the keywords that its configuration gives. */
export interface ReadOperation {
  readonly name: string;
  readonly keywords: ReadonlyMap<string, Value>;
  /** What stands before the tensors. */
  readonly leading: readonly Value[];
}

export function readOperation(written: Value): ReadOperation | undefined {
  const type = entryOf(written, 'class_name');
  const known = type?.kind === 'str' ? operationClass(type.value) : undefined;
  if (type?.kind !== 'str' || !known) return undefined;
  const config = entryOf(written, 'config');
  const keywords = new Map<string, Value>();
  for (const { name, default: value } of known.config) {
    const given = entryOf(config, name);
    // What is as it would be anyway may be an argument that our function has not got.
    if (given && !(value && given.kind === value.kind && JSON.stringify(given) === JSON.stringify(value)))
      keywords.set(name, given);
  }
  // `einsum` takes its text before the tensors.
  const leading = known.call[0]?.startsWith('*') ? [...keywords.values()] : [];
  if (leading.length > 0) keywords.clear();
  return { leading, name: type.value.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase(), keywords };
}

/** `x[:, 0]`: its key is written as a list. */
export function keyOfList(value: Value | undefined): Value {
  const parts = elementsOf(value).map(partOf);
  if (value?.kind !== 'list') return partOf(value ?? none);
  return { kind: 'tuple', elements: parts };
}

function partOf(value: Value): Value {
  const type = entryOf(value, 'class_name');
  const config = entryOf(value, 'config');
  if (type?.kind !== 'str') return value;
  if (type.value === '__ellipsis__') return { kind: 'ellipsis' };
  if (type.value !== '__slice__') return value;
  const part = (name: string) => entryOf(config, name) ?? none;
  return { kind: 'slice', start: part('start'), stop: part('stop'), step: part('step') };
}
