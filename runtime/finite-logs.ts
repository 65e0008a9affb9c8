import type { LogValue, LogValues } from '../server/language/training-request.js';
import type { Logs } from './contract.js';

/** Logs as events carry them: JSON knows no NaN and no infinity, so those are null; one number a class is `name[0]`, `name[1]`. */
export function finiteLogs(logs: LogValues): Logs {
  return Object.fromEntries(
    [...logs].flatMap(([name, value]) => single(name, value).map(([key, number]) => [key, finite(number)])),
  );
}

function single(name: string, value: LogValue): readonly (readonly [string, number])[] {
  return typeof value === 'number' ? [[name, value]] : value.map((each, index) => [`${name}[${index}]`, each]);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
