import type { Context } from '../../../values/context.js';
import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { none, str, type Value } from '../../../values/value.js';
import { define, members, native } from '../define.js';
import { strRepr } from '../str-repr.js';
import { maybeText } from './arguments.js';
import { removeTree } from './changing-files.js';
import { pathText } from './path-text.js';

/** A folder that is taken away at the end of its `with`; undefined where nobody knows its name. */
const temporaryDirectoryType: NativeType<string | undefined> = {
  name: 'TemporaryDirectory',
  module: 'tempfile',
  construct: define(
    'tempfile.TemporaryDirectory',
    'suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False',
    ['tempfile.TemporaryDirectory()'],
    (args, context) =>
      object(
        temporaryDirectoryType,
        newFolder((name) => args.get(name), 'tempfile.TemporaryDirectory', context),
      ),
  ),
  attributes: { name: (self, context) => nameOf(self, context) },
  methods: {
    cleanup: define(
      'TemporaryDirectory.cleanup',
      'self',
      ['tempfile.TemporaryDirectory().cleanup()'],
      (args, context) => {
        removeTree(stateOf(args.get('self'), temporaryDirectoryType), true, 'TemporaryDirectory.cleanup', context);
        return none;
      },
    ),
  },
  enter: (self, context) => nameOf(self, context),
  exit: (self, context) => {
    removeTree(stateOf(self, temporaryDirectoryType), true, 'TemporaryDirectory', context);
  },
  repr: (self) => {
    const name = stateOf(self, temporaryDirectoryType);
    return name === undefined ? undefined : `<TemporaryDirectory ${strRepr(name)}>`;
  },
};

const nameOf = (self: Value, context: Context): Value =>
  maybeText(stateOf(self, temporaryDirectoryType), 'a folder that a run makes', context);

/** Makes a folder with a name that nobody had; undefined on shapes. */
function newFolder(
  given: (name: 'suffix' | 'prefix' | 'dir') => Value,
  name: string,
  context: Context,
): string | undefined {
  const [suffix, prefix, folder] = (['suffix', 'prefix', 'dir'] as const).map((each) =>
    given(each).kind === 'none' ? null : pathText(given(each), context),
  );
  if (context.host.mode === 'shapes' || suffix === undefined || prefix === undefined || folder === undefined)
    return undefined;
  if (!context.host.temporaryFolder) return context.unknown('folders cannot be made here', name) as never;
  return context.host.temporaryFolder(folder, prefix ?? 'tmp', suffix ?? '');
}

/** Python's `tempfile`: folders for a while. */
export const tempfileModule: NativeModule = {
  name: 'tempfile',
  members: {
    TemporaryDirectory: { kind: 'type', type: temporaryDirectoryType as NativeType },
    ...members(
      native('tempfile.mkdtemp', 'suffix=None, prefix=None, dir=None', ['tempfile.mkdtemp()'], (args, context) =>
        maybeText(
          newFolder((name) => args.get(name), 'tempfile.mkdtemp', context),
          'a folder that a run makes',
          context,
        ),
      ),
      native('tempfile.gettempdir', '', ['tempfile.gettempdir()'], (_args, context) => {
        for (const name of ['TMPDIR', 'TEMP', 'TMP']) {
          const found = context.host.environment(name);
          if (found === undefined) return context.unknown('where the machine keeps such files', 'tempfile.gettempdir');
          if (found) return str(found.replace(/\/+$/, ''));
        }
        return str('/tmp');
      }),
    ),
  },
};
