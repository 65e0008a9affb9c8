import type { Context } from '../../values/context.js';
import { type NativeType, object, stateOf } from '../../values/native-type.js';
import { str, type TensorValue, tuple, unknown, type Value } from '../../values/value.js';
import { heldLayer } from '../keras/plain.js';

/** `tf.Module`, which classes of the program derive from: it finds the variables that an instance holds. */
export const moduleType: NativeType<{ readonly name: string }> = {
  name: 'Module',
  module: 'tensorflow',
  bare: true,
  construct: {
    name: 'tf.Module',
    signature: 'name=None',
    examples: ['tf.Module()'],
    call: (args) => {
      const name = args.get('name');
      return object(moduleType, { name: name.kind === 'str' ? name.value : 'module' });
    },
  },
  derive(instance, positional, keywords) {
    const given = keywords.get('name') ?? positional[0];
    return object(moduleType, { name: given?.kind === 'str' ? given.value : instance.class.name.toLowerCase() });
  },
  attributes: {
    name: (self) => str(stateOf(self, moduleType)?.name ?? 'module'),
    variables: (self, context) => variables(self, false, context),
    trainable_variables: (self, context) => variables(self, true, context),
  },
};

function variables(self: Value, trainable: boolean, context: Context): Value {
  if (context.host.mode !== 'numbers') return unknown('which variables a module has is known in a run', 'tf.Module');
  const found: TensorValue[] = [];
  collect(self, found, new Set(), context);
  return tuple(found.filter(({ variable }) => !trainable || variable?.trainable));
}

/** Those of its attributes in the order of their names, then those of the modules among them. */
function collect(self: Value, found: TensorValue[], seen: Set<Value>, context: Context): void {
  if (self.kind !== 'instance' || seen.has(self)) return;
  seen.add(self);
  const inner: Value[] = [];
  const look = (value: Value): void => {
    switch (value.kind) {
      case 'tensor':
        if (value.variable && !found.some(({ variable }) => variable === value.variable)) found.push(value);
        return;
      case 'list':
      case 'tuple':
        for (const each of value.elements) look(each);
        return;
      case 'dict':
        for (const entry of value.entries.values()) look(entry.value);
        return;
      case 'instance':
      case 'object':
        if (stateOf(value, moduleType)) inner.push(value);
        else if (heldLayer(value)) context.unknown('a layer of Keras in a tf.Module is not followed', 'tf.Module');
        return;
      default:
        return;
    }
  };
  const named = [...self.attributes].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, value] of named) look(value);
  for (const each of inner) collect(each, found, seen, context);
}
