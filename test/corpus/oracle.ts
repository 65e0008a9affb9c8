import path from 'node:path';
import { parseArgs } from 'node:util';
import { modelSummaries } from '../../runtime/command/summary.js';
import { readProgram } from '../../runtime/source-file.js';
import { compareModels, type FileComparison, type ModelComparison } from './compare.js';
import { sourceFiles } from './files.js';
import { type KerasAnswer, KerasAnswers } from './keras-answers.js';

/**
 * `npm run oracle -- FOLDER …` with PYTHON: runs scripts and notebooks under real Keras, training and downloads taken out, and
 * compares every model with what `layerscope summary --json` says: exact, unknown (we lack what Keras knows) and wrong.
 * Exit status 1 where something is wrong.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Where Python's answers are kept. */
    answers: { type: 'string', default: path.join('out', 'oracle-answers') },
    /** Only what is kept: Python is not asked. */
    kept: { type: 'boolean' },
    json: { type: 'boolean' },
    limit: { type: 'string' },
    /** Names the unknown ones too. */
    verbose: { type: 'boolean' },
  },
});
if (positionals.length === 0) {
  console.error('PYTHON=… npm run oracle -- FOLDER … [--answers FOLDER] [--kept] [--json] [--limit FILES] [--verbose]');
  process.exit(2);
}

interface ComparedFile extends FileComparison {
  readonly file: string;
  readonly answer: KerasAnswer;
  /** What our side threw. */
  readonly crash?: string;
}

const files = sourceFiles(positionals, values.limit === undefined ? undefined : Number(values.limit));
const answers = new KerasAnswers(path.resolve(values.answers), process.env['PYTHON']);
const known = new Map<string, KerasAnswer>();
for (const file of files) {
  const kept = answers.kept(file);
  if (kept) known.set(file, kept);
}
if (!values.kept) {
  const missing = spread(files.filter((file) => !known.has(file)));
  await answers.ask(missing, (answer) => {
    known.set(answer.file, answer);
    const { seconds, models, errors } = answer;
    console.error(
      `${known.size}/${files.length} ${answer.file}: ${models.length} models, ${errors.length} errors, ${seconds} s`,
    );
  });
}
const compared = files.flatMap((file) => {
  const answer = known.get(file);
  return answer ? [compare(file, answer)] : [];
});
const withModels = compared.filter(({ models }) => models.length > 0);
const all = withModels.flatMap(({ models }) => models);
if (values.json)
  console.log(JSON.stringify(compared.map(({ answer, ...rest }) => ({ ...rest, errors: answer.errors }))));
else print();
process.exitCode = all.some(({ verdict }) => verdict === 'wrong') ? 1 : 0;

/** Neighbours far from each other, so that the first part of a long run says something of all. */
function spread(names: readonly string[]): string[] {
  const step = 37;
  return Array.from({ length: step }, (_, start) => names.filter((_name, i) => i % step === start)).flat();
}

function compare(file: string, answer: KerasAnswer): ComparedFile {
  try {
    return {
      file,
      answer,
      ...compareModels(modelSummaries(file, readProgram(file), path.dirname(file)), answer.models),
    };
  } catch (error) {
    const crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { file, answer, crash, ...compareModels([], answer.models) };
  }
}

function print(): void {
  for (const { file, models, extra, answer, crash } of withModels) {
    const shown = models.filter(({ verdict }) => verdict === 'wrong' || (values.verbose && verdict === 'unknown'));
    const extras = answer.errors.length === 0 ? extra : [];
    if (shown.length === 0 && extras.length === 0 && !crash) continue;
    console.log(`${file}: ${counts(models)}${crash ? `, we crashed: ${crash}` : ''}`);
    for (const model of shown) printModel(model);
    for (const { name, cell, line } of extras)
      console.log(`  not in Keras: ${name}, ${cell === undefined ? '' : `cell ${cell}, `}line ${line}`);
    const first = answer.errors[0];
    if (first && shown.some(({ afterError }) => afterError))
      console.log(`  (the first error: ${describe(first)} ${first.type}: ${first.message})`);
  }
  const certain = all.filter(({ afterError }) => !afterError);
  console.log(`${compared.length} files run, ${withModels.length} with models; Keras ${[...versions()].join(', ')}`);
  console.log(`all models: ${counts(all)}`);
  console.log(`before any statement failed: ${counts(certain)}`);
}

function versions(): Set<string> {
  return new Set(withModels.map(({ answer }) => answer.keras));
}

function printModel({ verdict, name, cell, line, wrong, unknown, afterError, layers }: ModelComparison): void {
  const place = describe({ ...(cell === undefined ? {} : { cell }), line });
  console.log(`  ${verdict}: ${name}, ${place} ${layers} layers${afterError ? ' (after an error)' : ''}`);
  for (const difference of wrong.slice(0, 6)) console.log(`    wrong ${difference}`);
  if (values.verbose && unknown.length > 0)
    console.log(`    unknown ${unknown.slice(0, 4).join('; ')}${unknown.length > 4 ? ` … ${unknown.length}` : ''}`);
}

function describe({ cell, line }: { readonly cell?: number; readonly line: number }): string {
  return `${cell === undefined ? '' : `cell ${cell}, `}line ${line}:`;
}

function counts(models: readonly ModelComparison[]): string {
  const of = (verdict: ModelComparison['verdict']) => models.filter((model) => model.verdict === verdict).length;
  const share = models.length === 0 ? 100 : (100 * of('exact')) / models.length;
  return `${models.length} models: ${of('exact')} exact (${share.toFixed(1)} %), ${of('unknown')} unknown, ${of('wrong')} wrong`;
}
