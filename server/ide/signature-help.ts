import type { Analysis } from '../language/analysis.js';
import { argumentWords } from './argument-words.js';
import { argumentAt, cursorAt } from './cursor.js';
import { meaningOf } from './names.js';
import { callableOf, parameterAt } from './signatures.js';
import { documentationLink } from './wording.js';

/** How the call around a place is written. */
export interface SignatureHelp {
  /** `Dense(units, activation=None)`. */
  readonly label: string;
  /** Markdown. */
  readonly documentation: string;
  readonly parameters: readonly { readonly start: number; readonly end: number; readonly documentation?: string }[];
  /** Which of them is being written; undefined where it is none. */
  readonly active: number | undefined;
}

/** The innermost call that is open at a place, however far it is typed. */
export function signatureHelp(analysis: Analysis, offset: number): SignatureHelp | undefined {
  const cursor = cursorAt(analysis, offset);
  const call = cursor && argumentAt(cursor)?.call;
  const known = call?.callee && meaningOf(analysis, call.callee, offset);
  const callable = known && callableOf(analysis, known);
  if (!callable) return undefined;
  let label = `${callable.name}(`;
  const parameters = callable.parameters.map(({ name, text }, i) => {
    if (i > 0) label += ', ';
    const start = label.length;
    label += text;
    const documentation = argumentWords(callable, name);
    return { start, end: label.length, ...(documentation === undefined ? {} : { documentation }) };
  });
  const { description, definition } = callable;
  const documentation = [description, definition && documentationLink(definition.documentation)];
  return {
    label: `${label})`,
    documentation: documentation.filter((line) => line !== undefined).join('\n\n'),
    parameters,
    active: parameterAt(callable, call),
  };
}
