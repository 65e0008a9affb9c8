import { allocate } from '../../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { setting } from '../arguments.js';
import type { LayerDefinition, PlainValue } from '../layer.js';
import { computeType, uncomputed } from './arguments.js';

/** input · scale + offset. */
export const rescaling: LayerDefinition = {
  name: 'Rescaling',
  masking: 'passes',
  signature: 'scale, offset=0.0',
  description: 'Multiplies every value by `scale` and adds `offset`; the shape stays.',
  documentation: 'layers/preprocessing_layers/image_preprocessing/rescaling/',
  configure(given) {
    const dtype = computeType(given);
    const scale = numbers(given.get('scale'));
    const offset = numbers(given.get('offset'));
    const strange = [scale ? undefined : 'scale=', offset ? undefined : 'offset='];
    return {
      scale,
      offset,
      dtype,
      notSupported: [...strange, dtype === 'float32' ? undefined : 'dtype='].filter((each) => each !== undefined),
    };
  },
  call(args, [x], _weights, { graph }) {
    if (!x) return [];
    const scale = setting<readonly number[] | undefined>(args, 'scale');
    const offset = setting<readonly number[] | undefined>(args, 'offset');
    if (args['dtype'] !== 'float32' || !scale || !offset) {
      return uncomputed(graph, x, setting(args, 'dtype'), scale || offset ? x.shape : undefined);
    }
    const product = graph.one('Mul', [x, row(graph, scale)]);
    return [{ ...graph.one('Add', [product, row(graph, offset)]), shape: x.shape }];
  },
};

/** A number or a list of them, one a channel. */
function numbers(value: PlainValue | undefined): readonly number[] | undefined {
  if (typeof value === 'number') return [value];
  const fits = Array.isArray(value) && value.every((each) => typeof each === 'number');
  return fits ? (value as readonly number[]) : undefined;
}

function row(graph: GraphBuilder, values: readonly number[]): SymbolicTensor {
  const data = allocate('float32', values.length);
  values.forEach((value, i) => {
    data[i] = value;
  });
  return graph.constant({ dtype: 'float32', shape: values.length === 1 ? [] : [values.length], data });
}
