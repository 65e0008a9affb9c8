import type { Fault, Problem } from '../recorder.js';
import { budget } from './budget.js';
import type { Check } from './check.js';
import { dataShape } from './data-shape.js';
import { importCheck } from './import.js';
import { inputRank } from './input-rank.js';
import { inputShape } from './input-shape.js';
import { labelShape } from './label-shape.js';
import { layerArgument } from './layer-argument.js';
import { legacyArgument } from './legacy-argument.js';
import { missingName } from './missing-name.js';
import { modelGraph } from './model-graph.js';
import { negativeDimension } from './negative-dimension.js';
import { notRead } from './not-read.js';
import { notSupported } from './not-supported.js';
import { olderName } from './older-name.js';
import { reshapeSize } from './reshape-size.js';
import { sampleCount } from './sample-count.js';

/** Every check there is. Adding one: its file, and a line here. */
export const checks: readonly Check[] = [
  budget,
  dataShape,
  importCheck,
  inputRank,
  inputShape,
  labelShape,
  layerArgument,
  legacyArgument,
  missingName,
  modelGraph,
  negativeDimension,
  notRead,
  notSupported,
  olderName,
  reshapeSize,
  sampleCount,
];

const byRule: ReadonlyMap<string, Check> = new Map(checks.map((check) => [check.rule, check]));

/** A fault in words, with its mends. A rule that no check words shows the fault's own message. */
export function problemOf(fault: Fault, text: string): Problem {
  const check = byRule.get(fault.rule);
  const message = check?.message(fault, text) ?? String(fault.details['message'] ?? fault.rule);
  return {
    rule: fault.rule,
    severity: check?.severity ?? 'error',
    start: fault.range.start,
    end: fault.range.end,
    message,
    fixes: check?.fixes?.(fault, text) ?? [],
  };
}
