// `npm run bench -- fidelity`: the end result of a training, ours beside real Keras's kept answers.
// Needs DATA (the folder with MNIST's IDX files).
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

interface Oracle {
  readonly versions: Readonly<Record<string, string>>;
  readonly script: string;
  readonly seeds: readonly number[];
  readonly testAccuracy: readonly number[];
}

const oracle = JSON.parse(readFileSync('test/oracle/fidelity.json', 'utf8')) as Oracle;
if (!process.env['DATA']) {
  console.error('Set DATA to the folder that holds t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz.');
  process.exit(2);
}

const ours = oracle.seeds.map((seed) => {
  const lines = execFileSync(
    process.execPath,
    ['dist/cli.js', 'train', oracle.script, '--json', '--seed', String(seed)],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  const events = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; status?: string; logs?: Record<string, number> });
  const end = events.at(-1);
  if (end?.event !== 'end' || end.status !== 'completed') throw new Error(`seed ${seed}: ${JSON.stringify(end)}`);
  return events.findLast((event) => event.event === 'evaluate')?.logs?.['accuracy'] ?? Number.NaN;
});

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** Of the mean: the sample standard deviation over √n. */
const standardError = (values: readonly number[]) => {
  const m = mean(values);
  return Math.sqrt(values.reduce((sum, v) => sum + (v - m) ** 2, 0) / (values.length - 1) / values.length);
};
const row = (name: string, values: readonly number[]) =>
  console.log(
    `${name.padEnd(28)} ${values.map((v) => v.toFixed(3)).join(' ')}   mean ${mean(values).toFixed(4)} ± ${standardError(values).toFixed(4)}`,
  );

console.log(`${oracle.script}: test accuracy, seeds ${oracle.seeds.join(', ')}`);
row(`Keras ${oracle.versions['keras']}`, oracle.testAccuracy);
row('Layerscope', ours);
const difference = mean(ours) - mean(oracle.testAccuracy);
const error = Math.hypot(standardError(ours), standardError(oracle.testAccuracy));
console.log(
  `difference ${difference.toFixed(4)}, ${Math.abs(difference / error).toFixed(2)} standard errors of the difference (bar: 2)`,
);
process.exitCode = Math.abs(difference) <= 2 * error ? 0 : 1;
