import { completions } from '../../server/ide/completion.js';
import { definitions } from '../../server/ide/definition.js';
import { folds } from '../../server/ide/folding.js';
import { hints } from '../../server/ide/hints.js';
import { hover } from '../../server/ide/hover.js';
import { lenses } from '../../server/ide/lenses.js';
import { quickFixes } from '../../server/ide/quick-fixes.js';
import { references } from '../../server/ide/references.js';
import { type SignatureHelp, signatureHelp } from '../../server/ide/signature-help.js';
import { type DocumentSymbol, symbols } from '../../server/ide/symbols.js';
import type { Analysis } from '../../server/language/analysis.js';
import { unhurriedDocument } from '../unhurried.js';
import type { Expectation, Program } from './expectations.js';

/** What is wrong with a program's expectations, by line; empty where all is as expected. */
export interface Verdict {
  readonly missed: readonly string[];
  readonly unexpected: readonly string[];
}

export function judge(program: Program): Verdict {
  const analysis = unhurriedDocument().analyse(program.text);
  if (!analysis) throw new Error('the analysis was cancelled by nobody');
  const lineOf = (offset: number) => program.text.slice(0, offset).split('\n').length;
  const shown = [...hintsOf(analysis), ...faultsOf(analysis, program.text)];
  const missed: string[] = [];
  for (const expected of program.expectations) {
    const index = shown.findIndex((one) => matches(one, expected));
    if (index >= 0) shown.splice(index, 1);
    else if (!isShown(expected, analysis))
      missed.push(`line ${expected.line}: ${expected.kind} ${expected.text}${instead(expected, analysis)}`);
  }
  const unexpected = shown
    .filter(({ kind }) => !program.some.has(kind))
    .map(({ kind, text, start, end }) => {
      const code = program.text.slice(program.text.lastIndexOf('\n', end - 1) + 1).split('\n')[0] ?? '';
      const column = (offset: number) => offset - program.text.lastIndexOf('\n', offset - 1) - 1;
      return `code line ${lineOf(end - 1)}, columns ${column(start)} to ${column(end)}: ${kind} ${text}\n      ${code}`;
    });
  return { missed, unexpected };
}

type Shown = Pick<Expectation, 'kind' | 'text' | 'start' | 'end'>;

function hintsOf(analysis: Analysis): Shown[] {
  return hints(analysis).map(({ offset, parts }) => ({
    kind: 'hint',
    text: parts.map(({ text }) => text).join(' · '),
    start: offset - 1,
    end: offset,
  }));
}

/** A problem over several lines is marked on its first. */
function faultsOf(analysis: Analysis, text: string): Shown[] {
  return analysis.problems.map(({ rule, message, start, end }) => {
    const lineEnd = text.indexOf('\n', start);
    return {
      kind: 'fault',
      text: `${rule}: ${message}`,
      start,
      end: Math.min(end, lineEnd < 0 ? text.length : lineEnd),
    };
  });
}

function matches(shown: Shown, expected: Expectation): boolean {
  if (shown.kind !== expected.kind || shown.end !== expected.end) return false;
  if (shown.kind === 'hint') return shown.text === expected.text;
  const [rule, ...words] = expected.text.split(': ');
  return shown.start === expected.start && shown.text.startsWith(`${rule}: `) && shown.text.includes(words.join(': '));
}

function isShown(expected: Expectation, analysis: Analysis): boolean {
  if (expected.kind === 'hint' || expected.kind === 'fault') return false;
  if (expected.kind === 'complete') return isOffered(expected, shownAt(expected, analysis));
  return shownAt(expected, analysis).some((text) =>
    expected.kind === 'lens' || expected.kind === 'symbol' ? text === expected.text : text.includes(expected.text),
  );
}

/** `A, B` are among the offers, in this order; `only A, B` are all of them; `nothing`. */
function isOffered({ text }: Expectation, offers: readonly string[]): boolean {
  if (text === 'nothing') return offers.length === 0;
  const [, only, listed = ''] = /^(only )?(.*)$/.exec(text) ?? [];
  const wanted = listed.split(', ');
  const found = only ? offers : offers.filter((offer) => wanted.includes(offer));
  return found.join() === wanted.join();
}

/** What is there to read at the place of an expectation. */
function shownAt({ kind, start, end }: Expectation, analysis: Analysis): string[] {
  if (kind === 'complete')
    return completions(analysis, end).map(({ label, kind, detail }) =>
      kind === 'layer' ? `${label}: ${detail}` : `${label}${detail ?? ''}`,
    );
  if (kind === 'fold')
    return folds(analysis)
      .filter(({ range }) => range.start === start)
      .map(({ range, kind: of, text }) => `${of}${text ? ` (${text})` : ''} to ${lineAt(analysis, range.end)}`);
  if (kind === 'definition') return definitions(analysis, start).map((range) => lineAt(analysis, range.start));
  if (kind === 'references')
    return [
      `${references(analysis, start).filter(({ isBinding }) => !isBinding).length} read, ${references(analysis, start).filter(({ isBinding }) => isBinding).length} bound`,
    ];
  if (kind === 'signature') return [signatureText(signatureHelp(analysis, end))];
  if (kind === 'hover') return [hover(analysis, start)?.text].filter((text) => text !== undefined);
  if (kind === 'fix') return quickFixes(analysis, { start, end: start }).map(({ title }) => title);
  if (kind === 'symbol')
    return flat(symbols(analysis))
      .filter(({ selection }) => selection.start === start)
      .map(({ name, detail }) => (detail ? `${name}: ${detail}` : name));
  if (kind === 'lens')
    return [
      lenses(analysis)
        .filter(({ range }) => range.start === start)
        .map(({ title }) => title)
        .join(' | '),
    ];
  return [];
}

function lineAt({ text }: Analysis, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return text.slice(start, text.indexOf('\n', offset)).trim();
}

/** The parameter that is being written stands between « and ». */
function signatureText(help: SignatureHelp | undefined): string {
  if (!help) return 'nothing';
  const active = help.parameters[help.active ?? -1];
  if (!active) return help.label;
  const { start, end } = active;
  return `${help.label.slice(0, start)}«${help.label.slice(start, end)}»${help.label.slice(end)}`;
}

function instead(expected: Expectation, analysis: Analysis): string {
  const there = shownAt(expected, analysis).filter((text) => text !== '');
  return there.length ? `\n      instead: ${there.join('\n').replaceAll('\n', '\n      ')}` : '';
}

function flat(outline: readonly DocumentSymbol[]): DocumentSymbol[] {
  return outline.flatMap((symbol) => [symbol, ...flat(symbol.children)]);
}
