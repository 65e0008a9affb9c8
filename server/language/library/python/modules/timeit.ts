import type { NativeModule } from '../../../values/native-module.js';
import { float, type Value } from '../../../values/value.js';
import { members, native } from '../define.js';
import { intArgument } from '../sequence.js';

/** Python's `timeit`, of functions: how long so many calls take. */
export const timeitModule: NativeModule = {
  name: 'timeit',
  members: members(
    native('timeit.default_timer', '', ['timeit.default_timer()'], (_, context) => {
      const now = context.host.now();
      return now === undefined ? context.unknown('the time') : float(now);
    }),
    native(
      'timeit.timeit',
      "stmt='pass', setup='pass', timer=None, number=1000000, globals=None",
      ['timeit.timeit(lambda: 3, number=2)'],
      (args, context): Value => {
        const statement = args.get('stmt');
        const number = intArgument(args.get('number'), context);
        if (statement.kind === 'str' || number === undefined)
          return context.unknown('only calls of functions are timed yet', 'timeit.timeit');
        // On shapes one call tells all that there is to tell.
        if (context.host.mode === 'shapes') {
          if (number > 0) context.call(statement, []);
          return context.unknown('the time');
        }
        const start = context.host.now();
        for (let i = 0; i < number; i += 1) {
          context.host.checkpoint();
          context.call(statement, []);
        }
        const end = context.host.now();
        return start === undefined || end === undefined ? context.unknown('the time') : float(end - start);
      },
    ),
  ),
};
