import type { Context } from '../../../values/context.js';
import type { Arguments, NativeFunction } from '../../../values/native-function.js';
import { parseSignature } from '../../../values/signature.js';
import type { NativeFunctionValue, TensorValue, Value } from '../../../values/value.js';
import { arrayArgument, whereKnown } from '../arguments.js';

/** One operation as NumPy offers it: a function of the module, a method of arrays, or both. */
export interface ArrayFunction {
  readonly name: string;
  readonly member?: NativeFunctionValue;
  readonly method?: NativeFunction;
}

/** `np.name(signature)`. */
export function func(
  name: string,
  signature: string,
  examples: readonly string[],
  body: (args: Arguments, context: Context) => Value,
): ArrayFunction {
  return {
    name,
    member: {
      kind: 'native',
      function: { name: `np.${name}`, signature, examples, call: whereKnown(`np.${name}`, body) },
    },
  };
}

/** `array.name(signature)`, without `self`. */
export function method(
  name: string,
  signature: string,
  examples: readonly string[],
  body: (x: TensorValue, args: Arguments, context: Context) => Value,
): ArrayFunction {
  const call = (args: Arguments, context: Context) => body(arrayArgument(args, 'self', context), args, context);
  return {
    name,
    method: {
      name: `ndarray.${name}`,
      signature: signature ? `self, ${signature}` : 'self',
      examples,
      call: whereKnown(`ndarray.${name}`, call),
    },
  };
}

/**
 * Function and method of one name and one signature but for the array, which the function calls `a`.
 * `examples` are what follows the array: `(axis=0)`; each is run both ways on `on`.
 */
export function both(
  name: string,
  signature: string,
  on: string,
  examples: readonly string[],
  body: (x: TensorValue, args: Arguments, context: Context) => Value,
): ArrayFunction {
  const rest = signature ? `, ${signature}` : '';
  const calls = examples.map((arguments_) => `np.${name}(${on}${arguments_ ? `, ${arguments_}` : ''})`);
  return {
    ...func(
      name,
      `a${rest}`,
      calls,
      (args, context) =>
        ofTable(name, signature, args, context) ?? body(arrayArgument(args, 'a', context), args, context),
    ),
    ...method(
      name,
      signature,
      examples.map((arguments_) => `${on}.${name}(${arguments_})`),
      body,
    ),
  };
}

const reducing: ReadonlySet<string> = new Set('sum prod max min any all mean std var'.split(' '));
const elementwise: ReadonlySet<string> = new Set('round cumsum cumprod argmax argmin ravel'.split(' '));

/**
 * NumPy asks what is no array for its own method of the name: that of a table leaves missing values out, and keeps its
 * labels. Undefined for arrays, and on shapes.
 */
function ofTable(name: string, signature: string, args: Arguments, context: Context): Value | undefined {
  const a = args.get('a');
  if (context.host.mode !== 'numbers' || a.kind !== 'object' || a.type.module !== 'pandas') return undefined;
  if (!a.type.methods?.[name]) return undefined;
  if (!reducing.has(name) && !elementwise.has(name))
    return context.unknown('of a table or column: take its values first', `np.${name}`);
  const keywords = new Map<string, Value>();
  for (const parameter of parseSignature(signature).parameters)
    if (args.given(parameter.name)) keywords.set(parameter.name, args.get(parameter.name));
  if (reducing.has(name)) keywords.set('axis', args.get('axis'));
  if (name === 'std' || name === 'var') keywords.set('ddof', args.get('ddof'));
  return context.call(context.getAttribute(a, name), [], keywords);
}

/** The same function under another of NumPy's names. */
export function alias(name: string, original: ArrayFunction): ArrayFunction {
  return original.member ? { name, member: original.member } : { name };
}
