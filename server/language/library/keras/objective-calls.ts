import { brought, ofOutput } from '../../objectives/compared.js';
import { lossFor } from '../../objectives/losses/index.js';
import { metricValuesFor } from '../../objectives/metrics/index.js';
import { reduced } from '../../objectives/reduction.js';
import { Unsupported } from '../../objectives/unsupported.js';
import { aligned, maskedWeights } from '../../objectives/weighting.js';
import { cast } from '../../tensor/constants.js';
import type { SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Reduction, Settings } from '../../training-request.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import type { TensorValue, Value } from '../../values/value.js';
import { NotKnown } from '../numpy/arguments.js';
import { OpCall } from './ops/call.js';
import { connect, operationName } from './ops/operation.js';
import { NotComputed, type Writing } from './ops/writing.js';
import { type Computation, computeNow } from './ops/written.js';

/** A loss or a metric's function that the program calls itself. */
export interface ObjectiveCall {
  /** As users spell it. */
  readonly name: string;
  /** Keras's function. */
  readonly function: string;
  readonly settings: Settings;
  /** How an object reduces the values; undefined: a function gives them as they are. */
  readonly reduction: Reduction | undefined;
}

const parameters = new Map(['y_true', 'y_pred', 'sample_weight'].map((name) => [name, name]));

/**
 * What it computes: a node of the model or computation whose tensors it is called on, or on numbers its value. `rule`
 * says the shape of what it gives.
 */
export function objectiveValue(
  called: ObjectiveCall,
  rule: (call: OpCall) => TensorValue,
  args: Arguments,
  context: Context,
): Value {
  const computation: Computation = {
    name: called.name,
    write: (writing) => written(called, writing),
    again(replaced) {
      const call = new OpCall(called.name, 'keras', args, parameters, context, replaced);
      return { call, result: rule(call) };
    },
  };
  const taken = [...parameters.keys()].filter((name) => called.reduction || name !== 'sample_weight');
  const symbols = taken.flatMap((name) => {
    const value = args.get(name);
    return value.kind === 'tensor' && value.library === 'keras' ? [value] : [];
  });
  const unique = [...new Set(symbols)];
  if (unique.length === 0) return computeNow(computation, context);
  const { result } = computation.again(new Map());
  const again = (replaced: Parameters<Computation['again']>[0]) => {
    try {
      return computation.again(replaced).result;
    } catch (error) {
      if (error instanceof NotKnown) return undefined;
      throw error;
    }
  };
  return connect(operationName(called.function), unique, result, { again, computation }, context);
}

function written({ function: name, settings, reduction }: ObjectiveCall, writing: Writing): SymbolicTensor {
  const { graph } = writing;
  const spec = { name, settings };
  const output = writing.tensor('y_pred', 'float32');
  const given = { target: writing.tensor('y_true'), prediction: ofOutput(output) };
  try {
    const metric = metricValuesFor(name);
    if (metric) {
      const found = metric.values(
        graph,
        { ...brought(graph, given, metric), weights: undefined, mask: undefined },
        spec,
      );
      return 'values' in found ? found.values : found;
    }
    const loss = lossFor(name);
    const { target, prediction } = brought(graph, given, reduction ? { ...loss, aligns: true } : loss);
    const { values, mask } = loss.terms(graph, target, prediction, spec);
    if (!reduction) return values;
    const own = writing.optional('sample_weight', 'float32');
    const weights = maskedWeights(graph, own, mask, reduction);
    if (!weights) return reduced(graph, values, undefined, reduction);
    const [each, counting] = aligned(graph, values, cast(graph, weights, values.dtype));
    return reduced(graph, graph.one('Mul', [each, counting]), counting, reduction);
  } catch (error) {
    if (error instanceof Unsupported) throw new NotComputed(error.message);
    throw error;
  }
}
