import type { LayerArguments } from '../../layer.js';
import { colours } from './colours.js';
import { elastic } from './elastic.js';
import { equalization } from './equalization.js';
import { erasing } from './erasing.js';
import type { PictureChange } from './factors.js';
import { filters } from './filters.js';
import { geometric } from './geometric.js';
import { mixtures } from './mixing.js';
import { perspective } from './perspective.js';
import type { Pictures } from './pictures.js';
import { several } from './several.js';

/** On pictures alone. */
const mixing: Readonly<Record<string, PictureChange>> = Object.fromEntries(
  Object.entries(mixtures).map(([name, mix]) => [
    name,
    (pictures: Pictures, args: LayerArguments) => mix(pictures, args).x,
  ]),
);

/** What layers that change pictures compute, by their names; one that is not here is known by its shape alone. */
export const pictureChanges: Readonly<Record<string, PictureChange>> = {
  ...geometric,
  ...colours,
  ...filters,
  ...erasing,
  ...perspective,
  ...elastic,
  ...equalization,
  ...several,
  ...mixing,
};
