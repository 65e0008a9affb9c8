import { anonymous, type Dim, formatDim } from '../../../tensor/dim.js';
import type { ElementType } from '../../../tensor/element-type.js';
import type { MaybeShape } from '../../../tensor/shape.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { sizeOf } from '../../../values/sizes.js';
import { dimValue, none, type ObjectValue, str, tuple, unknown, type Value } from '../../../values/value.js';
import { elementTypeOf } from '../../numpy/arguments.js';
import { tensorFlowType } from '../element-types.js';
import { elementTensor, mapTensors } from './dataset.js';

/** A `tf.TensorSpec`: the shape and type that tensors are to have. */
export interface Spec {
  readonly shape: MaybeShape;
  readonly dtype: ElementType | undefined;
}

export const tensorSpecType: NativeType<Spec> = {
  name: 'TensorSpec',
  module: 'tensorflow',
  construct: {
    name: 'tf.TensorSpec',
    signature: 'shape, dtype=float32, name=None',
    examples: ['tf.TensorSpec((2, 3), tf.float32)'],
    call: (args) => specValue({ shape: staticShape(args.get('shape')), dtype: elementTypeOf(args.get('dtype')) }),
  },
  attributes: {
    shape: (self) => {
      const shape = stateOf(self, tensorSpecType)?.shape;
      return shape
        ? tuple(shape.map((dim) => (typeof dim === 'number' ? dimValue(dim) : none)))
        : unknown('a shape that is not known');
    },
    dtype: (self) => {
      const dtype = stateOf(self, tensorSpecType)?.dtype;
      return dtype ? tensorFlowType(dtype) : unknown('an element type that is not known');
    },
    name: () => none,
  },
  repr: (self) => {
    const spec = stateOf(self, tensorSpecType);
    if (!spec?.dtype) return undefined;
    const dims = spec.shape?.map((dim) => (typeof dim === 'number' ? formatDim(dim) : 'None'));
    const shape = dims ? (dims.length === 1 ? `(${dims[0]},)` : `(${dims.join(', ')})`) : '<unknown>';
    return `TensorSpec(shape=${shape}, dtype=tf.${spec.dtype}, name=None)`;
  },
};

export function specValue(spec: Spec): ObjectValue<Spec> {
  return object(tensorSpecType, spec);
}

/** A shape as TensorFlow takes it: None is a dim of its own; None for the whole, no rank is known. */
export function staticShape(value: Value): MaybeShape {
  if (value.kind === 'int') return [value.value];
  if (value.kind !== 'tuple' && value.kind !== 'list') return undefined;
  if (value.kind === 'list' && value.rest) return undefined;
  return value.elements.map((element): Dim => {
    if (element.kind === 'int') return element.value < 0 ? anonymous('None') : element.value;
    return sizeOf(element) ?? anonymous(element.kind === 'none' ? 'None' : '?');
  });
}

/** What a signature of specs describes: `(TensorSpec(…), {'a': TensorSpec(…)})` as an element. */
export function elementOfSpec(value: Value): Value {
  const spec = stateOf(value, tensorSpecType);
  if (spec) return elementTensor(spec.dtype, spec.shape);
  if (value.kind === 'tuple' || value.kind === 'list') return tuple(value.elements.map(elementOfSpec));
  if (value.kind === 'dict') {
    const entries = [...value.entries].map(
      ([id, entry]) => [id, { key: entry.key, value: elementOfSpec(entry.value) }] as const,
    );
    return { kind: 'dict', entries: new Map(entries) };
  }
  return value.kind === 'none' ? none : unknown('a specification that is not known');
}

/** `dataset.element_spec`. */
export function specOfElement(element: Value): Value {
  return mapTensors(element, ({ shape, dtype }) => specValue({ shape, dtype }));
}

/** Types and shapes given apart, as `from_generator(output_types=…, output_shapes=…)` has them. */
export function elementOfTypes(types: Value, shapes: Value | undefined): Value {
  const dtype = elementTypeOf(types);
  if (dtype) return elementTensor(dtype, shapes && staticShape(shapes));
  if (types.kind === 'tuple' || types.kind === 'list') {
    const parts = shapes && (shapes.kind === 'tuple' || shapes.kind === 'list') ? shapes.elements : [];
    return tuple(types.elements.map((each, i) => elementOfTypes(each, parts[i])));
  }
  if (types.kind === 'dict') {
    const entries = [...types.entries].map(
      ([id, entry]) =>
        [
          id,
          {
            key: entry.key,
            value: elementOfTypes(entry.value, shapes?.kind === 'dict' ? shapes.entries.get(id)?.value : undefined),
          },
        ] as const,
    );
    return { kind: 'dict', entries: new Map(entries) };
  }
  return unknown('element types that are not known', str('output_types').value);
}
