import { analyse } from '../../server/language/analyse.js';
import type { Analysis } from '../../server/language/analysis.js';
import type { KerasVersion } from '../../server/language/keras-version.js';
import { programFiles } from '../program-files.js';
import type { SourceText } from '../source-text.js';

/** Nobody types meanwhile: a command may think longer than an editor, but comes to an end. */
const budget = { milliseconds: 10_000, steps: 50_000_000, loop: 100_000, rounds: 10_000 };

/** What a script or notebook means, together with the files of its folder that it imports. */
export function analyseFile(file: string, source: SourceText, folder: string, keras?: KerasVersion): Analysis {
  return analyse(source.text, { ...programFiles(file, folder, keras), budget });
}
