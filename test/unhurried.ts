import { EditedDocument } from '../server/ide/document.js';
import { type AnalyseOptions, analyse as analyseInTime, type Surroundings } from '../server/language/analyse.js';
import type { Analysis } from '../server/language/analysis.js';

/** What is compared must not depend on how busy the machine is: steps bound the work, time hardly. */
const budget = { milliseconds: 60_000 };

/** As `analyse`, but with all the time it needs. */
export function analyse(text: string, options: AnalyseOptions = {}): Analysis {
  return analyseInTime(text, { budget, ...options });
}

/** A document whose analyses have all the time they need. */
export function unhurriedDocument(surroundings: Surroundings = {}): EditedDocument {
  return new EditedDocument(surroundings, { budget });
}
