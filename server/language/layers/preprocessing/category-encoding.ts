import { anonymous, type Dim, isKnown } from '../../tensor/dim.js';
import { allocate, type ElementType, elementTypeNumbers } from '../../tensor/element-type.js';
import type { GraphBuilder } from '../../tensor/graph-builder.js';
import { refused, setting, show } from '../arguments.js';
import type { GivenArguments, LayerDefinition } from '../layer.js';
import { integers } from '../scalar.js';
import { computeType, uncomputed } from './arguments.js';
import { encodedShape, type OutputMode, outputMode } from './output-mode.js';

/** Category numbers as rows of 0 and 1, or of counts. */
export const categoryEncoding: LayerDefinition = {
  name: 'CategoryEncoding',
  config: { without: ['sparse'] },
  signature: "num_tokens=None, output_mode='multi_hot', sparse=False",
  description:
    'Encodes category numbers as a row of 0 and 1 (`one_hot` for each number, `multi_hot` for a whole sample) or of counts.',
  documentation: 'layers/preprocessing_layers/categorical/category_encoding/',
  anyElementType: true,
  configure(given) {
    const mode = outputMode(given, ['multi_hot', 'one_hot', 'count'], true);
    const dtype = computeType(given);
    const computed = mode === 'one_hot' && dtype === 'float32' && !given.get('sparse');
    return {
      num_tokens: tokensOf(given),
      output_mode: mode,
      dtype,
      notSupported: computed ? [] : [`output_mode='${mode ?? '?'}'`],
    };
  },
  callSignature: 'inputs, count_weights=None',
  call(args, [x], _weights, { graph }) {
    if (!x) return [];
    const tokens = setting<Dim>(args, 'num_tokens');
    const mode = setting<OutputMode | undefined>(args, 'output_mode');
    const dtype = setting<ElementType>(args, 'dtype');
    const shape = encodedShape(x.shape, mode, tokens);
    if (mode !== 'one_hot' || dtype !== 'float32' || !isKnown(tokens) || !x.shape)
      return uncomputed(graph, x, dtype, shape);
    const kept = x.shape.length > 1 && x.shape.at(-1) === 1;
    const numbers = kept ? graph.one('Squeeze', [x, integers(graph, [x.shape.length - 1])]) : x;
    const indices = graph.one('Cast', [numbers], { to: { int: elementTypeNumbers.int64 } });
    return [graph.one('OneHot', [indices, wholeNumber(graph, tokens), offAndOn(graph)], { axis: { int: -1 } })];
  },
};

function wholeNumber(graph: GraphBuilder, value: number) {
  return graph.constant({ dtype: 'int64', shape: [], data: BigInt64Array.from([BigInt(value)]) });
}

function offAndOn(graph: GraphBuilder) {
  const data = allocate('float32', 2);
  data[1] = 1;
  return graph.constant({ dtype: 'float32', shape: [2], data });
}

function tokensOf(given: GivenArguments): Dim {
  const value = given.get('num_tokens');
  if (value === undefined) return anonymous();
  if (typeof value === 'number' && value >= 1) return value;
  throw refused(
    'num_tokens',
    value,
    'a number of categories',
    value === null
      ? 'num_tokens must be set to use this layer. If the number of tokens is not known beforehand, use the IntegerLookup layer instead.'
      : `\`num_tokens\` must be >= 1. Received: num_tokens=${show(value)}.`,
  );
}
