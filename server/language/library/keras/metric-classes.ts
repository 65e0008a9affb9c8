import type { Weight } from '../../layers/layer.js';
import { initialize } from '../../model/initialize.js';
import { snakeCase } from '../../model/names.js';
import { allocate, type TensorData } from '../../tensor/element-type.js';
import { isStatic } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import type { NativeType } from '../../values/native-type.js';
import { type InstanceValue, list, tensor, unknown, type Value } from '../../values/value.js';
import { weightOf } from './add-weight.js';
import { type Configured, configuredState } from './configured.js';
import type { CountingMetric } from './metric-objects.js';
import { kerasState, randomOf } from './state.js';
import { variableOf } from './weight-values.js';

/** What an instance of a class of the program keeps of a metric: the settings, under a name of the class's. */
export function deriveMetric(type: () => NativeType<Configured>): NonNullable<NativeType<Configured>['derive']> {
  return (instance, positional, keywords, context) => {
    const made = context.call({ kind: 'type', type: type() as NativeType }, positional, keywords);
    const state = configuredState(made);
    if (made.kind !== 'object' || !state) return undefined;
    if (!state.given.has('name')) {
      const name = kerasState(context).names.next(snakeCase(instance.class.name));
      (state.settings as Map<string, unknown>).set('name', name);
    }
    return made;
  };
}

/** `self.add_variable(…)`, `self.add_weight(…)`: what a metric of the program's counts with. */
export function addVariable(name: string, signature: string): NativeFunction {
  return {
    name: `Metric.${name}`,
    signature,
    shapesOnly: true,
    call(args, context) {
      const metric = metricOf(args.get('self'));
      const weight = weightOf(args, context);
      if (!weight || !metric) return unknown('the shape of a variable is not known', `Metric.${name}`);
      if (context.host.mode === 'shapes') return tensor('tensorflow', weight.dtype, weight.shape);
      const initial = args.keywords.get('initializer') ?? args.rest[args.rest[0]?.kind === 'str' ? 3 : 1];
      const made: Weight = {
        ...weight,
        ...(initial && initial.kind !== 'none' ? {} : { initializer: { name: 'Zeros' } }),
        trainable: false,
      };
      if (!isStatic(made.shape)) return context.unknown('the shape of a variable is not known', `Metric.${name}`);
      made.value = initialize(made.initializer, made.shape as readonly number[], made.dtype, randomOf(context));
      metric.weights = [...(metric.weights ?? []), made];
      return variableOf(made);
    },
  };
}

/** `variables` of a metric of the program's. */
export function variablesOf(self: Value): Value {
  return list((metricOf(self)?.weights ?? []).map(variableOf));
}

/** Keras's `reset_state`, unless the class has its own: all variables are zeros again. */
export function resetVariables({ weights }: CountingMetric): void {
  for (const weight of weights ?? []) weight.value = zeros(weight);
}

/** An instance of a class that derives from `keras.metrics.Metric` itself. */
export function isOwnMetric(self: Value): self is InstanceValue {
  return self.kind === 'instance' && metricOf(self)?.name === 'Metric';
}

/** `metric(y_true, y_pred)`: updates it, and gives its result. */
export function callMetric(self: Value, args: Arguments, context: Context): Value {
  context.call(context.getAttribute(self, 'update_state'), args.rest, args.keywords);
  return context.call(context.getAttribute(self, 'result'), []);
}

function metricOf(self: Value): CountingMetric | undefined {
  return configuredState(self.kind === 'instance' && self.native ? self.native : self);
}

function zeros({ dtype, shape }: Weight): TensorData {
  const sizes = shape as readonly number[];
  const size = sizes.reduce((product, dim) => product * dim, 1);
  return { dtype, shape: sizes, data: allocate(dtype, size) };
}
