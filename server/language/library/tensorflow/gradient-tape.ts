import { anonymous } from '../../tensor/dim.js';
import type { Shape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import { type NativeType, object, stateOf } from '../../values/native-type.js';
import { none, type ObjectValue, type TensorValue, tensor, unknown, type Value } from '../../values/value.js';
import { kerasFunction } from '../keras/ops/functions.js';
import { MOST_ALONG } from '../keras/recording/compute.js';
import { closeTape, gradient, openTape, watch } from '../keras/recording/gradient.js';
import { recordingOf, type Tape } from '../keras/recording/recording.js';
import { mapTensors, tensorsIn } from '../keras/symbolic.js';
import { methods, define as plain } from '../python/define.js';

const define = (name: string, signature: string, call: NativeFunction['call']): NativeFunction => ({
  ...plain(name, signature, [], call),
  shapesOnly: true,
});

/** `tf.GradientTape`: on shapes what is recorded does not matter, as a gradient has its source's shape. */
export const gradientTapeType: NativeType<Tape> = {
  name: 'GradientTape',
  module: 'tensorflow',
  construct: define(
    'tf.GradientTape',
    'persistent=False, watch_accessed_variables=True',
    (args, context): ObjectValue<Tape> =>
      object(gradientTapeType, {
        isPersistent: context.truth(args.get('persistent')) === true,
        watchesVariables: context.truth(args.get('watch_accessed_variables')) !== false,
        watched: new Set(),
        isOpen: false,
        isSpent: false,
      }),
  ),
  enter: (self, context) => {
    const tape = stateOf(self, gradientTapeType);
    if (tape && context.host.mode === 'numbers') openTape(tape, context);
    return self;
  },
  exit: (self, context) => {
    const tape = stateOf(self, gradientTapeType);
    if (tape && context.host.mode === 'numbers') closeTape(tape, context);
  },
  methods: methods(
    define('GradientTape.watch', 'self, tensor', (args, context) => {
      const tape = stateOf(args.get('self'), gradientTapeType);
      if (tape && context.host.mode === 'numbers') watch(tape, args.get('tensor'), context);
      return none;
    }),
    define('GradientTape.reset', 'self', (_args, context) =>
      context.host.mode === 'numbers' ? context.unknown('it is not supported yet', 'GradientTape.reset') : none,
    ),
    define('GradientTape.stop_recording', 'self', (args, context) =>
      context.host.mode === 'numbers'
        ? context.unknown('it is not supported yet', 'GradientTape.stop_recording')
        : args.get('self'),
    ),
    define('GradientTape.watched_variables', 'self', () => unknown('which variables were used is not followed')),
    define(
      'GradientTape.gradient',
      "self, target, sources, output_gradients=None, unconnected_gradients='none'",
      (args, context) => {
        if (context.host.mode !== 'numbers') return likeSources(args.get('sources'));
        const tape = stateOf(args.get('self'), gradientTapeType);
        const unconnected = args.get('unconnected_gradients');
        const isKnown = unconnected.kind === 'str' && ['none', 'zero'].includes(unconnected.value);
        if (unconnected.kind === 'unknown') return context.unknown(unconnected.reason, 'unconnected_gradients=');
        if (!isKnown)
          return context.raise(
            'ValueError',
            `Unknown value for unconnected_gradients: '${context.str(unconnected) ?? '…'}'`,
          );
        const asked = {
          targets: args.get('target'),
          sources: args.get('sources'),
          seeds: args.get('output_gradients'),
          zeros: unconnected.kind === 'str' && unconnected.value === 'zero',
        };
        if (tape) noteLoss(asked, context);
        return tape
          ? gradient(tape, asked, context)
          : context.unknown('the tape is not known', 'GradientTape.gradient');
      },
    ),
    define(
      'GradientTape.jacobian',
      'self, target, sources, unconnected_gradients=None, parallel_iterations=None, experimental_use_pfor=True',
      (args, context) => {
        const [target, source] = [args.get('target'), args.get('sources')];
        if (context.host.mode === 'numbers') return jacobian(args, source, 'all', context);
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
        if (context.host.mode === 'numbers') return jacobian(args, source, 'batch', context);
        if (target.kind !== 'tensor' || source.kind !== 'tensor') return unknown('a Jacobian of several tensors');
        const shape = target.shape &&
          source.shape && [target.shape[0] ?? anonymous(), ...target.shape.slice(1), ...source.shape.slice(1)];
        return tensor('tensorflow', source.dtype, shape);
      },
    ),
  ),
};

/** A loss by whose gradients the program may take a step: its curve has the name that the program gives it. */
function noteLoss(asked: { readonly targets: Value; readonly sources: Value }, context: Context): void {
  const recording = recordingOf(context);
  if (recording.always > 0) return;
  const weights = tensorsIn(asked.sources).flatMap(({ variable }) => (variable ? [variable] : []));
  const ranges = context.argumentRanges;
  const name = ranges?.nameOf(0) ?? ranges?.nameOf('target');
  const targets = tensorsIn(asked.targets).some(isLarge) ? mapTensors(asked.targets, smaller) : asked.targets;
  recording.curves.gradient(name, targets, weights, recording);

  /** What is too large to be computed along with others, as a loss of each pixel, is told by its mean. */
  function smaller(target: TensorValue): Value {
    const mean = isLarge(target) ? kerasFunction('mean') : undefined;
    return mean ? context.call(mean, [target]) : target;
  }
}

function isLarge({ shape }: TensorValue): boolean {
  return shape !== undefined && (shape as readonly number[]).reduce((a, b) => a * b, 1) > MOST_ALONG;
}

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

function jacobian(args: Arguments, sources: Value, rows: 'all' | 'batch', context: Context): Value {
  const name = rows === 'all' ? 'GradientTape.jacobian' : 'GradientTape.batch_jacobian';
  const tape = stateOf(args.get('self'), gradientTapeType);
  const targets = args.get('target');
  if (!tape || targets.kind !== 'tensor') return context.unknown('its target is no tensor', name);
  const unconnected = args.get('unconnected_gradients');
  const isZero = unconnected.kind === 'str' && unconnected.value === 'zero';
  if (!isZero && unconnected.kind !== 'none' && !(unconnected.kind === 'str' && unconnected.value === 'none'))
    return context.raise('ValueError', `Unknown value for unconnected_gradients: '${context.str(unconnected) ?? '…'}'`);
  if (rows === 'batch') {
    const [target, source] = [targets, sources].map((each) => (each.kind === 'tensor' ? (each.shape ?? []) : []));
    if (!target || !source || target.length < 2 || source.length < 2 || target[0] !== source[0])
      return context.raise(
        'ValueError',
        `Need first dimension of target shape (${pythonShape(target)}) and source shape (${pythonShape(source)}) to match.`,
      );
  }
  return gradient(tape, { targets, sources, seeds: none, zeros: isZero, rows }, context);
}

function pythonShape(shape: Shape | undefined): string {
  return `(${shape?.length === 1 ? `${shape[0]},` : (shape ?? []).join(', ')})`;
}
