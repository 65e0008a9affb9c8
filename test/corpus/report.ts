import type { FileMeasure, Share, UnknownPlace } from './measure.js';
import type { Crash, Results } from './workers.js';

export interface Reason {
  readonly reason: string;
  readonly count: number;
  readonly files: number;
  /** At most three, of different files. */
  readonly examples: readonly string[];
}

/** Why shapes are not known, the most frequent reason first. */
export function reasons(measured: Results['measured'], of: (measure: FileMeasure) => Share): Reason[] {
  const found = new Map<string, { count: number; files: Set<string>; examples: string[] }>();
  for (const { file, measure } of measured) {
    for (const place of of(measure).unknown) {
      const reason = general(place.reason);
      const entry = found.get(reason) ?? { count: 0, files: new Set<string>(), examples: [] };
      found.set(reason, entry);
      entry.count += 1;
      if (!entry.files.has(file) && entry.examples.length < 3) entry.examples.push(example(file, place));
      entry.files.add(file);
    }
  }
  return [...found]
    .map(([reason, { count, files, examples }]) => ({ reason, count, files: files.size, examples }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

/** Numbers in a reason are particular to a place. */
function general(reason: string): string {
  return reason.replace(/\b\d[\d,.]*\b/g, 'N');
}

function example(file: string, { line, code }: UnknownPlace): string {
  return `${file}:${line}: ${code}`;
}

export function report(
  measured: Results['measured'],
  crashes: readonly Crash[],
  skipped: Results['skipped'],
  many: number,
): string {
  const lines = [
    `${measured.length + crashes.length} files analysed, ${skipped.length} left out (no Python notebook, not readable)`,
    `${crashes.length} crashes`,
    ...crashes.map(({ file, stack }) => `  ${file}: ${stack.split('\n', 1)[0]}`),
    timeLine(measured, 'wall clock', ({ milliseconds }) => milliseconds),
    timeLine(measured, 'processor', ({ processor }) => processor),
    ...worst(measured),
    shareLine('layers with a known shape', measured, ({ layers }) => layers),
    shareLine('tensors with a known shape', measured, ({ tensors }) => tensors),
    shareLine('assigned values known', measured, ({ values }) => values),
    `models: ${measured.reduce((sum, { measure }) => sum + measure.models, 0)}`,
  ];
  for (const [title, of] of [
    ['why layers are unknown', ({ layers }: FileMeasure) => layers],
    ['why tensors are unknown', ({ tensors }: FileMeasure) => tensors],
    ['why assigned values are unknown', ({ values }: FileMeasure) => values],
  ] as const) {
    lines.push('', `## ${title}`);
    for (const { reason, count, files, examples } of reasons(measured, of).slice(0, many))
      lines.push(
        `${String(count).padStart(6)} in ${files} files: ${reason}`,
        ...examples.map((one) => `         ${one}`),
      );
  }
  return lines.join('\n');
}

function timeLine(measured: Results['measured'], title: string, of: (measure: FileMeasure) => number): string {
  const times = measured.map(({ measure }) => of(measure)).sort((a, b) => a - b);
  const at = (share: number) => (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1);
  const slow = times.filter((time) => time > 1000).length;
  return `cold, ${title}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, worst ${at(1)} ms; over 1 s: ${slow}`;
}

function worst(measured: Results['measured']): string[] {
  return measured
    .toSorted((a, b) => b.measure.processor - a.measure.processor)
    .slice(0, 8)
    .map(
      ({ file, measure }) =>
        `  ${measure.processor.toFixed(0)} ms (${measure.milliseconds.toFixed(0)} by the clock): ${file}, ${measure.characters} characters`,
    );
}

function shareLine(title: string, measured: Results['measured'], of: (measure: FileMeasure) => Share): string {
  let known = 0;
  let all = 0;
  for (const { measure } of measured) {
    const share = of(measure);
    known += share.known;
    all += share.known + share.unknown.length;
  }
  return `${title}: ${known} of ${all} (${((100 * known) / Math.max(1, all)).toFixed(1)} %)`;
}
