import type { ElementType } from '../../../tensor/element-type.js';

/** Element types meeting in one operation, as NumPy 2 settles it (NEP 50). */

export type Kind = 'bool' | 'unsigned' | 'signed' | 'float' | 'string';

export function kindOf(dtype: ElementType): Kind {
  if (dtype === 'bool' || dtype === 'string') return dtype;
  if (dtype.startsWith('float')) return 'float';
  return dtype.startsWith('uint') ? 'unsigned' : 'signed';
}

export function bitsOf(dtype: ElementType): number {
  return dtype === 'bool' ? 8 : Number(/\d+$/.exec(dtype)?.[0] ?? 0);
}

/** The type that holds both: `np.promote_types`. Undefined for a string and a number. */
export function promote(a: ElementType, b: ElementType): ElementType | undefined {
  if (a === b) return a;
  if (a === 'string' || b === 'string') return undefined;
  if (a === 'bool') return b;
  if (b === 'bool') return a;
  const [p, q] = [kindOf(a), kindOf(b)];
  const [m, n] = [bitsOf(a), bitsOf(b)];
  if (p === q) return m >= n ? a : b;
  if (p === 'float' || q === 'float') {
    const float = p === 'float' ? m : n;
    const whole = p === 'float' ? n : m;
    const needed = whole <= 8 ? 16 : whole === 16 ? 32 : 64;
    return `float${Math.max(float, needed)}` as ElementType;
  }
  const unsigned = p === 'unsigned' ? m : n;
  const signed = p === 'unsigned' ? n : m;
  if (signed > unsigned) return `int${signed}` as ElementType;
  return unsigned === 64 ? 'float64' : (`int${unsigned * 2}` as ElementType);
}

/** How a plain Python number takes part: it gives way to the arrays' type within its kind. */
export type Weak = 'int' | 'float';

/** The common type of arrays (`strong`) and plain Python numbers (`weak`); undefined where there is none. */
export function resultType(strong: readonly ElementType[], weak: readonly Weak[]): ElementType | undefined {
  let result: ElementType | undefined = strong[0];
  for (const dtype of strong.slice(1)) result = result && promote(result, dtype);
  if (strong.length > 0 && !result) return undefined;
  if (weak.includes('float')) return result && kindOf(result) === 'float' ? result : 'float64';
  if (weak.includes('int')) return result && result !== 'bool' ? result : 'int64';
  return result;
}

/** The float type in which `sqrt`, `exp` and the like are computed for elements of a type. */
export function floatFor(dtype: ElementType): ElementType {
  if (kindOf(dtype) === 'float') return dtype;
  return bitsOf(dtype) <= 8 ? 'float16' : bitsOf(dtype) === 16 ? 'float32' : 'float64';
}

/** Whether NumPy lets an in-place operation write `from` into `to` ("same_kind"). */
export function castableInPlace(from: ElementType, to: ElementType): boolean {
  const order: readonly Kind[] = ['bool', 'unsigned', 'signed', 'float'];
  return order.indexOf(kindOf(from)) <= order.indexOf(kindOf(to));
}

/** The whole numbers that a type holds. */
export function integerRange(dtype: ElementType): { least: number; most: number } | undefined {
  const kind = kindOf(dtype);
  const bits = bitsOf(dtype);
  if (kind === 'signed') return { least: -(2 ** (bits - 1)), most: 2 ** (bits - 1) - 1 };
  if (kind === 'unsigned') return { least: 0, most: 2 ** bits - 1 };
  return undefined;
}
