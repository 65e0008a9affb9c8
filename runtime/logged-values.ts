import type { LogValue, LogValues } from '../server/language/training-request.js';
import type { LoggedValue, Logs } from './contract.js';

/** Logs as events carry them: JSON knows no NaN and no infinity; one number a class is `name[0]`, `name[1]`. */
export function loggedValues(logs: LogValues): Logs {
  return Object.fromEntries(
    [...logs].flatMap(([name, value]) => single(name, value).map(([key, number]) => [key, loggedValue(number)])),
  );
}

export function loggedValue(value: number): LoggedValue {
  if (Number.isNaN(value)) return null;
  if (Number.isFinite(value)) return value;
  return value > 0 ? 'inf' : '-inf';
}

function single(name: string, value: LogValue): readonly (readonly [string, number])[] {
  return typeof value === 'number' ? [[name, value]] : value.map((each, index) => [`${name}[${index}]`, each]);
}
