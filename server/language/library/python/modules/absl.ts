import type { Context } from '../../../values/context.js';
import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { int, list, none, type ObjectValue, str, unknown, type Value } from '../../../values/value.js';
import { define, members, native } from '../define.js';

/** The flags of a run by their names, at their defaults. */
const flagsType: NativeType<Map<string, Value>> = {
  name: 'FlagValues',
  module: 'absl.flags',
  getAttribute: (self, name) =>
    stateOf(self, flagsType)?.get(name) ?? unknown('a flag that is not defined here', `FLAGS.${name}`),
  setAttribute: (self, name, value, context) => {
    stateOf(self, flagsType)?.set(name, context.certain ? value : unknown('it may have been set'));
    return true;
  },
  getItem: (self, index) => (index.kind === 'str' && stateOf(self, flagsType)?.get(index.value)) || unknown('a flag'),
  call: define('FlagValues.__call__', 'self, argv', [], (args) => args.get('argv')),
};

const holderType: NativeType<{ readonly name: string; readonly value: Value }> = {
  name: 'FlagHolder',
  module: 'absl.flags',
  attributes: {
    value: (self) => stateOf(self, holderType)?.value ?? none,
    default: (self) => stateOf(self, holderType)?.value ?? none,
    name: (self) => str(stateOf(self, holderType)?.name ?? ''),
  },
};

function flagsOf(context: Context): ObjectValue<Map<string, Value>> {
  return context.state('absl.flags', () => object(flagsType, new Map()));
}

const kinds = 'string integer float bool boolean enum list multi_string multi_integer multi_enum alias';

function defineFlag(kind: string) {
  return native(
    `absl.flags.DEFINE_${kind}`,
    'name, default=None, *args, **options',
    [`absl.flags.DEFINE_${kind}('a', None).value`],
    (args, context) => {
      const name = args.get('name');
      if (name.kind !== 'str') return unknown('a flag whose name is not known');
      if (context.host.arguments && context.host.arguments.length > 0)
        return context.unknown('flags on the command line are not read yet', `absl.flags.DEFINE_${kind}`);
      const given = args.get('default');
      const value =
        kind === 'list' && given.kind === 'str' ? list(given.value.split(',').map((part) => str(part.trim()))) : given;
      flagsOf(context).state.set(name.value, value);
      return object(holderType, { name: name.value, value });
    },
  );
}

/** `absl.flags`, also as TensorFlow 1 had it. */
export const abslFlagsModule: NativeModule = {
  name: 'absl.flags',
  aliases: ['tensorflow.compat.v1.flags', 'tensorflow.compat.v1.app.flags', 'tensorflow.app.flags', 'tensorflow.flags'],
  members: members(
    ...kinds.split(' ').map(defineFlag),
    ...['mark_flag_as_required', 'mark_flags_as_required', 'adopt_module_key_flags'].map((name) =>
      native(`absl.flags.${name}`, '*args, **kwargs', [`absl.flags.${name}('a')`], () => none),
    ),
  ),
  computed: { FLAGS: (context) => flagsOf(context) },
};

/** `absl.app`: `run` calls what it is given. */
export const abslAppModule: NativeModule = {
  name: 'absl.app',
  aliases: ['tensorflow.compat.v1.app', 'tensorflow.app'],
  members: members(
    native('absl.app.run', 'main, argv=None, **options', ['absl.app.run(lambda argv: None)'], (args, context) => {
      context.call(args.get('main'), [list([str('program')])]);
      return none;
    }),
  ),
};

/** `absl.logging`. */
export const abslLoggingModule: NativeModule = {
  name: 'absl.logging',
  members: {
    ...Object.fromEntries(['DEBUG', 'INFO', 'WARNING', 'WARN', 'ERROR', 'FATAL'].map((name, i) => [name, int(1 - i)])),
    ...members(
      ...['debug', 'info', 'warning', 'warn', 'error', 'log', 'set_verbosity', 'set_stderrthreshold', 'exception'].map(
        (name) => native(`absl.logging.${name}`, '*args, **kwargs', [`absl.logging.${name}('a')`], () => none),
      ),
    ),
  },
};

/** `fire`: a function that needs no arguments is called. */
export const fireModule: NativeModule = {
  name: 'fire',
  members: members(
    native('fire.Fire', 'component=None, *args, **kwargs', ['fire.Fire(lambda: None)'], (args, context) => {
      const component = args.get('component');
      if (component.kind !== 'function') return context.unknown('what it calls hangs on the command line', 'fire.Fire');
      const isReady = component.node.parameters.every(({ default: given, style }) => given || style.startsWith('*'));
      return isReady ? context.call(component, []) : context.unknown('its arguments come from the command line');
    }),
  ),
};
