import type { NativeModule } from '../../../values/native-module.js';
import { members } from '../define.js';
import { moduleExceptionClasses } from '../exceptions.js';
import { shutilFunctions } from './changing-files.js';

/** Python's `shutil`: files and folders as wholes. */
export const shutilModule: NativeModule = {
  name: 'shutil',
  members: {
    Error: moduleExceptionClasses['shutil.Error'],
    ReadError: moduleExceptionClasses['shutil.ReadError'],
    ...members(...shutilFunctions),
  },
};
