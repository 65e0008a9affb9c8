/**
 * One dimension of a shape: a number, or a symbolic sum of products of named unknowns
 * (`batch`, `2*time + 1`). Symbolic dims are kept in a normal form, so that equal
 * arithmetic compares equal (`n + n` is `2*n`, `n - n` is 0).
 */
export type Dim = number | SymbolicDim;

export interface SymbolicDim {
  /** Coefficient of each product; a product is its sorted atoms joined by `*`, the constant term is ''. */
  readonly terms: ReadonlyMap<string, number>;
}

/** Atoms of dims that have no name start with this mark; what follows tells them apart. */
const ANONYMOUS = '#';
let anonymousDims = 0;

/** The number of samples, which Keras prints as `None`. One and the same dim everywhere. */
export const batch: SymbolicDim = named('batch');

/** A dim known by name alone: two dims of one name are equal. */
export function named(name: string): SymbolicDim {
  return { terms: new Map([[name, 1]]) };
}

/** A dim of which nothing is known, equal to itself alone. `label` is how the user wrote it, such as `None`. */
export function anonymous(label = '?'): SymbolicDim {
  anonymousDims += 1;
  return named(`${ANONYMOUS}${label}:${anonymousDims}`);
}

export function isKnown(dim: Dim): dim is number {
  return typeof dim === 'number';
}

/** True only when the two are certainly equal. */
export function same(a: Dim, b: Dim): boolean {
  if (typeof a === 'number' || typeof b === 'number') return a === b;
  if (a === b) return true;
  if (a.terms.size !== b.terms.size) return false;
  for (const [product, coefficient] of a.terms) if (b.terms.get(product) !== coefficient) return false;
  return true;
}

/**
 * True only when the two certainly differ: `n` and `n + 1` do, `n` and `m` may not. Dims are whole numbers,
 * so `10*n` is never 15.
 */
export function differ(a: Dim, b: Dim): boolean {
  const difference = subtract(a, b);
  if (typeof difference === 'number') return difference !== 0;
  const factors = [...difference.terms]
    .filter(([product]) => product !== '')
    .map(([, coefficient]) => Math.abs(coefficient));
  return constantOf(difference) % factors.reduce(greatestCommonDivisor) !== 0;
}

export function add(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  const terms = new Map(termsOf(a));
  for (const [product, coefficient] of termsOf(b)) terms.set(product, (terms.get(product) ?? 0) + coefficient);
  return normal(terms);
}

export function subtract(a: Dim, b: Dim): Dim {
  return add(a, multiply(b, -1));
}

export function multiply(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  const terms = new Map<string, number>();
  for (const [p, m] of termsOf(a)) {
    for (const [q, n] of termsOf(b)) {
      const product = [...atomsOf(p), ...atomsOf(q)].sort().join('*');
      terms.set(product, (terms.get(product) ?? 0) + m * n);
    }
  }
  return normal(terms);
}

/**
 * ⌊a / b⌋. What `b` divides comes out in front, so that pooling n elements by 2, ⌊(n - 2) / 2⌋ + 1, is ⌊n / 2⌋.
 * What is left becomes a dim of its own, the same for the same operands.
 */
export function floorDivide(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return Math.floor(a / b);
  const exact = divideExactly(a, b);
  if (exact !== undefined || typeof b !== 'number' || b < 0) return exact ?? quotient('floor', a, b);
  const [whole, rest] = split(a, b);
  // ⌊(n + b - 1) / b⌋ is ⌈n / b⌉: one of two ways of writing the same dim.
  if (typeof rest === 'number') return whole;
  const fraction = constantOf(rest) === b - 1 ? quotient('ceil', subtract(rest, b - 1), b) : quotient('floor', rest, b);
  return add(whole, fraction);
}

/** ⌈a / b⌉, as `floorDivide`. */
export function ceilDivide(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return Math.ceil(a / b);
  return typeof b === 'number' && b > 0
    ? floorDivide(add(a, b - 1), b)
    : (divideExactly(a, b) ?? quotient('ceil', a, b));
}

/** a / b where that is certainly whole, else undefined. */
export function divideExactly(a: Dim, b: Dim): Dim | undefined {
  if (b === 0) return undefined;
  if (b === 1) return a;
  if (a === 0) return 0;
  if (typeof b === 'number') {
    if (typeof a === 'number') return a % b === 0 ? a / b : undefined;
    const terms = new Map<string, number>();
    for (const [product, coefficient] of a.terms) {
      if (coefficient % b !== 0) return undefined;
      terms.set(product, coefficient / b);
    }
    return normal(terms);
  }
  if (b.terms.size !== 1) return same(a, b) ? 1 : undefined;
  const [divisor, by] = [...b.terms][0] as [string, number];
  const terms = new Map<string, number>();
  for (const [product, coefficient] of termsOf(a)) {
    const rest = without(atomsOf(product), atomsOf(divisor));
    if (!rest || coefficient % by !== 0) return undefined;
    terms.set(rest.join('*'), coefficient / by);
  }
  return normal(terms);
}

/**
 * ⌊share · dim⌋ or ⌈share · dim⌉, computed as floats are: the same share of the same dim is one dim, whatever it
 * is called for.
 */
export function shareOf(rounding: 'floor' | 'ceil', dim: Dim, share: number): Dim {
  if (typeof dim === 'number') return Math[rounding](share * dim);
  return named(`${rounding}(${share}\u00d7(${atomText(dim).replaceAll('*', '\u00d7')}))`);
}

/**
 * `300`, `batch`, `2*time + 1`. Where something without a name is in it, `None` if that is only what the program left
 * open, as Keras shows it, else `?`.
 */
export function formatDim(dim: Dim): string {
  if (typeof dim === 'number') return String(dim);
  const label = anonymousLabel(dim);
  if (label !== undefined) return label;
  const parts: string[] = [];
  for (const [product, coefficient] of dim.terms) {
    if (product === '') continue;
    const text = product.replaceAll('\u00d7', '*');
    const size = Math.abs(coefficient);
    const factor = size === 1 ? text : `${size}*${text}`;
    if (parts.length === 0) parts.push(coefficient < 0 ? `-${factor}` : factor);
    else parts.push(coefficient < 0 ? `- ${factor}` : `+ ${factor}`);
  }
  const constant = dim.terms.get('') ?? 0;
  if (constant !== 0) parts.push(constant < 0 ? `- ${-constant}` : `+ ${constant}`);
  return parts.join(' ');
}

/** For JSON: a number; `null` for the batch dim and for what has no name; else the dim's text. */
export function dimToJson(dim: Dim): number | string | null {
  if (typeof dim === 'number') return dim;
  if (same(dim, batch) || anonymousLabel(dim) !== undefined) return null;
  return formatDim(dim);
}

/** Whether nothing at all is known: neither a number nor a name. */
export function isAnonymous(dim: Dim): boolean {
  return typeof dim !== 'number' && anonymousLabel(dim) !== undefined;
}

/** Whether it is one that Keras shows as None: the batch, what the program itself left open, and arithmetic of these alone. */
export function isOpen(dim: Dim): boolean {
  if (typeof dim === 'number') return false;
  return [...dim.terms.keys()].every((product) => !/[A-Za-z?]/.test(product.replace(OPEN_ATOMS, '')));
}
const OPEN_ATOMS = /#None:\d+|\b(?:batch|floor|ceil)\b/g;

function anonymousLabel(dim: SymbolicDim): string | undefined {
  let found = false;
  for (const product of dim.terms.keys()) if (product.includes(ANONYMOUS)) found = true;
  if (!found) return undefined;
  const [only, coefficient] = [...dim.terms][0] as [string, number];
  const alone = dim.terms.size === 1 && coefficient === 1 && /^#([^:*]*):\d+$/.exec(only);
  if (alone) return alone[1];
  return isOpen(dim) ? 'None' : '?';
}

/** a = whole · b + rest, where all coefficients of the rest are from 0 to b - 1. */
function split(a: Dim, b: number): [whole: Dim, rest: Dim] {
  const whole = normal(
    new Map([...termsOf(a)].map(([product, coefficient]) => [product, Math.floor(coefficient / b)])),
  );
  return [whole, subtract(a, multiply(whole, b))];
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function constantOf(dim: Dim): number {
  return termsOf(dim).get('') ?? 0;
}

function termsOf(dim: Dim): ReadonlyMap<string, number> {
  return typeof dim === 'number' ? new Map([['', dim]]) : dim.terms;
}

function normal(terms: Map<string, number>): Dim {
  for (const [product, coefficient] of terms) if (coefficient === 0) terms.delete(product);
  if (terms.size === 0) return 0;
  if (terms.size === 1 && terms.has('')) return terms.get('') as number;
  return { terms: new Map([...terms].sort(([p], [q]) => (p < q ? -1 : 1))) };
}

function atomsOf(product: string): string[] {
  return product === '' ? [] : product.split('*');
}

function without(atoms: string[], taken: string[]): string[] | undefined {
  const rest = [...atoms];
  for (const atom of taken) {
    const at = rest.indexOf(atom);
    if (at < 0) return undefined;
    rest.splice(at, 1);
  }
  return rest;
}

/** A quotient that cannot be worked out becomes an atom; a `*` inside it must not split the atom. */
function quotient(rounding: 'floor' | 'ceil', a: Dim, b: Dim): Dim {
  const text = (dim: Dim) => (typeof dim === 'number' ? String(dim) : atomText(dim)).replaceAll('*', '\u00d7');
  const parts = (dim: Dim) => (typeof dim !== 'number' && dim.terms.size > 1 ? `(${text(dim)})` : text(dim));
  return named(`${rounding}(${parts(a)}/${parts(b)})`);
}

/** As `formatDim`, but with the marks of anonymous atoms kept, so that different ones stay different. */
function atomText(dim: SymbolicDim): string {
  const [constant, products] = [constantOf(dim), [...dim.terms].filter(([product]) => product !== '')];
  const texts = products.map(([product, coefficient]) => (coefficient === 1 ? product : `${coefficient}*${product}`));
  return [...texts, ...(constant === 0 ? [] : [String(constant)])].join(' + ');
}
