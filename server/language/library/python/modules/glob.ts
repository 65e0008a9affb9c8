import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { NativeModule } from '../../../values/native-module.js';
import { list, str, unknown, type Value } from '../../../values/value.js';
import { members, native } from '../define.js';
import { iteratorOf, uncertainIterator } from '../sequence.js';
import { globbed } from './glob-walk.js';
import { pathText } from './path-text.js';

function found(args: Arguments, context: Context): readonly string[] | undefined {
  if (args.get('root_dir').kind !== 'none') context.unknown('root_dir= is not supported yet', 'glob.glob');
  const pattern = pathText(args.get('pathname'), context);
  if (pattern === undefined) return undefined;
  const deep = context.truth(args.get('recursive')) === true ? 'all' : 'no';
  const hidden = context.truth(args.get('include_hidden')) === true;
  return globbed('', pattern, { hidden, deep }, context.host);
}

const signature = 'pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False';
const nameOfFile: Value = unknown('a file name');

/** Python's `glob`. */
export const globModule: NativeModule = {
  name: 'glob',
  members: members(
    native('glob.glob', signature, ["glob.glob('data/*.csv')"], (args, context) => {
      const names = found(args, context);
      return names ? list(names.map(str)) : { kind: 'list', elements: [], rest: nameOfFile };
    }),
    native('glob.iglob', signature, ["glob.iglob('data/*.csv')"], (args, context) => {
      const names = found(args, context);
      return names ? iteratorOf(names.map(str), 'generator') : uncertainIterator([nameOfFile], 'generator');
    }),
  ),
};
