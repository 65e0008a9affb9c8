import { type Dim, isKnown, multiply } from '../tensor/dim.js';
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
  const sizes = new Map<string, Size>();
  for (const { tensor, letters: own } of [a, b])
    own.forEach((letter, axis) => {
      const dim = tensor.shape?.[axis] as Dim;
      const known = sizes.get(letter)?.dim;
      if (known === undefined || known === 1 || (isKnown(dim) && !isKnown(known)))
        sizes.set(letter, { dim, now: () => sizeOf(graph, tensor, axis, axis + 1) });
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
  const shape = letters.map((letter) => sizes.get(letter) as Size);
  return { tensor: inShape(graph, matrix, shape, shared.length), letters };
}

/** How long an axis is, and a tensor that says it where that is open. */
interface Size {
  readonly dim: Dim;
  now(): SymbolicTensor;
}

/** The axes behind the shared ones as two: the first `count` of them, and the rest. */
function joined(graph: GraphBuilder, { tensor }: Named, shared: number, count: number): SymbolicTensor {
  const shape = tensor.shape ?? [];
  if (count === 1 && shape.length === shared + 2) return tensor;
  const total = (start: number, end: number): Size => ({
    dim: shape.slice(start, end).reduce<Dim>((product, dim) => multiply(product, dim), 1),
    now: () => sizeOf(graph, tensor, start, end),
  });
  const kept = shape
    .slice(0, shared)
    .map((dim, axis): Size => ({ dim, now: () => sizeOf(graph, tensor, axis, axis + 1) }));
  return inShape(graph, tensor, [...kept, total(shared, shared + count), total(shared + count, shape.length)], shared);
}

/** How many elements there are along some axes, as an int64 tensor of one axis. */
function sizeOf(graph: GraphBuilder, tensor: SymbolicTensor, start: number, end: number): SymbolicTensor {
  const sizes = graph.one('Shape', [tensor], { start: { int: start }, end: { int: end } });
  return end === start + 1 ? sizes : graph.one('ReduceProd', [sizes, integers(graph, [0])], { keepdims: { int: 1 } });
}

/** Axes that are shared stay what they are; of the others one may be open, more are read from what has them. */
function inShape(graph: GraphBuilder, tensor: SymbolicTensor, shape: readonly Size[], shared: number): SymbolicTensor {
  const dims = shape.map(({ dim }) => dim);
  const open = dims.flatMap((dim, axis) => (axis >= shared && !isKnown(dim) ? [axis] : []));
  // 0 keeps what stands there.
  const sizes = dims.map((dim, axis) => (axis < shared ? 0 : open[0] === axis ? -1 : (dim as number)));
  if (open.length <= 1) return graph.one('Reshape', [tensor, integers(graph, sizes)]);
  const parts = shape.map(({ dim, now }, axis) =>
    open.includes(axis) && axis !== open[0]
      ? now()
      : integers(graph, [axis < shared ? 0 : axis === open[0] ? -1 : (dim as number)]),
  );
  return { ...graph.one('Reshape', [tensor, graph.one('Concat', parts, { axis: { int: 0 } })]), shape: dims };
}
