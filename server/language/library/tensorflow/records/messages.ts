import type { Context } from '../../../values/context.js';
import type { Arguments, NativeFunction } from '../../../values/native-function.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { float, int, list, none, type ObjectValue, str, unknown, type Value } from '../../../values/value.js';
import { bytes, unknownBytes } from '../../python/bytes.js';
import { typeName } from '../../python/type-name.js';
import { bytesGiven } from '../text-tensor.js';
import { decodedExample, encodedExample, type Feature, type Features } from './example.js';
import { WireError } from './wire.js';

/* `tf.train.Example` and what it is made of. On shapes what they hold need not be known. */

/** A function of these classes: examples of it would need a file. */
function onlyShapes(
  name: string,
  signature: string,
  call: (args: Arguments, context: Context) => Value,
): NativeFunction {
  return { name, signature, shapesOnly: true, call };
}

interface Held<State> {
  /** undefined: not known. */
  held: State | undefined;
}

/** One kind of list of values. */
function listType(
  name: string,
  read: (values: readonly Value[], context: Context) => Feature | undefined,
): NativeType<Held<Feature>> {
  const type: NativeType<Held<Feature>> = {
    name,
    module: 'tensorflow.train',
    construct: onlyShapes(`tf.train.${name}`, 'value=()', (args, context) => {
      const values = context.elements(args.get('value'));
      const feature = values && read(values, context);
      if (!feature && context.host.mode === 'numbers') context.unknown('a value that is not known', `tf.train.${name}`);
      return object(type, { held: feature });
    }),
    attributes: {
      value: (self) => {
        const feature = stateOf(self, type)?.held;
        return feature ? list([...valuesOf(feature)]) : { kind: 'list', elements: [], rest: unknown('a value') };
      },
    },
  };
  return type;
}

function valuesOf(feature: Feature): readonly Value[] {
  if (feature.kind === 'bytes') return feature.values.map((each) => bytes(each));
  return feature.kind === 'int64'
    ? Array.from(feature.values, (each) => int(Number(each)))
    : Array.from(feature.values as ArrayLike<number>, float);
}

/** Protocol buffers take no other type. */
function refuse(value: Value, wanted: string, context: Context): never {
  return context.raise(
    'TypeError',
    `${context.repr(value) ?? 'a value'} has type ${typeName(value)}, but expected one of: ${wanted}`,
  );
}

/** A number, plain or NumPy's; undefined where it is not known. */
function numberOf(value: Value): number | bigint | undefined {
  if (value.kind === 'int' || value.kind === 'float') return value.value;
  if (value.kind === 'bool') return Number(value.value);
  return value.kind === 'tensor' && value.data?.length === 1 ? value.data[0] : undefined;
}

const bytesList = listType('BytesList', (values, context) => {
  const all = values.map((value) => {
    if (value.kind === 'bytes') return value.data;
    if (value.kind === 'unknown') return undefined;
    const found = value.kind === 'object' ? bytesGiven(value) : undefined;
    return found?.shape.length === 0 ? found.bytes[0] : refuse(value, 'bytes', context);
  });
  return all.every((each) => each !== undefined) ? { kind: 'bytes', values: all } : undefined;
});

const floatList = listType('FloatList', (values, context) => {
  const all = values.map((value) => {
    if (value.kind === 'str' || value.kind === 'bytes' || value.kind === 'none') refuse(value, 'int, float', context);
    return numberOf(value);
  });
  return all.every((each) => each !== undefined)
    ? { kind: 'float', values: Float32Array.from(all, Number) }
    : undefined;
});

const int64List = listType('Int64List', (values, context) => {
  const all = values.map((value) => {
    const isFloat = value.kind === 'float' || (value.kind === 'tensor' && value.dtype?.startsWith('float'));
    if (isFloat || value.kind === 'str' || value.kind === 'bytes' || value.kind === 'none')
      refuse(value, 'int', context);
    return numberOf(value);
  });
  return all.every((each) => each !== undefined)
    ? { kind: 'int64', values: BigInt64Array.from(all, BigInt) }
    : undefined;
});

const lists = { bytes_list: bytesList, float_list: floatList, int64_list: int64List } as const;
const kinds = { bytes_list: 'bytes', float_list: 'float', int64_list: 'int64' } as const;
const names = Object.keys(lists) as readonly (keyof typeof lists)[];

const featureType: NativeType<Held<Feature>> = {
  name: 'Feature',
  module: 'tensorflow.train',
  construct: onlyShapes('tf.train.Feature', 'bytes_list=None, float_list=None, int64_list=None', (args, context) => {
    let held: Feature | undefined = { kind: 'none', values: [] };
    for (const name of names) {
      const given = args.get(name);
      if (given.kind === 'none') continue;
      const state = stateOf(given, lists[name]);
      if (!state && given.kind !== 'unknown') refuse(given, lists[name].name, context);
      held = state?.held;
    }
    return object(featureType, { held });
  }),
  attributes: Object.fromEntries(
    names.map((name) => [
      name,
      (self: Value): Value => {
        const held = stateOf(self, featureType)?.held;
        const own = held?.kind === kinds[name] || !held ? held : ({ kind: kinds[name], values: [] } as never);
        return object(lists[name], { held: own });
      },
    ]),
  ),
  methods: {
    WhichOneof: onlyShapes('tf.train.Feature.WhichOneof', 'self, oneof_group', (args) => {
      const held = stateOf(args.get('self'), featureType)?.held;
      if (!held) return unknown('a feature that is not known');
      return held.kind === 'none' ? none : str(`${held.kind}_list`);
    }),
  },
};

const featuresType: NativeType<Held<Features>> = {
  name: 'Features',
  module: 'tensorflow.train',
  construct: onlyShapes('tf.train.Features', 'feature=None', (args, context) => {
    const given = args.get('feature');
    if (given.kind === 'none') return object(featuresType, { held: new Map() });
    if (given.kind !== 'dict' || given.open) return object(featuresType, { held: undefined });
    const features = new Map<string, Feature>();
    let isKnown = true;
    for (const { key, value } of given.entries.values()) {
      const state = stateOf(value, featureType);
      if (!state && value.kind !== 'unknown') refuse(value, 'Feature', context);
      if (key.kind === 'str' && state?.held) features.set(key.value, state.held);
      else isKnown = false;
    }
    return object(featuresType, { held: isKnown ? features : undefined });
  }),
  attributes: {
    feature: (self) => {
      const held = stateOf(self, featuresType)?.held;
      const entries = [...(held ?? [])].map(
        ([name, feature]) => [`s${name}`, { key: str(name), value: object(featureType, { held: feature }) }] as const,
      );
      return { kind: 'dict', entries: new Map(entries), ...(held ? {} : { open: true }) };
    },
  },
};

/** The example of its bytes; raises what protocol buffers raise. */
export function readExample(content: Uint8Array, context: Context, type = 'DecodeError'): Features {
  try {
    return decodedExample(content);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return context.raise(type, `Could not parse example input: ${error.message}`);
  }
}

function bytesOf(value: Value, context: Context): Uint8Array | undefined {
  if (value.kind === 'bytes') return value.data;
  if (value.kind === 'unknown') return undefined;
  return value.kind === 'object' ? bytesGiven(value)?.bytes[0] : refuse(value, 'bytes', context);
}

const exampleType: NativeType<Held<Features>> = {
  name: 'Example',
  module: 'tensorflow.train',
  construct: onlyShapes('tf.train.Example', 'features=None', (args, context) => {
    const given = args.get('features');
    if (given.kind === 'none') return object(exampleType, { held: new Map() });
    const state = stateOf(given, featuresType);
    if (!state && given.kind !== 'unknown') refuse(given, 'Features', context);
    return object(exampleType, { held: state?.held });
  }),
  statics: {
    FromString: {
      kind: 'native',
      function: onlyShapes('tf.train.Example.FromString', 'serialized', (args, context) => {
        const content = bytesOf(args.get('serialized'), context);
        return object(exampleType, { held: content && readExample(content, context) });
      }),
    },
  },
  attributes: { features: (self) => object(featuresType, { held: stateOf(self, exampleType)?.held }) },
  methods: {
    SerializeToString: onlyShapes('tf.train.Example.SerializeToString', 'self, **kwargs', (args) => {
      const held = stateOf(args.get('self'), exampleType)?.held;
      return held ? bytes(encodedExample(held)) : unknownBytes();
    }),
    ParseFromString: onlyShapes('tf.train.Example.ParseFromString', 'self, serialized', (args, context) => {
      const content = bytesOf(args.get('serialized'), context);
      const { state } = args.get('self') as ObjectValue<Held<Features>>;
      state.held = content && readExample(content, context);
      return content ? int(content.length) : unknown('bytes that are not known');
    }),
  },
};

/** The classes of `tf.train` that examples are made of. */
export const messageMembers: Readonly<Record<string, Value>> = Object.fromEntries(
  [bytesList, floatList, int64List, featureType, featuresType, exampleType].map((type) => [
    type.name,
    { kind: 'type', type: type as NativeType },
  ]),
);
