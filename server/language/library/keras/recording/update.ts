import type { Weight } from '../../../layers/layer.js';
import { rateAt } from '../../../schedules/index.js';
import type { TensorData } from '../../../tensor/element-type.js';
import type { OptimizerSpec } from '../../../training-request.js';
import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { restoreWaiting } from '../../tensorflow/checkpoints/waiting.js';
import { optimizerSpec } from '../optimizer-spec.js';
import { type OptimizerObject, stepsOf } from '../optimizer-state.js';
import { weightOfValue } from '../weight-values.js';
import { performed } from './compute.js';
import { add, ofGraph, pend } from './record.js';
import { Places, type Recorded, recordedOf, recordingOf, type Source } from './recording.js';

/** `optimizer.apply(gradients, variables)`: a step that is computed when somebody looks at what it changes. */
export function applyGradients(
  optimizer: OptimizerObject,
  gradients: readonly Value[],
  variables: readonly Value[] | undefined,
  context: Context,
): void {
  if (gradients.length === 0) return;
  const refuse = (message: string) => context.raise('ValueError', message);
  const asked = variables ? variables.map((each) => weightFor(each, context)) : (optimizer.trained ?? []);
  if (!variables && !optimizer.trained)
    refuse(
      'When passing `grads` without `variables`, the optimizer must already be built on a list of variables. Call `optimizer.build(trainable_variables)` first. ',
    );
  if (asked.length !== gradients.length) refuse(`${gradients.length} gradients for ${asked.length} variables`);
  if (!optimizer.trained) {
    optimizer.trained = asked;
    restoreWaiting(context);
  }
  const { trained } = optimizer;
  const unknown = asked.find((weight) => !trained.includes(weight));
  if (unknown)
    refuse(
      `Unknown variable: <Variable path=${unknown.name}, shape=(${unknown.shape.join(', ')}), dtype=${unknown.dtype}>. This optimizer can only be called for the variables it was originally built with. When working with a new set of variables, you should recreate a new optimizer instance.`,
    );
  if (gradients.every(({ kind }) => kind === 'none')) refuse('No gradients provided for any variable.');
  const found = trained.map((weight) => {
    const gradient = gradients[asked.indexOf(weight)];
    return gradient && gradient.kind !== 'none' ? sourceOf(gradient, context) : undefined;
  });
  if (asked.some((weight, i) => asked.indexOf(weight) !== i))
    context.unknown('a variable that is given twice is not supported', 'Optimizer.apply');
  update(optimizer, trained, found, context);
  const recording = recordingOf(context);
  // Steps that `fit` or `train_on_batch` takes are told by these.
  if (recording.always === 0) recording.curves.step(optimizer, asked, context);
}

function update(
  optimizer: OptimizerObject,
  trained: readonly Weight[],
  gradients: readonly (Source | undefined)[],
  context: Context,
): void {
  const names = trained.map(({ name }, i) => `${name}_${i}`);
  const spec = specOf(optimizer, trained, names, context);
  const weights = trained.map(({ dtype, shape, constraint }, i) => ({
    name: names[i] as string,
    dtype,
    shape: shape as readonly number[],
    ...(constraint && !constraint.own ? { constraint } : {}),
  }));
  const values = trained.map((weight) => {
    if (!weight.value) context.unknown('a variable has no value', 'Optimizer.apply');
    return weight.value as TensorData;
  });
  const rate = rateOf(spec, optimizer, context);
  const slots =
    optimizer.variables?.slice(2) ??
    performed(context, (computer) => computer.optimizerVariables(spec, weights, values)) ??
    [];
  const steps = BigInt(stepsOf(optimizer));
  const places = new Places();
  const place = (source: Source) => places.of(source);
  const step = {
    kind: 'update',
    // The rate comes with each step.
    optimizer: { ...spec, learningRate: 0 },
    weights,
    values: values.map(place),
    gradients: gradients.map((gradient) => gradient && place(gradient)),
    variables: slots.map(place),
    iterations: place(counter(steps)),
    learningRate: place(rate),
  } as const;
  const results = add(
    { step, id: `u${JSON.stringify(step)}`, sources: places.sources, reads: new Map() },
    [...weights, ...slots],
    true,
    context,
  );
  for (const [i, weight] of trained.entries()) {
    const changed = results[i] as Recorded;
    const own = gradients[i] ? weight.constraint?.own?.graph(weight.shape, weight.dtype) : undefined;
    const [value] = own ? ofGraph(own, changed, context) : [changed];
    pend(weight, 'value', [value as Recorded], ([value]) => value, true, context);
  }
  const after = [counter(steps + 1n), rate];
  const settled = (all: readonly TensorData[]) => {
    optimizer.stepsAhead = undefined;
    return [...after, ...all];
  };
  pend(optimizer, 'variables', results.slice(weights.length), settled, true, context);
  optimizer.stepsAhead = Number(steps) + 1;
}

function weightFor(value: Value, context: Context): Weight {
  const weight = weightOfValue(value);
  if (!weight) context.unknown('something that is no variable is not supported', 'Optimizer.apply');
  return weight as Weight;
}

function sourceOf(gradient: Value, context: Context): Source | undefined {
  const recorded = gradient.kind === 'tensor' ? recordedOf(gradient, recordingOf(context)) : undefined;
  if (recorded) return recorded;
  if (gradient.kind === 'tensor' && gradient.data && gradient.dtype)
    return { dtype: gradient.dtype, shape: gradient.shape as readonly number[], data: gradient.data };
  context.unknown('a gradient that is no tensor is not supported', 'Optimizer.apply');
  return undefined;
}

function specOf(
  optimizer: OptimizerObject,
  trained: readonly Weight[],
  names: readonly string[],
  context: Context,
): OptimizerSpec {
  if (optimizer.excluded || optimizer.name === 'Muon')
    context.unknown(
      'it is not supported in a training loop of the program’s own',
      `keras.optimizers.${optimizer.name}`,
    );
  const weights = trained.map((weight, i) => ({ weight, name: names[i] as string }));
  return optimizerSpec(optimizer, { weights, steps: 0 }, context);
}

function rateOf({ learningRate }: OptimizerSpec, optimizer: OptimizerObject, context: Context): TensorData {
  let rate: number | undefined;
  if (typeof learningRate === 'number') rate = learningRate;
  else if (learningRate.name === 'rates') rate = (learningRate.settings['rates'] as readonly number[])[0];
  else rate = rateAt(learningRate, stepsOf(optimizer));
  if (rate === undefined) context.unknown('its learning rate is not known', 'Optimizer.apply');
  return { dtype: 'float32', shape: [], data: Float32Array.of(rate ?? Number.NaN) };
}

function counter(steps: bigint): TensorData {
  return { dtype: 'int64', shape: [], data: BigInt64Array.of(steps) };
}
