/** What an epoch came to, by the keys of Keras's logs. */
export type Logs = ReadonlyMap<string, number>;

/** As Keras names what validation came to. */
export function validationLogs(logs: Logs): Logs {
  return new Map([...logs].map(([name, value]) => [`val_${name}`, value]));
}
