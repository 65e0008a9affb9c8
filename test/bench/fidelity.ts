// `npm run bench -- fidelity`: the end results of trainings, ours beside real Keras's kept answers. Parts of the scripts'
// names may follow. Takes all seeds that Keras was asked for, or the first SEEDS of them. Needs DATA: the folder with MNIST's test images, the film reviews, housing.csv and iris.csv.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

interface Oracle {
  readonly versions: Readonly<Record<string, string>>;
  /** `results` are of the seeds 1, 2, 3 … */
  readonly scripts: readonly { readonly script: string; readonly results: readonly number[] }[];
}

const oracle = JSON.parse(readFileSync('test/oracle/fidelity.json', 'utf8')) as Oracle;
if (!process.env['DATA']) {
  console.error('Set DATA to the folder that holds the data sets that the scripts of test/bench/fidelity name.');
  process.exit(2);
}
const asked = process.argv.slice(2);
const most = Number(process.env['SEEDS'] ?? Number.POSITIVE_INFINITY);
const chosen = oracle.scripts.filter(({ script }) => asked.length === 0 || asked.some((part) => script.includes(part)));

/** What the script prints last, by so many seeds. */
function results(script: string, seeds: number): readonly number[] {
  return Array.from({ length: seeds }, (_, index) => {
    const seed = index + 1;
    const lines = execFileSync(process.execPath, ['dist/cli.js', 'train', script, '--json', '--seed', String(seed)], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const events = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; status?: string; text?: string });
    const end = events.at(-1);
    if (end?.event !== 'end' || end.status !== 'completed') throw new Error(`seed ${seed}: ${JSON.stringify(end)}`);
    const printed = events.flatMap(({ event, text }) => (event === 'print' ? [text ?? ''] : [])).join('');
    return Number([...printed.matchAll(/(?:Result|Test accuracy): ([0-9.]+)/g)].at(-1)?.[1]);
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** Of the mean: the sample standard deviation over √n. */
const standardError = (values: readonly number[]) => {
  const m = mean(values);
  return Math.sqrt(values.reduce((sum, v) => sum + (v - m) ** 2, 0) / (values.length - 1) / values.length);
};
const shown = (values: readonly number[]) => `${mean(values).toFixed(4)} ± ${standardError(values).toFixed(4)}`;

console.log(`Means of seeds with their standard errors; Keras ${oracle.versions['keras']}.`);
console.log('| script | seeds | Layerscope | Keras | standard errors of the difference |');
console.log('| --- | --- | --- | --- | --- |');
for (const { script, results: kept } of chosen) {
  const theirs = kept.slice(0, most);
  const ours = results(script, theirs.length);
  const error = Math.hypot(standardError(ours), standardError(theirs));
  const difference = Math.abs(mean(ours) - mean(theirs)) / error;
  console.log(
    `| ${script} | ${theirs.length} | ${shown(ours)} | ${shown(theirs)} | ${difference.toFixed(2)}${difference > 2 ? ' MISSED' : ''} |`,
  );
  if (difference > 2) process.exitCode = 1;
}
