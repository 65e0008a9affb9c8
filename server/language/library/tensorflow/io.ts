import { anonymous } from '../../tensor/dim.js';
import type { NativeModule } from '../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../values/native-type.js';
import { none, unknown, type Value } from '../../values/value.js';
import { elementTypeOf } from '../numpy/arguments.js';
import { elementTensor } from './data/dataset.js';
import { staticShape } from './data/element-spec.js';
import { messageMembers } from './records/messages.js';
import { type FeatureSpec, parsedExamples, toDense } from './records/parse.js';
import { writerMembers } from './records/writer.js';

function featureType(
  name: string,
  signature: string,
  form: FeatureSpec['form'],
  example: string,
): NativeType<FeatureSpec> {
  const type: NativeType<FeatureSpec> = {
    name,
    module: 'tensorflow.io',
    construct: {
      name: `tf.io.${name}`,
      signature,
      examples: [example],
      call: (args, context) =>
        object(type, {
          form,
          dtype: elementTypeOf(args.get('dtype')),
          otherwise: form === 'sparse' ? none : args.get('default_value'),
          allowsMissing: form === 'sequence' && context.truth(args.get('allow_missing')) === true,
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

function featureOf(value: Value): FeatureSpec | undefined {
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

const parse = (name: 'parse_single_example' | 'parse_example'): Value => ({
  kind: 'native',
  function: {
    name: `tf.io.${name}`,
    signature: 'serialized, features, example_names=None, name=None',
    shapesOnly: true,
    call(args, context) {
      const features = args.get('features');
      if (context.host.mode === 'shapes') return parsed(features, args.get('serialized'));
      if (features.kind !== 'dict') return context.raise('ValueError', `Missing features: the argument is no dict.`);
      const specs = new Map<string, FeatureSpec>();
      for (const { key, value } of features.entries.values()) {
        const spec = featureOf(value);
        if (key.kind !== 'str' || !spec)
          return context.unknown('a feature of this kind is not supported yet', `tf.io.${name}`);
        specs.set(key.value, spec);
      }
      return parsedExamples(specs, args.get('serialized'), name === 'parse_single_example', context);
    },
  },
});

/** Examples in TFRecord files. */
export const ioModules: readonly NativeModule[] = [
  {
    name: 'tensorflow.io',
    members: {
      ...Object.fromEntries(types.map((type) => [type.name, { kind: 'type', type: type as NativeType } as Value])),
      parse_single_example: parse('parse_single_example'),
      parse_example: parse('parse_example'),
      ...writerMembers,
    },
  },
  { name: 'tensorflow.train', members: messageMembers },
  {
    name: 'tensorflow.sparse',
    members: { to_dense: { ...toDense[1], function: { ...toDense[1].function, shapesOnly: true } } },
  },
];
