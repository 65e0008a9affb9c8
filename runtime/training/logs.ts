import type { LogValues } from '../../server/language/training-request.js';

/** What an epoch came to. */
export type Logs = LogValues;

/** As Keras names what validation came to. */
export function validationLogs(logs: Logs): Logs {
  return new Map([...logs].map(([name, value]) => [`val_${name}`, value]));
}
