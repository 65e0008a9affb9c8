import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object } from '../../../values/native-type.js';
import { none, type Value } from '../../../values/value.js';
import { define, members, native } from '../define.js';

/** What a notebook would show as a picture or a text of its own kind; a run shows none. */
function shownType(name: string): NativeType<undefined> {
  const type: NativeType<undefined> = {
    name,
    module: 'IPython.core.display',
    construct: define(`IPython.display.${name}`, 'data=None, *args, **kwargs', [`IPython.display.${name}('a')`], () =>
      object(type, undefined),
    ),
    repr: () => `<IPython.core.display.${name} object>`,
  };
  return type;
}

const shown: Readonly<Record<string, Value>> = Object.fromEntries(
  ['Image', 'HTML', 'SVG', 'Markdown', 'Audio', 'Video'].map((name) => [
    name,
    { kind: 'type', type: shownType(name) as NativeType },
  ]),
);

/** `IPython.display`: objects are shown as in a terminal, by their text. */
export const ipythonDisplayModule: NativeModule = {
  name: 'IPython.display',
  aliases: ['IPython.core.display'],
  members: {
    ...shown,
    ...members(
      native('IPython.display.display', '*objs, **kwargs', ["IPython.display.display('a')"], (args, context) => {
        for (const each of args.rest) context.host.print(`${context.repr(each) ?? '?'}\n`);
        return none;
      }),
      native('IPython.display.clear_output', 'wait=False', ['IPython.display.clear_output(wait=True)'], () => none),
    ),
  },
};

/** `IPython`: a script runs outside of it. */
export const ipythonModule: NativeModule = {
  name: 'IPython',
  members: members(native('IPython.get_ipython', '', ['IPython.get_ipython()'], () => none)),
};
