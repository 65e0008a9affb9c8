import { colours } from './colours.js';
import { erasing } from './erasing.js';
import type { PictureChange } from './factors.js';
import { filters } from './filters.js';
import { geometric } from './geometric.js';

/** What layers that change pictures compute, by their names; one that is not here is known by its shape alone. */
export const pictureChanges: Readonly<Record<string, PictureChange>> = {
  ...geometric,
  ...colours,
  ...filters,
  ...erasing,
};
