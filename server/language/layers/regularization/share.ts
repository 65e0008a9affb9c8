import { refused, show } from '../arguments.js';
import type { GivenArguments } from '../layer.js';

/** A number from 0 to 1; undefined where it is not known. */
export function share(given: GivenArguments, name: string): number | undefined {
  const value = given.get(name);
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw refused(
    name,
    value,
    'a number from 0 to 1',
    `Invalid value received for argument \`${name}\`. Expected a float value between 0 and 1. Received: ${name}=${show(value)}`,
  );
}
