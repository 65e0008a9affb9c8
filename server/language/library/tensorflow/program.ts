import type { Context } from '../../values/context.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import type { NativeType } from '../../values/native-type.js';
import { bool, list, type NativeFunctionValue, none, tensor, unknown, type Value } from '../../values/value.js';
import { elementTypeOf } from '../numpy/arguments.js';
import { native } from '../python/define.js';
import { tensorSpecType } from './data/element-spec.js';
import { eagerMembers } from './eager.js';
import type { Members } from './eager-function.js';
import { eagerTensorType } from './eager-tensor.js';
import { gradientTapeType } from './gradient-tape.js';
import { moduleType } from './module.js';
import { tensorShapeType } from './tensor-shape.js';
import { textTensorType } from './text-tensor.js';
import { programVariable, shapeOfVariable, tensorFlowVariableType } from './variable.js';

/** A decorator that changes nothing, with or without arguments. */
function transparent(name: string, signature: string): NativeFunctionValue {
  return native(name, signature, [`${name}(abs)`], (args) => {
    const given = args.get('func');
    if (given.kind !== 'none') return given;
    return native(name, 'func', [], (inner) => inner.get('func'));
  });
}

/** `Tout=`: a tensor, or one for each type; their shapes are not known. */
function ofTypes(types: Value, context: Context): Value {
  const dtype = elementTypeOf(types);
  if (dtype) return { ...tensor('tensorflow', dtype, undefined), reason: 'a Python function gives it' };
  if (types.kind === 'list' || types.kind === 'tuple')
    return list(types.elements.map((each) => ofTypes(each, context)));
  return context.unknown('a Python function gives it');
}

const outside = (name: string) =>
  native(name, 'func=None, inp=None, Tout=None, stateful=True, name=None', [], (args, context) =>
    ofTypes(args.get('Tout'), context),
  );

/** What is called for each condition: the results are joined where it is not known. */
function conditional(args: Arguments, context: Context): Value {
  const truth = context.truth(args.get('pred'));
  if (truth !== undefined) return context.call(args.get(truth ? 'true_fn' : 'false_fn'), []);
  const a = context.call(args.get('true_fn'), []);
  const b = context.call(args.get('false_fn'), []);
  if (a.kind === 'tensor' && b.kind === 'tensor' && a.dtype === b.dtype) {
    const alike =
      a.shape && b.shape && a.shape.length === b.shape.length && a.shape.every((dim, i) => dim === b.shape?.[i]);
    if (alike) return tensor('tensorflow', a.dtype, a.shape);
  }
  return context.unknown('which function is called is not known', 'tf.cond');
}

// Tensors of strings are of the class of all tensors to Python, and no arrays of NumPy's, which they are here.
Object.assign(textTensorType, {
  attributes: { ...textTensorType.attributes, __class__: (): Value => ({ kind: 'type', type: eagerTensorType }) },
});

/** What programs are built from beside functions on tensors. */
export const programMembers: Members = {
  Tensor: { kind: 'type', type: eagerTensorType },
  TensorSpec: { kind: 'type', type: tensorSpecType as NativeType },
  TensorShape: { kind: 'type', type: tensorShapeType },
  GradientTape: { kind: 'type', type: gradientTapeType as NativeType },
  Module: { kind: 'type', type: moduleType as NativeType },
  newaxis: none,
  function: transparent(
    'tf.function',
    'func=None, input_signature=None, autograph=True, jit_compile=None, reduce_retracing=False, **kwargs',
  ),
  numpy_function: outside('tf.numpy_function'),
  py_function: outside('tf.py_function'),
  cond: native(
    'tf.cond',
    'pred, true_fn=None, false_fn=None, name=None',
    ['tf.cond(True, lambda: tf.ones(2), lambda: tf.zeros(2))'],
    conditional,
  ),
  executing_eagerly: native('tf.executing_eagerly', '', [], () => bool(true)),
  Variable: { kind: 'type', type: tensorFlowVariableType },
};

const makeVariable: NativeFunction = {
  name: 'tf.Variable',
  signature:
    'initial_value=None, trainable=None, validate_shape=True, caching_device=None, name=None, variable_def=None, dtype=None, import_scope=None, constraint=None, synchronization=None, aggregation=None, shape=None, **kwargs',
  examples: ['tf.Variable([1.0, 2.0])', 'tf.Variable(3, dtype=tf.float32)'],
  call: (args, context) => {
    const initial = args.get('initial_value');
    const callable = ['function', 'native', 'method'].includes(initial.kind);
    const value = callable ? context.call(initial, []) : initial;
    if (value.kind === 'unknown') return unknown(value.reason, 'tf.Variable');
    const dtype = args.get('dtype');
    const made = context.call(
      eagerMembers['constant'] as Value,
      [value],
      dtype.kind === 'none' ? undefined : new Map([['dtype', dtype]]),
    );
    return context.host.mode === 'numbers' && made.kind === 'tensor'
      ? programVariable(made, args, context)
      : made.kind === 'tensor'
        ? shapeOfVariable(made)
        : made;
  },
};
Object.assign(tensorFlowVariableType, { construct: makeVariable });
