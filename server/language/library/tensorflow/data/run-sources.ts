import type { ElementType, TypedArray } from '../../../tensor/element-type.js';
import { formatShape, type MaybeShape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { none, tensor, tuple, type Value } from '../../../values/value.js';
import { elementTypeOf } from '../../numpy/arguments.js';
import { castTo } from '../../numpy/arrays/cells.js';
import { datasetOf, least, mapTensors } from './dataset.js';
import { elementOfSpec, elementOfTypes, specOfElement } from './element-spec.js';
import { asElement, Pipeline, pipelineOf, rowOf, rowsOf, specOf } from './pipeline.js';
import { rows } from './run-kit.js';

/** Whether a value is a dataset on numbers, or a structure of them: what `zip` takes. */
export function zippedPipelines(value: Value, context: Context): Pipeline | undefined {
  const dataset = datasetOf(value);
  if (dataset) return pipelineOf(value);
  if (value.kind === 'tuple' || value.kind === 'list') {
    const parts = value.elements.map((each) => zippedPipelines(each, context));
    return parts.every((part) => part !== undefined) ? side(parts, (elements) => tuple(elements)) : undefined;
  }
  if (value.kind !== 'dict') return undefined;
  const entries = [...value.entries];
  const parts = entries.map(([, entry]) => zippedPipelines(entry.value, context));
  if (!parts.every((part) => part !== undefined)) return undefined;
  return side(parts, (elements) => ({
    kind: 'dict',
    entries: new Map(entries.map(([id, { key }], i) => [id, { key, value: elements[i] as Value }])),
  }));
}

/** An element of each, as long as all have one. */
function side(parts: readonly Pipeline[], made: (elements: readonly Value[]) => Value): Pipeline {
  return new Pipeline(
    () => {
      const nexts = parts.map((part) => part.open());
      return () => {
        const elements: Value[] = [];
        for (const next of nexts) {
          const element = next();
          if (!element) return undefined;
          elements.push(element);
        }
        return made(elements);
      };
    },
    parts.map(({ cardinality }) => cardinality).reduce(least, 'infinite'),
    () => made(parts.map(({ element }) => element)),
  );
}

/** `Dataset.from_tensor_slices(…)`: later changes of the arrays do not show. */
export function fromSlices(args: Arguments, context: Context): Pipeline {
  const given = args.get('tensors');
  const whole = copied(asElement(given, context));
  const count = rowsOf(whole, context);
  return new Pipeline(
    () => rows(whole, context),
    count,
    () => specOf(rowOf(whole, 0)),
  );
}

/** A structure of tensors with elements of their own. */
export function copied(value: Value): Value {
  return mapTensors(value, (x) => ({ ...x, data: x.data?.slice() }));
}

export function fromRange(args: Arguments): Pipeline | undefined {
  const numbers = args.rest.map((value) => {
    if (value.kind === 'int') return value.value;
    return value.kind === 'tensor' && value.data?.length === 1 ? Number(value.data[0]) : undefined;
  });
  const [start, stop, step] =
    numbers.length === 1 ? [0, numbers[0], 1] : [numbers[0], numbers[1], numbers.length > 2 ? numbers[2] : 1];
  if (start === undefined || stop === undefined || !step) return undefined;
  const dtype = elementTypeOf(args.keywords.get('output_type') ?? none) ?? 'int64';
  const count = Math.max(0, Math.ceil((stop - start) / step));
  return new Pipeline(
    () => {
      let at = 0;
      return () => {
        if (at >= count) return undefined;
        at += 1;
        return tensor('tensorflow', dtype, [], filledWith(dtype, start + (at - 1) * step));
      };
    },
    count,
    () => tensor('tensorflow', dtype, []),
  );
}

function filledWith(dtype: ElementType, value: number): TypedArray {
  return castTo(Float64Array.of(value), 'float64', dtype);
}

/** What a function of the program yields, in the types that are declared. */
export function fromGenerator(args: Arguments, context: Context): Pipeline {
  const signature = args.get('output_signature');
  const shapes = args.get('output_shapes');
  const spec =
    signature.kind === 'none'
      ? elementOfTypes(args.get('output_types'), shapes.kind === 'none' ? undefined : shapes)
      : elementOfSpec(signature);
  const generator = args.get('generator');
  const given = args.get('args');
  const parameters =
    given.kind === 'none'
      ? []
      : (context.elements(given) ?? []).map((each) => {
          const made = asElement(each, context);
          return made.kind === 'tensor' ? tensor('numpy', made.dtype, made.shape, made.data) : made;
        });
  return new Pipeline(
    () => {
      const iterator = context.iterator(context.call(generator, parameters));
      if (iterator.kind === 'unknown') return () => context.unknown(iterator.reason, 'from_generator') && undefined;
      return () => {
        const value = iterator.next();
        return value && declared(value, spec, context);
      };
    },
    undefined,
    () => spec,
  );
}

/** What was yielded, in the structure and types that were declared for it. */
function declared(value: Value, spec: Value, context: Context): Value {
  if (spec.kind === 'tuple') {
    const parts = value.kind === 'tuple' || value.kind === 'list' ? value.elements : undefined;
    if (parts?.length !== spec.elements.length)
      return context.raise(
        'TypeError',
        `\`generator\` yielded an element that did not match the expected structure. The expected structure was ${context.repr(specOfElement(spec)) ?? '…'}, but the yielded element was ${context.str(value) ?? '…'}.`,
      );
    return { ...spec, elements: spec.elements.map((each, i) => declared(parts[i] as Value, each, context)) };
  }
  if (spec.kind === 'dict') {
    const entries = [...spec.entries].map(([id, entry]) => {
      const part = value.kind === 'dict' ? value.entries.get(id)?.value : undefined;
      if (!part)
        return context.raise(
          'TypeError',
          `\`generator\` yielded an element that did not match the expected structure. The yielded element was ${context.str(value) ?? '…'}.`,
        );
      return [id, { key: entry.key, value: declared(part, entry.value, context) }] as const;
    });
    return { kind: 'dict', entries: new Map(entries) };
  }
  if (spec.kind !== 'tensor' || !spec.dtype)
    return context.unknown('the types of its elements are not known', 'tf.data.Dataset.from_generator');
  const made = asElement(value.kind === 'tuple' ? { kind: 'list', elements: [...value.elements] } : value, context);
  if (made.kind !== 'tensor' || !made.data || !made.dtype) return made;
  const shape = made.shape as readonly number[];
  const fits =
    !spec.shape ||
    (spec.shape.length === shape.length &&
      spec.shape.every((dim, axis) => typeof dim !== 'number' || dim === shape[axis]));
  if (!fits)
    return context.raise(
      'TypeError',
      `\`generator\` yielded an element of shape ${formatShape(shape)} where an element of shape ${shapeText(spec.shape)} was expected.`,
    );
  return tensor('tensorflow', spec.dtype, shape, castTo(made.data, made.dtype, spec.dtype));
}

function shapeText(shape: MaybeShape): string {
  const dims = (shape ?? []).map((dim) => (typeof dim === 'number' ? String(dim) : 'None'));
  return dims.length === 1 ? `(${dims[0]},)` : `(${dims.join(', ')})`;
}
