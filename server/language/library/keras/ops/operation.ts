import { CallArguments } from '../../../layers/call-arguments.js';
import type { LayerDefinition } from '../../../layers/layer.js';
import type { Layer, LayerCall, TensorSpec } from '../../../model/model.js';
import type { ElementType } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import { type TensorValue, tensor, type Value } from '../../../values/value.js';
import { type OperationArguments, operationCalls } from '../constructions.js';
import { kerasState, noteMade } from '../state.js';
import { mapOutcome, type Operand, tensorsOfOutcome } from './operand.js';
import { type Computation, reasonOf, written } from './written.js';

/** What a function is called in a model's graph. */
export interface OperationName {
  /** The snake-case base of automatic names: `true_divide`; `tf.math.reduce_mean` for TensorFlow's. */
  readonly base: string;
  /** What `summary()` says in parentheses. */
  readonly type: string;
  /** Keras 3 keeps its own operations out of `model.layers`; Keras 2's wrapped functions of TensorFlow are layers. */
  readonly isLayer: boolean;
}

/** An operation's name by Keras's rule: `top_k` is `TopK`. */
export function operationName(base: string): OperationName {
  const type = base
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  return { base, type, isLayer: false };
}

/** How a call comes to what it gives. */
export interface Operation {
  /** What it gives for other inputs in the places of these; Unknown where that cannot be known. */
  again(replaced: ReadonlyMap<TensorValue, Operand>): Value | undefined;
  readonly computation: Computation;
}

/** A function's call on symbolic tensors as a node of the model's graph. */
export function connect(
  name: OperationName,
  inputs: readonly TensorValue[],
  given: Value,
  operation: Operation,
  context: Context,
  called?: OperationArguments,
): Value {
  const { names, inside } = kerasState(context);
  const layer: Layer = {
    definition: definitionOf(name, inputs, operation, context),
    name: inside > 0 && !name.isLayer ? name.base : names.next(name.base),
    arguments: operation.computation.write ? {} : { notSupported: [`the operation ${name.base}`] },
    range: context.range,
    weights: [],
    trainable: true,
    calls: [],
  };
  noteMade(layer, context);
  if (called) operationCalls.set(layer, called);
  const outputs: TensorSpec[] = [];
  const specs = inputs.map(({ shape, dtype, source }): TensorSpec => ({ shape, dtype, source }));
  const call: LayerCall = {
    layer,
    inputs: specs,
    given: CallArguments.on(specs.length),
    outputs,
    range: context.range,
  };
  layer.calls.push(call);
  return mapOutcome(given, ({ dtype, shape, reason }) => {
    const source = { call, index: outputs.length };
    outputs.push({ shape, dtype, source });
    const made = { ...tensor('keras', dtype, shape), source };
    return reason === undefined ? made : { ...made, reason };
  });
}

function definitionOf(
  { base, type, isLayer }: OperationName,
  given: readonly TensorValue[],
  { again, computation }: Operation,
  context: Context,
): LayerDefinition {
  const line = context.lineOf(context.range);
  return {
    name: type,
    nameBase: base,
    signature: '',
    description: isLayer ? 'A function of TensorFlow as a layer of the model.' : 'A function on symbolic tensors.',
    documentation: 'ops/',
    anyElementType: true,
    ...(isLayer ? {} : { isOperation: true }),
    ...(given.length === 0 ? { takesNothing: true } : {}),
    configure: () => ({}),
    call(_args, inputs, _weights, { graph }) {
      if (context.host.mode === 'numbers' && computation.write) {
        const symbols = new Map(given.flatMap((each, i) => (inputs[i] ? [[each, inputs[i]] as const] : [])));
        try {
          return written(computation, graph, symbols);
        } catch (error) {
          const reason = reasonOf(error);
          if (reason === undefined) throw error;
          context.unknown(`${reason} (line ${line})`, computation.name);
        }
      }
      const replaced = new Map<TensorValue, Operand>();
      given.forEach((tensorGiven, i) => {
        const own = inputs[i];
        if (own) replaced.set(tensorGiven, { shape: own.shape, dtype: own.dtype });
      });
      const result = again(replaced);
      if (result?.kind === 'int')
        return [graph.constant({ dtype: 'int32', shape: [], data: Int32Array.of(result.value) })];
      const unknownType: ElementType = 'float32';
      return (result ? tensorsOfOutcome(result) : []).map(({ dtype, shape }) =>
        graph.input(graph.fresh(base), dtype ?? unknownType, shape),
      );
    },
  };
}
