import type { NativeModule } from '../../../values/native-module.js';
import { functionsOf, type Row } from './function.js';
import { mathRows } from './math-functions.js';
import { networkRows } from './network-functions.js';
import { type OperationName, operationName } from './operation.js';
import { randomRows } from './random-functions.js';
import { tensorRows } from './tensor-functions.js';

/** Operations that are not called as their function is. */
const otherNames: Readonly<Record<string, string>> = {
  abs: 'absolute',
  conj: 'conjugate',
  swish: 'silu',
  hard_swish: 'hard_silu',
  allclose: 'all_close',
  batch_normalization: 'batch_norm',
  cdist: 'c_dist',
  isin: 'is_in',
  layer_normalization: 'layer_norm',
  rms_normalization: 'rms_norm',
  searchsorted: 'search_sorted',
};

/** Those whose class is not spelled as words are. */
const otherTypes: ReadonlySet<string> = new Set(['fft', 'fft2', 'ifft2', 'rfft', 'irfft', 'stft', 'istft']);

export function kerasOperation(name: string): OperationName {
  const own = name.slice(name.lastIndexOf('.') + 1);
  if (otherTypes.has(own)) return { base: own, type: own.toUpperCase(), isLayer: false };
  return operationName(Object.hasOwn(otherNames, own) ? (otherNames[own] as string) : own);
}

const rows: readonly Row[] = [...mathRows, ...tensorRows, ...networkRows];
const functions = functionsOf('keras.ops', 'keras', rows, kerasOperation).get('') ?? {};

/** A function of `keras.ops`, for what spells it otherwise: operators, methods, `keras.activations`. */
export function kerasFunction(name: string) {
  return functions[name];
}

/** `keras.ops` and its parts, `keras.random`. */
export const operationModules: readonly NativeModule[] = [
  {
    name: 'keras.ops',
    aliases: ['keras.ops.numpy', 'keras.ops.nn', 'keras.ops.math', 'keras.ops.core', 'keras.ops.linalg'],
    members: functions,
  },
  ...[...functionsOf('keras', 'keras', randomRows, kerasOperation)].map(
    ([name, members]): NativeModule => ({ name: `keras.${name}`, members }),
  ),
];
