import type { KerasVersion } from '../../server/language/keras-version.js';
import type { Problem } from '../../server/language/recorder.js';
import type { SourceText } from '../source-text.js';
import { type Color, colored, type Terminal } from '../terminal/terminal.js';
import { analyseFile } from './analyse-file.js';

const colors: Readonly<Record<Problem['severity'], Color>> = {
  error: 'red',
  warning: 'yellow',
  information: 'blue',
  hint: 'gray',
};

/** `layerscope check`: the faults of a script. Gives 1 if one of them is an error. */
export function check(
  file: string,
  source: SourceText,
  json: boolean,
  out: Terminal,
  folder = '.',
  keras?: KerasVersion,
): number {
  const { problems } = analyseFile(file, source, folder, keras);
  if (json)
    out.write(`${JSON.stringify({ problems: problems.map((problem) => jsonProblem(file, source, problem)) })}\n`);
  else out.write(problems.map((problem) => describe(file, source, problem, out)).join('') + closing(file, problems));
  return problems.some((problem) => problem.severity === 'error') ? 1 : 0;
}

function jsonProblem(file: string, source: SourceText, problem: Problem): object {
  const { cell, line, column } = source.placeOf(problem.start);
  const { line: endLine, column: endColumn } = source.placeOf(problem.end);
  const { severity, rule, message } = problem;
  const fixes = problem.fixes.map(({ title }) => ({ title }));
  return {
    file,
    ...(cell === undefined ? {} : { cell }),
    line,
    column,
    endLine,
    endColumn,
    severity,
    rule,
    message,
    fixes,
  };
}

function describe(file: string, source: SourceText, problem: Problem, out: Terminal): string {
  const severity = colored(out, colors[problem.severity], problem.severity);
  const head = `${file}${source.describePlace(problem.start)}: ${severity} ${problem.rule}: ${problem.message}`;
  const fixes = problem.fixes.map(({ title }) => `    mend: ${title}\n`).join('');
  return `${head}\n${source.excerpt(problem.start, problem.end)}\n${fixes}\n`;
}

function closing(file: string, problems: readonly Problem[]): string {
  if (problems.length === 0) return `${file}: no faults found\n`;
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const others = problems.length - errors;
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  return `${file}: ${count(errors, 'error')}${others ? `, ${count(others, 'other finding')}` : ''}\n`;
}
