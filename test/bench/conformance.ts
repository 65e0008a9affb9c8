// `npm run bench -- conformance`: one and three training steps beside real Keras's kept answers, by layer, loss, metric,
// optimizer … and engine. Names of engines may follow; without them all are tried. Other words are parts of programs' names,
// which are run again. What an engine came to is kept in out/conformance, and stands in the table again when others are run.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { engines, startEngine } from '../../runtime/engines/index.js';
import { compareSteps, TOLERANCE } from '../program/compare-steps.js';
import { type Kind, notStepped, subjects, traced } from '../program/coverage.js';
import { stepFamilies } from '../program/step-programs.js';

interface Result {
  readonly case: string;
  readonly difference: number;
  /** Where the largest difference is, or what the engine said. */
  readonly where: string;
}

interface Results {
  readonly engine: string;
  readonly device: string;
  readonly cases: readonly Result[];
}

const plurals: Readonly<Record<Kind, string>> = {
  layer: 'Layers',
  loss: 'Losses',
  metric: 'Metrics',
  optimizer: 'Optimizers',
  regularizer: 'Regularizers',
  constraint: 'Constraints',
  schedule: 'Schedules',
};

const FOLDER = 'out/conformance';
mkdirSync(FOLDER, { recursive: true });
const given = process.argv.slice(2);
const asked = given.filter((each) => engines.some(({ name }) => name === each));
const parts = given.filter((each) => !asked.includes(each));

const families = stepFamilies();
const programs = families.flatMap(({ family, version, cases }) =>
  cases.map((each) => ({ name: `${family}: ${each.about}`, each, version, ...traced(each, version) })),
);

/** Order of the table: as an engine is trusted, not as it is chosen. */
const order = ['reference', 'onnxruntime', 'wasm', 'webgpu', 'tensorflow'];
for (const name of asked.length > 0 ? asked : order) {
  const results = await resultsOn(name).catch((error: Error) => {
    console.error(`${name} does not start: ${error.message}`);
    return undefined;
  });
  if (results) keep(results);
}

/** With those of a former run, where this one was of some programs alone. */
function keep(results: Results): void {
  const file = `${FOLDER}/${results.engine}.json`;
  const before = parts.length > 0 && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results).cases : [];
  const cases = new Map([...before, ...results.cases].map((each) => [each.case, each]));
  writeFileSync(file, JSON.stringify({ ...results, cases: [...cases.values()] }));
}

async function resultsOn(name: string): Promise<Results> {
  const { engine } = await startEngine(name, { threads: 1 });
  const cases: Result[] = [];
  for (const { name: about, each, request } of programs) {
    if (parts.length > 0 && !parts.some((part) => about.includes(part))) continue;
    const found = await compareSteps(each, request, engine).catch((error: Error) => ({
      difference: Number.MAX_VALUE,
      where: error.message.split('\n')[0] ?? '',
    }));
    cases.push({ case: about, ...found });
    if (cases.length % 50 === 0) console.error(`${name}: ${cases.length} of ${programs.length}`);
  }
  const { device } = engine;
  await engine.close();
  return { engine: name, device, cases };
}

const kept = readdirSync(FOLDER)
  .map((file) => JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Results)
  .sort((a, b) => order.indexOf(a.engine) - order.indexOf(b.engine));
const byCase = new Map(kept.map(({ engine, cases }) => [engine, new Map(cases.map((each) => [each.case, each]))]));

const shown = (difference: number) => (difference > 1 ? '–' : difference.toExponential(1));
console.log(`${programs.length} programs in ${families.length} families; a difference may be ${TOLERANCE}.\n`);
console.log(
  '| engine | device | programs | pass | miss | largest difference that passes |\n| --- | --- | --- | --- | --- | --- |',
);
for (const { engine, device, cases } of kept) {
  const passed = cases.filter(({ difference }) => difference <= TOLERANCE);
  const largest = Math.max(...passed.map(({ difference }) => difference));
  console.log(
    `| \`${engine}\` | ${device} | ${cases.length} | ${passed.length} | ${cases.length - passed.length} | ${shown(largest)} |`,
  );
}

for (const [kind, names] of Object.entries(subjects) as [Kind, readonly string[]][]) {
  console.log(`\n## ${plurals[kind]}\n`);
  console.log(`| ${kind} | programs | ${kept.map(({ engine }) => `\`${engine}\``).join(' | ')} |`);
  console.log(`| --- | --- |${kept.map(() => ' --- |').join('')}`);
  for (const name of names) {
    const own = programs.filter((each) => each.subjects.has(`${kind} ${name}`));
    if (own.length === 0) continue;
    const cells = kept.map(({ engine }) => {
      const results = own.flatMap((each) => byCase.get(engine)?.get(each.name) ?? []);
      const missed = results.filter(({ difference }) => difference > TOLERANCE).length;
      const passed = results.filter(({ difference }) => difference <= TOLERANCE);
      const worst = Math.max(0, ...passed.map(({ difference }) => difference));
      return missed === 0 ? shown(worst) : `${shown(worst)}, ${missed} missed`;
    });
    console.log(`| ${name} | ${own.length} | ${cells.join(' | ')} |`);
  }
}

console.log('\n## Without a step\n\n| | why |\n| --- | --- |');
for (const [why, names] of Object.entries(notStepped)) console.log(`| ${names.join(', ')} | ${why} |`);

console.log('\n## Missed\n');
let missed = 0;
for (const { engine, cases } of kept)
  for (const { case: name, difference, where } of cases) {
    if (difference <= TOLERANCE) continue;
    missed += 1;
    console.log(`- \`${engine}\`, ${name}: ${difference > 1e300 ? where : `${shown(difference)}, ${where}`}`);
  }
if (missed === 0) console.log('None.');
process.exit(missed === 0 ? 0 : 1);
