import { closestName } from '../../layers/closest-name.js';
import type { Layer } from '../../model/model.js';
import type { Range } from '../../syntax/tree.js';
import { formatShape } from '../../tensor/shape.js';
import type { ShapeError } from '../../tensor/shape-error.js';
import type { ArgumentRanges } from '../../values/argument-ranges.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { parseSignature } from '../../values/signature.js';
import type { LegacyName } from './legacy.js';

/** Operators' own rules by the check that words them for a layer. */
const checkOf: Readonly<Record<string, string>> = {
  'operand-shapes': 'input-shape',
  'concat-shapes': 'input-shape',
  'operand-rank': 'input-rank',
  'axis-range': 'input-rank',
  'window-size': 'negative-dimension',
};

/** A layer does not fit its input: a fault in the editor, Keras's ValueError in a run. */
export function reportMisfit(problem: ShapeError, layer: Layer, range: Range, context: Context): void {
  const details = {
    ...problem.details,
    message: problem.message,
    layer: layer.name,
    layerRange: layer.range,
    type: layer.definition.name,
    window: layer.arguments['kernel_size'] ?? layer.arguments['pool_size'],
    padding: layer.arguments['padding'],
  };
  const keras = problem.details['keras'];
  report(
    checkOf[problem.rule] ?? problem.rule,
    range,
    details,
    typeof keras === 'string' ? keras : `Layer ${layer.name} ${problem.message}`,
    context,
  );
}

/** Among a fault's details: Keras 2 takes what Keras 3 refuses. */
export const takenByKeras2 = { takenByKeras2: true } as const;

/** A fault where shapes are computed; on numbers a Python exception with Keras's words. */
export function report(
  rule: string,
  range: Range,
  details: Readonly<Record<string, unknown>>,
  keras: string,
  context: Context,
  type = 'ValueError',
): void {
  if (context.host.mode === 'numbers') context.raise(type, keras, rule, details);
  context.recorder.fault({ rule, range, details });
}

/** Raises what Keras 3 says of something that Keras 2 takes; a run for which nobody chose a Keras tells how to choose that. */
export function refuseSinceKeras3(type: string, message: string, context: Context): never {
  return context.raise(type, message, undefined, takenByKeras2);
}

/** Says that Keras 3 refuses a name; the program is read by what it meant. */
export function reportLegacyName(
  { old, name, sameValue }: LegacyName,
  type: string,
  signature: string,
  context: Context,
): void {
  if (context.host.mode === 'numbers') return;
  const details = { argument: old, name, type, unknown: true, ...(sameValue ? { suggestion: name } : {}) };
  context.recorder.fault({ rule: 'legacy-argument', range: argumentRange(old, signature, context), details });
}

/** A method of a model got keywords that it does not have. Its signature ends in `**kwargs`, which took them. */
export function refuseKeywords(method: string, signature: string, args: Arguments, context: Context): void {
  const name = method.slice(method.lastIndexOf('.') + 1);
  for (const key of args.keywords.keys()) {
    report(
      'layer-argument',
      argumentRange(key, signature, context),
      {
        argument: key,
        type: name,
        unknown: true,
        suggestion: closestName(
          key,
          parseSignature(signature).parameters.map((parameter) => parameter.name),
        ),
        message: `${name} takes no argument \`${key}\``,
      },
      name === 'evaluate'
        ? `Arguments not recognized: {'${key}': …}`
        : `${method}() got an unexpected keyword argument '${key}'`,
      context,
      name === 'evaluate' ? 'ValueError' : 'TypeError',
    );
  }
}

/** Where an argument stands, given by name or by position; else the call. */
export function argumentRange(name: string, signature: string, context: Context): Range {
  const ranges: ArgumentRanges | undefined = context.argumentRanges;
  const keyword = ranges?.keywords.get(name);
  if (keyword) return keyword;
  const at = parseSignature(signature).index.get(name);
  return (at === undefined ? undefined : ranges?.positional[at]) ?? context.range;
}

/** `(60000, 784)`, or `?`. */
export const shown = formatShape;
