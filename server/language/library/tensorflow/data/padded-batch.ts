import { none, type Value } from '../../../values/value.js';
import { batched } from './dataset.js';
import { notTold, padded } from './pipeline.js';
import { drops, gathered, type Running, through, whole } from './run-kit.js';

export const paddedBatch: Running = (dataset, args, context) => {
  const size = whole(args, 'batch_size', context);
  const drop = drops(args, context);
  const shapes = flatten(args.get('padded_shapes'), isShape);
  const values = flatten(args.get('padding_values'), (value) => value.kind !== 'tuple' && value.kind !== 'dict');
  const sizes = (component: number) => {
    const shape = shapes?.[component];
    const dims = shape && context.elements(shape);
    return dims?.map((dim) => (dim.kind === 'int' && dim.value >= 0 ? dim.value : undefined));
  };
  const filling = (component: number) => {
    const value = values?.length === 1 ? values[0] : values?.[component];
    if (!value || value.kind === 'none') return 0;
    if (value.kind === 'int' || value.kind === 'float') return value.value;
    if (value.kind === 'tensor' && value.data?.length === 1) return Number(value.data[0]);
    context.unknown('a value that is not known', 'padding_values=');
    return 0;
  };
  return through(
    dataset,
    () => {
      const next = dataset.open();
      return () => {
        const elements = gathered(next, size);
        if (elements.length === 0 || (drop && elements.length < size)) return undefined;
        return padded(elements, sizes, filling, context);
      };
    },
    {
      cardinality: batched({ element: none, cardinality: dataset.cardinality }, size, drop).cardinality,
      spec: notTold,
    },
  );
};

/** A structure's leaves in order; undefined for None. */
function flatten(value: Value, isLeaf: (value: Value) => boolean): readonly Value[] | undefined {
  if (value.kind === 'none') return undefined;
  if (isLeaf(value)) return [value];
  if (value.kind === 'tuple' || value.kind === 'list')
    return value.elements.flatMap((each) => flatten(each, isLeaf) ?? [each]);
  if (value.kind === 'dict')
    return [...value.entries.values()].flatMap((entry) => flatten(entry.value, isLeaf) ?? [entry.value]);
  return [value];
}

function isShape(value: Value): boolean {
  return (
    (value.kind === 'list' || value.kind === 'tuple') &&
    value.elements.every((each) => each.kind === 'int' || each.kind === 'none')
  );
}
