import type { Logs } from './contract.js';

/** Logs as events carry them: JSON knows no NaN and no infinity, so those are null. */
export function finiteLogs(logs: ReadonlyMap<string, number>): Logs {
  return Object.fromEntries([...logs].map(([name, value]) => [name, Number.isFinite(value) ? value : null]));
}
