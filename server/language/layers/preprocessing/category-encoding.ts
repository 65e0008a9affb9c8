import { anonymous, type Dim } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { refused, setting, show } from '../arguments.js';
import type { GivenArguments, LayerDefinition } from '../layer.js';
import { computeType, uncomputed } from './arguments.js';
import { inFloat32 } from './augmentation/pictures.js';
import { encoded, isEncoded } from './encoding.js';
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
    return {
      num_tokens: tokensOf(given),
      output_mode: mode,
      dtype,
      notSupported: [...(dtype === 'float32' ? [] : ['dtype=']), ...(given.get('sparse') ? ['sparse='] : [])],
    };
  },
  callSignature: 'inputs, count_weights=None',
  uncomputed: (args, [shape]) =>
    shape && !isEncoded(setting(args, 'output_mode'), args['num_tokens'], shape.length)
      ? `an input of ${shape.length} dimensions`
      : undefined,
  call(args, [x, ...others], _weights, { graph, given }) {
    if (!x) return [];
    const tokens = setting<Dim>(args, 'num_tokens');
    const mode = setting<Exclude<OutputMode, 'int'> | undefined>(args, 'output_mode');
    const dtype = setting<ElementType>(args, 'dtype');
    const shape = encodedShape(x.shape, mode, tokens);
    const weights = given.given('count_weights') ? others[0] : undefined;
    if (weights && mode && mode !== 'count') throw unweighted(mode);
    if (dtype !== 'float32' || !mode || !isEncoded(mode, tokens, x.shape?.length))
      return uncomputed(graph, x, dtype, shape);
    const counted = weights && inFloat32(graph, weights);
    const rows = encoded(graph, x, mode, tokens, counted);
    return rows ? [{ ...rows, shape }] : uncomputed(graph, x, dtype, shape);
  },
};

function unweighted(mode: string): ShapeError {
  return new ShapeError('layer-argument', `\`count_weights\` need \`output_mode='count'\`, which is '${mode}'`, {
    argument: 'count_weights',
    expected: "output_mode='count'",
    keras: "`count_weights` is not used when `output_mode` is not `'count'`.",
  });
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
