import { columnTransformer } from './column-transformer.js';
import { distributionComputations } from './distributions.js';
import { encoders } from './encoders.js';
import { featureComputations } from './features.js';
import { gridSearch } from './grid-search.js';
import { labelComputations } from './labels.js';
import type { Computation } from './learned.js';
import { linearModels } from './models/linear.js';
import { logisticModels } from './models/logistic.js';
import { naiveBayesModels } from './models/naive-bayes.js';
import { neighborModels } from './models/neighbors.js';
import { treeModels } from './models/trees/models.js';
import { vectorModels } from './models/vectors/models.js';
import { reductionComputations } from './pca.js';
import { scalers } from './scalers.js';

/** The estimators that runs compute, by name. */
export const computations: ReadonlyMap<string, Computation> = new Map([
  ...scalers,
  ...encoders,
  ...labelComputations,
  ...featureComputations,
  ...distributionComputations,
  ...reductionComputations,
  ...linearModels,
  ...logisticModels,
  ...naiveBayesModels,
  ...neighborModels,
  ...treeModels,
  ...vectorModels,
  ['ColumnTransformer', columnTransformer],
  ['GridSearchCV', gridSearch],
]);
