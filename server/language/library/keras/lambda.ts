import type { CallArguments } from '../../layers/call-arguments.js';
import type { LayerDefinition } from '../../layers/layer.js';
import type { Layer, LayerBody, TensorSpec } from '../../model/model.js';
import type { Range } from '../../syntax/tree.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { type NativeType, object } from '../../values/native-type.js';
import { bool, none, tensor, tuple, unknown, type Value } from '../../values/value.js';
import { callValues, shapesIn } from './call-values.js';
import { layerType, noteInputShape } from './layer-objects.js';
import { inside, type ProgramResult, trainingOf, type ValueProgram } from './program-layers.js';
import { shapeOf } from './shapes.js';
import { kerasState, noteMade } from './state.js';
import { symbolicTensor } from './symbolic.js';

const definition: LayerDefinition = {
  name: 'Lambda',
  masking: 'takes',
  signature: 'function, output_shape=None, mask=None, arguments=None',
  description: 'Applies a function of the program to its input.',
  documentation: 'layers/core_layers/lambda/',
  anyElementType: true,
  configure: () => ({}),
  call: (_args, inputs) => inputs,
};

/** A function of the program as a layer: it is interpreted on symbolic tensors. */
export const lambdaType: NativeType<Layer> = {
  name: 'Lambda',
  module: 'keras.layers',
  base: layerType as NativeType<never>,
  construct: { name: 'Lambda', signature: `${definition.signature}, **kwargs`, call: makeLambda },
};

function makeLambda(args: Arguments, context: Context): Value {
  const given = args.keywords.get('name');
  const layer: Layer = {
    definition,
    name: given?.kind === 'str' ? given.value : kerasState(context).names.next('lambda'),
    arguments: {},
    range: context.range,
    weights: [],
    trainable: true,
    calls: [],
    program: new LambdaProgram(args.get('function'), args.get('output_shape'), args.get('arguments'), context),
  };
  noteInputShape(layer, args.keywords, context);
  noteMade(layer, context);
  const value = object(lambdaType, layer);
  kerasState(context).objects.set(layer, value);
  context.recorder.layer(layer);
  return value;
}

class LambdaProgram implements ValueProgram {
  constructor(
    private readonly callee: Value,
    private readonly outputShape: Value,
    private readonly settings: Value,
    private readonly context: Context,
  ) {}

  run(inputs: readonly TensorSpec[], given: CallArguments, _range?: Range, training?: boolean): LayerBody {
    return this.invoke(inputs, given, training).body;
  }

  invoke(inputs: readonly TensorSpec[], given: CallArguments, inRun?: boolean): ProgramResult {
    const { context } = this;
    const training = trainingOf(given, inRun, context);
    // On numbers there is more to know than the shape.
    const declared = context.host.mode === 'shapes' ? this.declared(inputs, given) : undefined;
    return inside(context, inputs, training, () => declared ?? this.called(inputs, given, training));
  }

  private called(inputs: readonly TensorSpec[], given: CallArguments, training: boolean | undefined): Value {
    const { callee, context, settings } = this;
    const { positional } = callValues(given, inputs.map(symbolicTensor));
    if (settings.kind === 'unknown' || (settings.kind === 'dict' && settings.open))
      return unknown('the arguments of a function are not known', 'Lambda');
    const keywords = new Map<string, Value>();
    if (settings.kind === 'dict')
      for (const { key, value } of settings.entries.values()) if (key.kind === 'str') keywords.set(key.value, value);
    for (const name of ['mask', 'training']) if (!keywords.has(name) && takes(callee, name)) keywords.set(name, none);
    if (training !== undefined && takes(callee, 'training')) keywords.set('training', bool(training));
    return context.call(callee, positional.slice(0, 1), keywords);
  }

  /** As Keras 3 does: an output shape that was given is believed. */
  private declared(inputs: readonly TensorSpec[], given: CallArguments): Value | undefined {
    const { context, outputShape } = this;
    if (outputShape.kind === 'none') return undefined;
    const batch = inputs[0]?.shape?.[0];
    if (outputShape.kind === 'tuple' || outputShape.kind === 'list') {
      if (batch === undefined) return undefined;
      const samples = isShape(outputShape) ? [outputShape] : outputShape.elements;
      const tensors = samples.map((sample) => {
        const dims = shapeOf(sample, false);
        return dims ? tensor('keras', 'float32', [batch, ...dims]) : undefined;
      });
      if (!tensors.every((each) => each !== undefined)) return undefined;
      return tensors.length === 1 && isShape(outputShape) ? tensors[0] : tuple(tensors);
    }
    if (outputShape.kind !== 'function' && outputShape.kind !== 'method') return undefined;
    const said = context.call(outputShape, [shapesIn(given.values.get(given.first), inputs)]);
    const dims = (said.kind === 'tuple' || said.kind === 'list') && isShape(said) ? shapeOf(said, true) : undefined;
    return dims && tensor('keras', 'float32', batch === undefined ? dims : [batch, ...dims.slice(1)]);
  }
}

function isShape(value: Value): boolean {
  const elements = value.kind === 'tuple' || value.kind === 'list' ? value.elements : [];
  return elements.every(({ kind }) => kind === 'int' || kind === 'none' || kind === 'dim');
}

/** Whether a function of the program has a parameter of this name. */
function takes(callee: Value, name: string): boolean {
  return callee.kind === 'function' && callee.node.parameters.some((parameter) => parameter.name === name);
}
