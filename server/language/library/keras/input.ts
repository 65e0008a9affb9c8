import { noCallArguments } from '../../layers/call-arguments.js';
import { inputLayer } from '../../layers/core/input.js';
import type { Layer, LayerCall, TensorSpec } from '../../model/model.js';
import type { Range } from '../../syntax/tree.js';
import { batch, type Dim } from '../../tensor/dim.js';
import { type ElementType, elementTypes } from '../../tensor/element-type.js';
import type { MaybeShape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import type { NativeType } from '../../values/native-type.js';
import { none, type Value } from '../../values/value.js';
import { floatType } from './dtype-policy.js';
import { report } from './faults.js';
import { layerObject, layerType, newLayer } from './layer-objects.js';
import { plain } from './plain.js';
import { elementTypeOf, shapeOf } from './shapes.js';
import { inputName } from './state.js';
import { symbolicTensor } from './symbolic.js';

/** `keras.Input(shape=…)`: the symbolic tensor that an InputLayer gives. */
export const inputFunction: NativeFunction = {
  name: 'keras.Input',
  signature:
    'shape=None, batch_size=None, dtype=None, sparse=None, ragged=None, batch_shape=None, name=None, tensor=None, optional=False, **kwargs',
  call: (args, context) => symbolicTensor(fromArguments(args, context).outputs[0] as TensorSpec),
};

/** `InputLayer(shape)`: the layer itself. */
export const inputLayerType: NativeType<Layer> = {
  name: 'InputLayer',
  module: 'keras.layers',
  base: layerType as NativeType<never>,
  construct: {
    name: 'InputLayer',
    signature: inputLayer.signature,
    call: (args, context) => layerObject(fromArguments(args, context).layer, context),
  },
};

/** A new InputLayer and its one call. */
export function makeInput(
  shape: MaybeShape,
  dtype: ElementType,
  name: string | undefined,
  range: Range,
  context: Context,
): LayerCall {
  const layer = newLayer(inputLayer, { shape: shape?.slice(1) }, name ?? inputName(context), range, context);
  layer.weights = [];
  const outputs: TensorSpec[] = [];
  const call: LayerCall = { layer, inputs: [], given: noCallArguments, outputs, range };
  outputs.push({ shape, dtype, source: { call, index: 0 } });
  layer.calls.push(call);
  context.recorder.layer(layer);
  context.recorder.layerCall(call);
  return call;
}

/** A run takes floats of every width as float32: what follows is computed in that. */
function inputType(given: Value, context: Context): ElementType {
  if (context.host.mode === 'numbers') return elementTypeOf(given === none ? undefined : given);
  if (given.kind === 'none') return floatType(context) ?? 'float32';
  const name = given.kind === 'dtype' ? given.dtype : plain(given);
  return elementTypes.find((type) => type === name) ?? 'float32';
}

function fromArguments(args: Arguments, context: Context): LayerCall {
  const name = args.get('name');
  const size = args.get('batch_size');
  const whole: Value | undefined = args.given('batch_shape')
    ? args.get('batch_shape')
    : args.keywords.get('batch_input_shape');
  const sampleValue = args.given('shape') ? args.get('shape') : args.keywords.get('input_shape');
  let shape: MaybeShape;
  if (whole && whole.kind !== 'none') {
    shape = shapeOf(whole, true);
  } else if (!sampleValue || sampleValue.kind === 'none') {
    if (!args.given('tensor') || args.get('tensor').kind === 'none') {
      report(
        'layer-argument',
        context.range,
        { argument: 'shape', type: 'Input', message: 'Input needs the shape of one sample, such as `shape=(28, 28)`' },
        'You must pass a `shape` argument.',
        context,
      );
    }
  } else if (sampleValue.kind === 'int') {
    report(
      'layer-argument',
      context.range,
      {
        argument: 'shape',
        type: 'Input',
        message: `\`shape=${sampleValue.value}\`: expected a tuple`,
        tuple: sampleValue.value,
      },
      `Cannot convert '${sampleValue.value}' to a shape.`,
      context,
    );
    shape = [batch, sampleValue.value];
  } else {
    const sample = shapeOf(sampleValue, false);
    const first: Dim = size.kind === 'int' ? size.value : batch;
    shape = sample && [first, ...sample];
  }
  const dtype = args.get('dtype');
  return makeInput(
    shape,
    inputType(dtype, context),
    name.kind === 'str' ? name.value : undefined,
    context.range,
    context,
  );
}
