import type { PlainValue } from '../../layers/layer.js';
import type { Context } from '../../values/context.js';
import type { Configured } from './configured.js';
import { argumentRange, report } from './faults.js';

interface Check {
  readonly argument: string;
  /** Of a value that is known. */
  readonly fits: (value: PlainValue) => boolean;
  readonly expected: string;
}

const oneOf = (argument: string, values: readonly PlainValue[]): Check => ({
  argument,
  fits: (value) => values.includes(value),
  expected: `one of ${values.map((each) => (each === null ? 'None' : `'${String(each)}'`)).join(', ')}`,
});

const within = (argument: string, least: number, most: number): Check => ({
  argument,
  fits: (value) => typeof value !== 'number' || (value >= least && value <= most),
  expected: `a number from ${least} to ${most}`,
});

const reduction = oneOf('reduction', [
  'sum_over_batch_size',
  'sum',
  'mean',
  'mean_with_sample_weight',
  'none',
  // Keras 2's.
  'auto',
  null,
]);
const thresholds: Check = {
  argument: 'thresholds',
  fits: (value) =>
    (Array.isArray(value) ? value : [value]).every((each) => typeof each !== 'number' || (each >= 0 && each <= 1)),
  expected: 'numbers from 0 to 1',
};
const average = oneOf('average', [null, 'micro', 'macro', 'weighted']);

/** What classes of losses and metrics check when an object of them is made. */
const checks: Readonly<Record<string, readonly Check[]>> = {
  CategoricalGeneralizedCrossEntropy: [
    { argument: 'q', fits: (q) => typeof q !== 'number' || (q > 0 && q < 1), expected: 'a number between 0 and 1' },
  ],
  AUC: [
    oneOf('curve', ['ROC', 'roc', 'PR', 'pr', 'PRGAIN', 'prgain']),
    oneOf('summation_method', ['interpolation', 'Interpolation', 'majoring', 'Majoring', 'minoring', 'Minoring']),
    {
      argument: 'num_thresholds',
      fits: (count) => typeof count !== 'number' || count > 1,
      expected: 'a whole number above 1',
    },
  ],
  F1Score: [average],
  FBetaScore: [
    average,
    { argument: 'beta', fits: (beta) => typeof beta !== 'number' || beta > 0, expected: 'a float above 0' },
  ],
  R2Score: [oneOf('class_aggregation', [null, 'uniform_average', 'variance_weighted_average'])],
  Precision: [thresholds],
  Recall: [thresholds],
  TruePositives: [thresholds],
  TrueNegatives: [thresholds],
  FalsePositives: [thresholds],
  FalseNegatives: [thresholds],
  PrecisionAtRecall: [within('recall', 0, 1)],
  RecallAtPrecision: [within('precision', 0, 1)],
  SensitivityAtSpecificity: [within('specificity', 0, 1)],
  SpecificityAtSensitivity: [within('sensitivity', 0, 1)],
};

/** Reports settings that Keras refuses. */
export function checkObjective({ name, settings }: Configured, signature: string, context: Context): void {
  for (const { argument, fits, expected } of [...(checks[name] ?? []), reduction]) {
    const value = settings.get(argument);
    if (value === undefined || !settings.has(argument) || fits(value)) continue;
    const shown = typeof value === 'string' ? `'${value}'` : Array.isArray(value) ? 'that' : String(value);
    report(
      'layer-argument',
      argumentRange(argument, signature, context),
      { argument, type: name, message: `${name} takes no \`${argument}\` of ${shown}, but ${expected}` },
      `Invalid value for argument \`${argument}\` of ${name}. Expected ${expected}. Received: ${argument}=${shown}`,
      context,
    );
  }
}
