import { anonymous } from '../../tensor/dim.js';
import type { Context } from '../../values/context.js';
import type { NativeFunction } from '../../values/native-function.js';
import { type NativeType, object } from '../../values/native-type.js';
import { none, type ObjectValue, tensor, unknown, type Value } from '../../values/value.js';
import { methods, define as plain } from '../python/define.js';

const define = (name: string, signature: string, call: NativeFunction['call']): NativeFunction => ({
  ...plain(name, signature, [], call),
  shapesOnly: true,
});

/** `tf.GradientTape`: what is recorded does not matter, as a gradient has its source's shape. */
export const gradientTapeType: NativeType<undefined> = {
  name: 'GradientTape',
  module: 'tensorflow',
  construct: define(
    'tf.GradientTape',
    'persistent=False, watch_accessed_variables=True',
    (): ObjectValue<undefined> => object(gradientTapeType, undefined),
  ),
  enter: (self) => self,
  methods: methods(
    define('GradientTape.watch', 'self, tensor', () => none),
    define('GradientTape.reset', 'self', () => none),
    define('GradientTape.stop_recording', 'self', (args) => args.get('self')),
    define('GradientTape.watched_variables', 'self', () => unknown('which variables were used is not followed')),
    define(
      'GradientTape.gradient',
      'self, target, sources, output_gradients=None, unconnected_gradients=None',
      (args, context) => (context.host.mode === 'numbers' ? notComputed(context) : likeSources(args.get('sources'))),
    ),
    define(
      'GradientTape.jacobian',
      'self, target, sources, unconnected_gradients=None, parallel_iterations=None, experimental_use_pfor=True',
      (args, context) => {
        const [target, source] = [args.get('target'), args.get('sources')];
        if (context.host.mode === 'numbers') return notComputed(context);
        if (target.kind !== 'tensor' || source.kind !== 'tensor') return unknown('a Jacobian of several tensors');
        const shape = target.shape && source.shape && [...target.shape, ...source.shape];
        return tensor('tensorflow', source.dtype, shape);
      },
    ),
    define(
      'GradientTape.batch_jacobian',
      'self, target, source, unconnected_gradients=None, parallel_iterations=None, experimental_use_pfor=True',
      (args, context) => {
        const [target, source] = [args.get('target'), args.get('source')];
        if (context.host.mode === 'numbers') return notComputed(context);
        if (target.kind !== 'tensor' || source.kind !== 'tensor') return unknown('a Jacobian of several tensors');
        const shape = target.shape &&
          source.shape && [target.shape[0] ?? anonymous(), ...target.shape.slice(1), ...source.shape.slice(1)];
        return tensor('tensorflow', source.dtype, shape);
      },
    ),
  ),
};

/** Tensors of the sources' shapes, nested as they are. */
function likeSources(sources: Value): Value {
  switch (sources.kind) {
    case 'tensor':
      return tensor('tensorflow', sources.dtype, sources.shape);
    case 'list':
    case 'tuple': {
      const elements = sources.elements.map(likeSources);
      if (sources.kind === 'tuple') return { kind: 'tuple', elements };
      return sources.rest ? { kind: 'list', elements, rest: likeSources(sources.rest) } : { kind: 'list', elements };
    }
    case 'dict': {
      const entries = [...sources.entries].map(
        ([id, entry]) => [id, { key: entry.key, value: likeSources(entry.value) }] as const,
      );
      return { kind: 'dict', entries: new Map(entries) };
    }
    default:
      return unknown(sources.kind === 'unknown' ? sources.reason : 'a gradient of something that is not known');
  }
}

function notComputed(context: Context): Value {
  return context.unknown('gradients of a program of its own are not computed yet', 'GradientTape.gradient');
}
