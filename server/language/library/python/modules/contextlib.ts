import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { type ClassValue, none, type Value } from '../../../values/value.js';
import { define, members, native } from '../define.js';

/** What a function with `@contextmanager` gives: its generator, run to its `yield` and then to its end. */
const generatorType: NativeType<{ readonly generator: Value }> = {
  name: '_GeneratorContextManager',
  module: 'contextlib',
  enter: (self, context) => {
    const generator = stateOf(self, generatorType)?.generator ?? none;
    if (generator.kind !== 'iterator') return context.unknown('a context manager that is no generator');
    return generator.next() ?? context.raise('RuntimeError', "generator didn't yield");
  },
  exit: (self) => {
    const generator = stateOf(self, generatorType)?.generator;
    if (generator?.kind === 'iterator') generator.next();
  },
};

const nullcontextType: NativeType<{ readonly result: Value }> = {
  name: 'nullcontext',
  module: 'contextlib',
  construct: define('contextlib.nullcontext', 'enter_result=None', ['contextlib.nullcontext(3)'], (args) =>
    object(nullcontextType, { result: args.get('enter_result') }),
  ),
  enter: (self) => stateOf(self, nullcontextType)?.result ?? none,
  exit: () => {},
};

const suppressType: NativeType<{ readonly types: readonly Value[] }> = {
  name: 'suppress',
  module: 'contextlib',
  construct: define('contextlib.suppress', '*exceptions', ['contextlib.suppress(KeyError)'], (args) =>
    object(suppressType, { types: args.rest }),
  ),
  enter: () => none,
  exit: (self, _context, raised) => {
    const types = stateOf(self, suppressType)?.types ?? [];
    return raised !== undefined && types.some((type) => type.kind === 'class' && derives(raised.class, type));
  },
};

/** Python's `contextlib`. */
export const contextlibModule: NativeModule = {
  name: 'contextlib',
  members: {
    nullcontext: { kind: 'type', type: nullcontextType as NativeType },
    suppress: { kind: 'type', type: suppressType as NativeType },
    ContextDecorator: { kind: 'type', type: { name: 'ContextDecorator', module: 'contextlib', marker: true } },
    AbstractContextManager: {
      kind: 'type',
      type: { name: 'AbstractContextManager', module: 'contextlib', marker: true },
    },
    ...members(
      native(
        'contextlib.contextmanager',
        'func',
        ['type(contextlib.contextmanager(lambda: iter([1]))()).__name__'],
        (args) => {
          const made = args.get('func');
          return native('contextlib.manager', '*args, **kwds', [], (given, context) =>
            object(generatorType, { generator: context.call(made, given.rest, given.keywords) }),
          );
        },
      ),
    ),
  },
};

function derives(type: ClassValue, ancestor: ClassValue): boolean {
  return type === ancestor || type.bases.some((base) => base.kind === 'class' && derives(base, ancestor));
}
