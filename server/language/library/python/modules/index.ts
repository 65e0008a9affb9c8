import type { NativeModule } from '../../../values/native-module.js';
import { mathModule } from './math.js';

/** Python's own modules, one a file. */
export const moduleEntries: readonly NativeModule[] = [mathModule];
