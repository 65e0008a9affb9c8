import type { NativeModule } from '../../../values/native-module.js';
import { pathType } from './paths.js';

/** Python's `pathlib`: one class for all its kinds of paths. */
export const pathlibModule: NativeModule = {
  name: 'pathlib',
  members: Object.fromEntries(
    ['Path', 'PurePath', 'PosixPath', 'PurePosixPath'].map((name) => [name, { kind: 'type' as const, type: pathType }]),
  ),
};
