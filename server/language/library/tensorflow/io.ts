import { anonymous } from '../../tensor/dim.js';
import type { NativeModule } from '../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../values/native-type.js';
import { unknown, type Value } from '../../values/value.js';
import { elementTypeOf } from '../numpy/arguments.js';
import { native } from '../python/define.js';
import { elementTensor } from './data/dataset.js';
import { type Spec, staticShape } from './data/element-spec.js';

/** What a serialised example holds under a name. */
interface Feature extends Spec {
  readonly form: 'fixed' | 'sequence' | 'sparse';
}

function featureType(name: string, signature: string, form: Feature['form'], example: string): NativeType<Feature> {
  const type: NativeType<Feature> = {
    name,
    module: 'tensorflow.io',
    construct: {
      name: `tf.io.${name}`,
      signature,
      examples: [example],
      call: (args) =>
        object(type, {
          form,
          dtype: elementTypeOf(args.get('dtype')),
          shape: form === 'sparse' ? undefined : staticShape(args.get('shape')),
        }),
    },
  };
  return type;
}

const types = [
  featureType('FixedLenFeature', 'shape, dtype, default_value=None', 'fixed', 'tf.io.FixedLenFeature([], tf.string)'),
  featureType(
    'FixedLenSequenceFeature',
    'shape, dtype, allow_missing=False, default_value=None',
    'sequence',
    'tf.io.FixedLenSequenceFeature([], tf.int64, allow_missing=True)',
  ),
  featureType('VarLenFeature', 'dtype', 'sparse', 'tf.io.VarLenFeature(tf.int64)'),
];

function featureOf(value: Value): Feature | undefined {
  for (const type of types) {
    const feature = stateOf(value, type);
    if (feature) return feature;
  }
  return undefined;
}

/** A dict of tensors, by the dict of features; `batch` are the examples' own axes. */
function parsed(features: Value, serialized: Value): Value {
  if (features.kind !== 'dict') return unknown('features that are not known', 'tf.io.parse_single_example');
  const outer = serialized.kind === 'tensor' ? (serialized.shape ?? []) : [];
  const entries = [...features.entries].map(([id, { key, value }]) => {
    const feature = featureOf(value);
    const made: Value =
      !feature || feature.form === 'sparse'
        ? unknown('sparse tensors are not followed', 'tf.io.VarLenFeature')
        : elementTensor(
            feature.dtype,
            feature.shape && [...outer, ...(feature.form === 'sequence' ? [anonymous()] : []), ...feature.shape],
          );
    return [id, { key, value: made }] as const;
  });
  return { kind: 'dict', entries: new Map(entries) };
}

const parse = (name: string): Value => {
  const made = native(`tf.io.${name}`, 'serialized, features, example_names=None, name=None', [], (args, context) =>
    context.host.mode === 'numbers'
      ? context.unknown('it is not computed yet', `tf.io.${name}`)
      : parsed(args.get('features'), args.get('serialized')),
  );
  return { ...made, function: { ...made.function, shapesOnly: true } };
};

/** Examples in TFRecord files. */
export const ioModules: readonly NativeModule[] = [
  {
    name: 'tensorflow.io',
    members: {
      ...Object.fromEntries(types.map((type) => [type.name, { kind: 'type', type: type as NativeType } as Value])),
      parse_single_example: parse('parse_single_example'),
      parse_example: parse('parse_example'),
    },
  },
];
