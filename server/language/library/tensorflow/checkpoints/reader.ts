import { isStatic } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { bool, int, list, tensor, unknown, type Value } from '../../../values/value.js';
import { dict } from '../../keras/history.js';
import { methods } from '../../python/define.js';
import { tensorFlowType } from '../element-types.js';
import { method } from './checkpoint.js';
import type { Saved } from './files.js';

/** What `tf.train.load_checkpoint` gives: a checkpoint's table of tensors. */
export const readerType: NativeType<Saved | undefined> = {
  name: 'CheckpointReader',
  module: 'tensorflow.train',
  methods: methods(
    told('get_variable_to_shape_map', 'self', (saved) =>
      dict(saved.names.map((name) => [name, list((saved.shapeOf(name) ?? []).map((dim) => int(dim)))])),
    ),
    told('get_variable_to_dtype_map', 'self', (saved, _given, context) =>
      dict(saved.names.map((name) => [name, typeOf(saved, name, context)])),
    ),
    told('has_tensor', 'self, tensor_str', (saved, given, context) => {
      const name = context.str(given);
      return name === undefined ? unknown('a name that is not known', 'has_tensor') : bool(saved.names.includes(name));
    }),
    told('get_tensor', 'self, tensor_str', (saved, given, context) => tensorNamed(saved, given, context)),
  ),
};

/** A tensor of a checkpoint by its name, as an array. */
export function tensorNamed(saved: Saved | undefined, given: Value, context: Context): Value {
  const name = context.str(given)?.replace(/:0$/, '');
  if (name === undefined) return context.unknown('a name that is not known', 'CheckpointReader.get_tensor');
  const value = saved?.tensor(name);
  if (!value || !isStatic(value.shape)) return context.raise('NotFoundError', `Key ${name} not found in checkpoint`);
  return tensor('numpy', value.dtype, value.shape, value.data);
}

/** What is no array is text: the graph of objects, and how some are configured. */
function typeOf(saved: Saved, name: string, context: Context): Value {
  const dtype = saved.tensor(name)?.dtype ?? (/OBJECT_(GRAPH|CONFIG_JSON)$/.test(name) ? 'string' : undefined);
  return dtype ? tensorFlowType(dtype) : context.unknown(`the type of ${name} is not known`, 'CheckpointReader');
}

export function readerOf(saved: Saved | undefined): Value {
  return object(readerType, saved);
}

function told(name: string, signature: string, tell: (saved: Saved, given: Value, context: Context) => Value) {
  return method(`CheckpointReader.${name}`, signature, (args, context) => {
    const saved = stateOf(args.get('self'), readerType);
    if (!saved || context.host.mode === 'shapes') return unknown('what a checkpoint holds is known in a run', name);
    return tell(saved, signature === 'self' ? args.get('self') : args.get('tensor_str'), context);
  });
}
