import type { NativeModule } from '../../values/native-module.js';
import { builtins } from './builtins.js';
import { moduleEntries } from './modules/index.js';

/** Python's own library. */
export const modules: readonly NativeModule[] = [
  { name: 'builtins', members: Object.fromEntries(builtins), incomplete: false },
  ...moduleEntries,
];
