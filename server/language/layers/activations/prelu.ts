import type { Dim } from '../../tensor/dim.js';
import { formatShape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { initializer, notSupported, refused, setting, show } from '../arguments.js';
import type { GivenArguments, InitializerSpec, LayerDefinition } from '../layer.js';

/** A leaky ReLU whose slopes below zero are learnt: one for each value of a sample, or shared along some axes. */
export const prelu: LayerDefinition = {
  name: 'PReLU',
  masking: 'passes',
  nameBase: 'p_re_lu',
  signature: "alpha_initializer='Zeros', alpha_regularizer=None, alpha_constraint=None, shared_axes=None",
  description: 'x where x ≥ 0, else alpha · x with a learnt alpha for each value, or one along shared axes.',
  documentation: 'layers/activation_layers/prelu/',
  configure(given) {
    const alpha = initializer(given, 'alpha_initializer');
    return {
      alpha_initializer: alpha.spec,
      shared_axes: sharedAxes(given),
      notSupported: notSupported(given, [], alpha.drawn ? undefined : 'alpha_initializer='),
    };
  },
  inputSpec(args, built) {
    const shape = built?.[0]?.shape;
    const shared = setting<readonly number[] | null | undefined>(args, 'shared_axes');
    if (!shape) return {};
    const axes = new Map<number, Dim>();
    if (shared?.length) {
      shape.forEach((dim, i) => {
        if (!shared.includes(i + 1)) axes.set(i + 1, dim);
      });
    }
    return { rank: shape.length + 1, axes };
  },
  weights(args, [input]) {
    const shape = (input ?? []).slice(1);
    for (const axis of setting<readonly number[] | null | undefined>(args, 'shared_axes') ?? []) {
      const at = axis > 0 ? axis - 1 : shape.length + axis - 1;
      if (at < 0 || at >= shape.length) {
        throw new ShapeError('axis-range', `axis ${axis} does not exist in ${formatShape(input)}`, {
          received: input,
          axis,
          keras: 'list assignment index out of range',
        });
      }
      shape[at] = 1;
    }
    const spec = setting<InitializerSpec>(args, 'alpha_initializer');
    return [{ name: 'alpha', shape, dtype: 'float32', trainable: true, initializer: spec }];
  },
  call(_args, [x], weights, { graph }) {
    if (!x) return [];
    const below = graph.one('Relu', [graph.one('Neg', [x])]);
    const leak = graph.one('Mul', [weights.get('alpha'), below]);
    return [{ ...graph.one('Sub', [graph.one('Relu', [x]), leak]), shape: x.shape }];
  },
};

function sharedAxes(given: GivenArguments): readonly number[] | null | undefined {
  const value = given.get('shared_axes');
  if (value === undefined || value === null) return value;
  const axes = typeof value === 'number' ? [value] : value;
  if (Array.isArray(axes) && axes.every((axis) => typeof axis === 'number')) return axes as readonly number[];
  throw refused('shared_axes', value, 'an axis or a list of axes', `Invalid shared_axes: ${show(value)}`);
}
