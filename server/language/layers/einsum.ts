import { type Dim, isKnown } from '../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../tensor/graph-builder.js';
import { ShapeError } from '../tensor/shape-error.js';
import { integers } from './scalar.js';

/** A tensor whose axes have names. */
interface Named {
  readonly tensor: SymbolicTensor;
  readonly letters: readonly string[];
}

/**
 * Einstein's sums, `bij,bjk->bik`: letters that are missing after the arrow are summed over; without an arrow those stay
 * that stand once, in the alphabet's order. `...` stands for further axes, which broadcast. Written as matrix products, so
 * that it has their gradients. Throws ShapeError for a letter twice in one operand, and where a rank is not known.
 */
export function einsum(graph: GraphBuilder, equation: string, operands: readonly SymbolicTensor[]): SymbolicTensor {
  const [inputs = '', given] = equation.replace(/\s/g, '').split('->');
  const terms = inputs.split(',');
  const extra = operands.map(({ shape }, i) => {
    if (!shape) throw notWritten('the rank of an operand is not known');
    return terms[i]?.includes('...') ? shape.length - (terms[i] as string).replace('...', '').length : 0;
  });
  const dots = Math.max(0, ...extra);
  const spelt = (term: string, count: number): readonly string[] =>
    [...term.replace('...', '…')].flatMap((letter) =>
      letter === '…' ? Array.from({ length: count }, (_, i) => `…${dots - count + i}`) : [letter],
    );
  const named = operands.map((tensor, i): Named => ({ tensor, letters: spelt(terms[i] ?? '', extra[i] as number) }));
  const all = named.flatMap(({ letters }) => letters);
  const once = [...new Set(all)].filter((letter) => all.filter((each) => each === letter).length === 1);
  const implicit = () => [
    ...Array.from({ length: dots }, (_, i) => `…${i}`),
    ...once.filter((letter) => !letter.startsWith('…')).sort(),
  ];
  const output = given === undefined ? implicit() : spelt(given, dots);
  for (const { letters } of named)
    if (new Set(letters).size < letters.length) throw notWritten('a letter stands twice for one tensor');
  let [result, ...rest] = named.map((each) => each);
  if (!result) throw notWritten('no tensor is given');
  result = summed(graph, result, new Set([...output, ...rest.flatMap(({ letters }) => letters)]));
  while (rest.length > 0) {
    const [next, ...others] = rest as [Named, ...Named[]];
    const needed = new Set([...output, ...others.flatMap(({ letters }) => letters)]);
    const right: Named = summed(graph, next, new Set([...needed, ...result.letters]));
    result = product(graph, summed(graph, result, new Set([...needed, ...right.letters])), right, needed);
    rest = others;
  }
  return ordered(graph, result, output).tensor;
}

function notWritten(why: string): ShapeError {
  return new ShapeError('operand-rank', `einsum: ${why}`);
}

/** Without the axes that nobody needs. */
function summed(graph: GraphBuilder, { tensor, letters }: Named, needed: ReadonlySet<string>): Named {
  const gone = letters.flatMap((letter, axis) => (needed.has(letter) ? [] : [axis]));
  if (gone.length === 0) return { tensor, letters };
  return {
    tensor: graph.one('ReduceSum', [tensor, integers(graph, gone)], { keepdims: { int: 0 } }),
    letters: letters.filter((letter) => needed.has(letter)),
  };
}

/** Axes in another order, ones in the place of those that it does not have. */
function ordered(graph: GraphBuilder, { tensor, letters }: Named, wanted: readonly string[]): Named {
  const perm = wanted.filter((letter) => letters.includes(letter)).map((letter) => letters.indexOf(letter));
  const turned = perm.every((axis, i) => axis === i)
    ? tensor
    : graph.one('Transpose', [tensor], { perm: { ints: perm } });
  const missing = wanted.flatMap((letter, axis) => (letters.includes(letter) ? [] : [axis]));
  const whole = missing.length ? graph.one('Unsqueeze', [turned, integers(graph, missing)]) : turned;
  return { tensor: whole, letters: wanted };
}

/** Two tensors multiplied, summed over the letters that both have and nobody needs. */
function product(graph: GraphBuilder, a: Named, b: Named, needed: ReadonlySet<string>): Named {
  const both = a.letters.filter((letter) => b.letters.includes(letter));
  const contracted = both.filter((letter) => !needed.has(letter));
  const shared = both.filter((letter) => needed.has(letter));
  const left = a.letters.filter((letter) => !both.includes(letter));
  const right = b.letters.filter((letter) => !both.includes(letter));
  const letters = [...shared, ...left, ...right];
  if (contracted.length === 0) {
    const [p, q] = [ordered(graph, a, letters), ordered(graph, b, letters)];
    return { tensor: graph.one('Mul', [p.tensor, q.tensor]), letters };
  }
  const sizes = new Map<string, Dim>();
  for (const { tensor, letters: own } of [a, b])
    own.forEach((letter, axis) => {
      const dim = tensor.shape?.[axis] as Dim;
      const known = sizes.get(letter);
      if (known === undefined || known === 1 || (isKnown(dim) && !isKnown(known))) sizes.set(letter, dim);
    });
  const rows = joined(graph, ordered(graph, a, [...shared, ...left, ...contracted]), shared.length, left.length);
  const columns = joined(
    graph,
    ordered(graph, b, [...shared, ...contracted, ...right]),
    shared.length,
    contracted.length,
  );
  const matrix = graph.one('MatMul', [rows, columns]);
  if (left.length === 1 && right.length === 1) return { tensor: matrix, letters };
  const shape = letters.map((letter) => sizes.get(letter) as Dim);
  return { tensor: inShape(graph, matrix, shape, shared.length), letters };
}

/** The axes behind the shared ones as two: the first `count` of them, and the rest. */
function joined(graph: GraphBuilder, { tensor }: Named, shared: number, count: number): SymbolicTensor {
  const shape = tensor.shape ?? [];
  const [first, second] = [shape.slice(shared, shared + count), shape.slice(shared + count)];
  if (first.length === 1 && second.length === 1) return tensor;
  const total = (dims: readonly Dim[]) =>
    dims.every(isKnown) ? dims.reduce<number>((n, dim) => n * (dim as number), 1) : -1;
  return inShape(graph, tensor, [...shape.slice(0, shared), total(first), total(second)], shared);
}

/** Axes that are shared stay what they are; of the others at most one may be open. */
function inShape(graph: GraphBuilder, tensor: SymbolicTensor, shape: readonly Dim[], shared: number): SymbolicTensor {
  const open = shape.flatMap((dim, axis) => (axis >= shared && (!isKnown(dim) || dim === -1) ? [axis] : []));
  if (open.length > 1) throw notWritten('more than one size is not known');
  // 0 keeps what stands there.
  const sizes = shape.map((dim, axis) => (axis < shared ? 0 : open[0] === axis ? -1 : (dim as number)));
  return graph.one('Reshape', [tensor, integers(graph, sizes)]);
}
