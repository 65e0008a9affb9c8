import { decodeEscaped, encodeEscaped } from '../../python/text-encoding.js';
import { bytesField, fieldsOf, joined, WireError, wholeBytes, wholesIn } from './wire.js';

/** What an example holds under a name: strings, floats of 32 bits, or whole numbers of 64. */
export type Feature =
  | { readonly kind: 'bytes'; readonly values: readonly Uint8Array[] }
  | { readonly kind: 'float'; readonly values: Float32Array }
  | { readonly kind: 'int64'; readonly values: BigInt64Array }
  | { readonly kind: 'none'; readonly values: readonly never[] };

export type Features = ReadonlyMap<string, Feature>;

/** `tf.train.Example` of its bytes. Throws WireError. */
export function decodedExample(bytes: Uint8Array): Features {
  const features = new Map<string, Feature>();
  for (const outer of fieldsOf(bytes)) {
    if (outer.number !== 1 || !outer.bytes) continue;
    for (const entry of fieldsOf(outer.bytes)) {
      if (entry.number !== 1 || !entry.bytes) continue;
      let name = '';
      let feature: Feature = { kind: 'none', values: [] };
      for (const part of fieldsOf(entry.bytes)) {
        if (part.number === 1 && part.bytes) name = decodeEscaped(part.bytes);
        if (part.number === 2 && part.bytes) feature = decodedFeature(part.bytes);
      }
      features.set(name, feature);
    }
  }
  return features;
}

/** One feature of its bytes. Throws WireError. */
export function decodedFeature(bytes: Uint8Array): Feature {
  let feature: Feature = { kind: 'none', values: [] };
  for (const { number, bytes: content } of fieldsOf(bytes)) {
    if (!content) continue;
    const values = fieldsOf(content).filter((field) => field.number === 1);
    if (number === 1) feature = { kind: 'bytes', values: values.flatMap((field) => field.bytes ?? []) };
    if (number === 2) {
      const all = joined(values.flatMap((field) => field.bytes ?? field.fixed ?? []));
      if (all.length % 4 !== 0) throw new WireError('its floats are damaged');
      feature = { kind: 'float', values: new Float32Array(all.buffer) };
    }
    if (number === 3) {
      const all = values.flatMap((field) =>
        field.bytes ? wholesIn(field.bytes) : field.whole === undefined ? [] : [BigInt.asIntN(64, field.whole)],
      );
      feature = { kind: 'int64', values: BigInt64Array.from(all) };
    }
  }
  return feature;
}

/** The bytes of a list of values, as `BytesList`, `FloatList` and `Int64List` are serialised. */
function encodedValues(feature: Feature): Uint8Array {
  if (feature.kind === 'bytes') return joined(feature.values.map((each) => bytesField(1, each)));
  if (feature.values.length === 0) return new Uint8Array();
  if (feature.kind === 'float') {
    const { buffer, byteOffset, byteLength } = feature.values;
    return bytesField(1, new Uint8Array(buffer, byteOffset, byteLength));
  }
  return feature.kind === 'int64' ? bytesField(1, joined(Array.from(feature.values, wholeBytes))) : new Uint8Array();
}

const numbers = { bytes: 1, float: 2, int64: 3 } as const;

function encodedFeature(feature: Feature): Uint8Array {
  return feature.kind === 'none' ? new Uint8Array() : bytesField(numbers[feature.kind], encodedValues(feature));
}

export function encodedExample(features: Features): Uint8Array {
  const entries = [...features].map(([name, feature]) =>
    bytesField(1, joined([bytesField(1, encodeEscaped(name)), bytesField(2, encodedFeature(feature))])),
  );
  return bytesField(1, joined(entries));
}
