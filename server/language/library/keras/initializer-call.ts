import { initializerOf } from '../../layers/initializers.js';
import { initialize, initializerProblem } from '../../model/initialize.js';
import { isStatic } from '../../tensor/shape.js';
import type { NativeFunction } from '../../values/native-function.js';
import { int, tensor } from '../../values/value.js';
import { define } from '../python/define.js';
import { configuredObject } from './configured.js';
import { uniform } from './random.js';
import { elementTypeOf, shapeOf } from './shapes.js';
import { randomOf } from './state.js';

/** `initializer(shape)`: what a weight of that shape begins with. One object gives the same each time, as Keras has it. */
export const initializerCall: NativeFunction = define(
  'Initializer.__call__',
  'self, shape, dtype=None, **kwargs',
  [
    'keras.initializers.GlorotUniform(seed=1)((2, 3))',
    'keras.initializers.Ones()((2,))',
    'keras.initializers.Orthogonal()((4, 3))',
  ],
  (args, context) => {
    const given = args.get('self');
    const self = given.kind === 'instance' && given.native ? given.native : given;
    const dtype = elementTypeOf(args.get('dtype'));
    const shape = shapeOf(args.get('shape'), false);
    if (context.host.mode === 'shapes') return tensor('tensorflow', dtype, shape);
    const object = self.kind === 'object' ? configuredObject(self) : undefined;
    if (self.kind !== 'object' || !object || !shape || !isStatic(shape))
      return context.unknown('a shape that is not known', 'an initializer');
    const spec = initializerOf(object, 'initializer');
    const problem = initializerProblem(spec, shape);
    if (problem?.type === 'ValueError') return context.raise('ValueError', problem.message);
    if (problem) return context.unknown(problem.message, object.symbol);
    // As Keras names it.
    const drawn = self.attributes.get('_init_seed') ?? int(Math.floor(randomOf(context)() * 2 ** 31));
    self.attributes.set('_init_seed', drawn);
    const own = 'seed' in spec ? spec.seed : undefined;
    const seed = own ?? (drawn.kind === 'int' ? Number(drawn.value) : 0);
    const { data } = initialize(spec, shape, dtype, uniform(seed));
    return tensor('tensorflow', dtype, shape, data);
  },
);
