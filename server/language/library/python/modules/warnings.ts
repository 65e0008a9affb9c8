import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object } from '../../../values/native-type.js';
import { list, none } from '../../../values/value.js';
import { define, members, native } from '../define.js';

const catcherType: NativeType<undefined> = {
  name: 'catch_warnings',
  module: 'warnings',
  construct: define(
    'warnings.catch_warnings',
    '*, record=False, module=None, action=None, category=None, lineno=0, append=False',
    ['warnings.catch_warnings()'],
    () => object(catcherType, undefined),
  ),
  enter: () => list([]),
  exit: () => {},
};

/** Python's `warnings`: what a program warns of goes to the user; filters change nothing. */
export const warningsModule: NativeModule = {
  name: 'warnings',
  members: {
    catch_warnings: { kind: 'type', type: catcherType },
    ...members(
      native(
        'warnings.filterwarnings',
        "action, message='', category=None, module='', lineno=0, append=False",
        ["warnings.filterwarnings('ignore')"],
        () => none,
      ),
      native(
        'warnings.simplefilter',
        'action, category=None, lineno=0, append=False',
        ["warnings.simplefilter('ignore')"],
        () => none,
      ),
      native('warnings.resetwarnings', '', ['warnings.resetwarnings()'], () => none),
      native(
        'warnings.warn',
        'message, category=None, stacklevel=1, source=None',
        ["warnings.warn('old')"],
        (args, context) => {
          context.host.warn?.(context.str(args.get('message')) ?? 'a warning');
          return none;
        },
      ),
    ),
  },
};
