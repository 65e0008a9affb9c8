import type { WeightRule } from '../../../layers/configuration.js';
import type { Layer } from '../../../model/model.js';
import { modelWeights, weightsOf } from '../../../model/parameters.js';
import type { Context } from '../../../values/context.js';
import { float, list, unknown, type Value } from '../../../values/value.js';
import { ProgramRule } from '../own-rule.js';
import { penaltyOf } from '../rule-calls.js';
import { variableOf } from '../weight-values.js';
import { recordingOf } from './recording.js';

/** What a layer's last call has added to the loss; `regularizer`: what that makes of a tensor, a sample's share of it. */
export type Penalties = readonly { readonly value: Value; readonly regularizer?: WeightRule | undefined }[];

/** `layer.losses`, `model.losses`: what its last call added, then what regularisers make of its trainable weights. */
export function lossesOf(layer: Layer, context: Context): Value {
  if (context.host.mode !== 'numbers') return unknown('what layers add to the loss is known in a run', 'losses');
  const added = recordingOf(context).penalties.get(layer) ?? [];
  if (added === 'unknown')
    return context.unknown('they are known of a call in a tf.GradientTape, or with training=True', 'losses');
  const owned = layer.model ? modelWeights(layer.model) : (weightsOf(layer) ?? []);
  return list([
    ...added.map(({ value, regularizer }) => (regularizer ? activity(regularizer, value, context) : value)),
    ...owned.flatMap(({ weight, trainable }) =>
      trainable && weight.regularizer ? [penalty(weight.regularizer, variableOf(weight), context)] : [],
    ),
  ]);
}

function activity(regularizer: WeightRule, value: Value, context: Context): Value {
  const samples = value.kind === 'tensor' ? value.shape?.[0] : undefined;
  if (typeof samples !== 'number') return context.unknown('how many samples there are is not known', 'losses');
  return context.binary('/', penalty(regularizer, value, context), float(samples));
}

function penalty({ name, settings, own }: WeightRule, value: Value, context: Context): Value {
  if (own instanceof ProgramRule && value.kind === 'tensor') return own.result(value);
  return (
    penaltyOf(name, (by) => settings[by], value, context) ??
    context.unknown(`the regularizer ${name} is not supported in a training loop of the program’s own`, 'losses')
  );
}
