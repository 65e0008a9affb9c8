import type { NativeModule } from '../../../values/native-module.js';
import type { Value } from '../../../values/value.js';
import { members, native } from '../define.js';

const marker = (name: string): Value => ({ kind: 'type', type: { name, module: 'abc', marker: true } });

/** Python's `abc`: what is abstract is not told apart. */
export const abcModule: NativeModule = {
  name: 'abc',
  members: {
    ABC: marker('ABC'),
    ABCMeta: marker('ABCMeta'),
    ...members(
      ...['abstractmethod', 'abstractclassmethod', 'abstractstaticmethod', 'abstractproperty'].map((name) =>
        native(`abc.${name}`, 'funcobj', [`abc.${name}(abs)(-2)`], (args) => args.get('funcobj')),
      ),
    ),
  },
};
