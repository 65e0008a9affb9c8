import { isKnown } from '../../tensor/dim.js';
import { allocate, elementTypeNumbers } from '../../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { integers } from '../scalar.js';
import type { OutputMode } from './output-mode.js';

/**
 * Rows of float32 for whole numbers from 0 to below `depth`: one for each number, or one for all of a sample; numbers
 * that are not among them count nothing. `weights` are what each number counts. undefined where it is not computed.
 */
export function encoded(
  graph: GraphBuilder,
  numbers: SymbolicTensor,
  mode: Exclude<OutputMode, 'int'>,
  depth: number,
  weights?: SymbolicTensor,
): SymbolicTensor | undefined {
  const { shape } = numbers;
  if (!shape) return undefined;
  const whole = wholeNumbers(
    graph,
    shape.length === 0 ? graph.one('Unsqueeze', [numbers, integers(graph, [0])]) : numbers,
  );
  if (mode === 'one_hot') {
    const kept = shape.length > 1 && shape.at(-1) === 1;
    const single = kept ? graph.one('Squeeze', [whole, integers(graph, [shape.length - 1])]) : whole;
    const known = graph.one('Where', [inside(graph, single, depth), single, number(graph, depth)]);
    // One class more, which is cut off: ONNX counts numbers below 0 from the end.
    const rows = graph.one('OneHot', [known, number(graph, depth + 1), offAndOn(graph)], { axis: { int: -1 } });
    return lastCut(graph, rows, depth);
  }
  if (mode === 'tf_idf' || shape.length > 2) return undefined;
  const axis = shape.length === 2 ? 1 : 0;
  const places = graph.one('Where', [inside(graph, whole, depth), whole, number(graph, depth)]);
  const samples = axis ? [graph.one('Shape', [whole], { start: { int: 0 }, end: { int: 1 } })] : [];
  const size = graph.one('Concat', [...samples, integers(graph, [depth + 1])], { axis: { int: 0 } });
  const updates = weights ?? filled(graph, graph.one('Shape', [whole]), 1);
  const rows = graph.one('ScatterElements', [filled(graph, size, 0), places, updates], {
    axis: { int: axis },
    ...(mode === 'count' ? { reduction: { string: 'add' } } : {}),
  });
  return lastCut(graph, rows, depth);
}

export function wholeNumbers(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  return x.dtype === 'int64' ? x : graph.one('Cast', [x], { to: { int: elementTypeNumbers.int64 } });
}

/** Whether the number of categories and how many axes the input has are known, and computed. */
export function isEncoded(mode: OutputMode | undefined, depth: unknown, rank: number | undefined): depth is number {
  if (mode === undefined || mode === 'tf_idf' || rank === undefined) return false;
  return mode === 'int' || ((mode === 'one_hot' || rank <= 2) && isKnown(depth as number));
}

export function number(graph: GraphBuilder, value: number): SymbolicTensor {
  return graph.constant({ dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(value)) });
}

function inside(graph: GraphBuilder, x: SymbolicTensor, depth: number): SymbolicTensor {
  return graph.one('And', [
    graph.one('GreaterOrEqual', [x, number(graph, 0)]),
    graph.one('Less', [x, number(graph, depth)]),
  ]);
}

function lastCut(graph: GraphBuilder, x: SymbolicTensor, depth: number): SymbolicTensor {
  const [from, to, axis] = [0, depth, -1].map((each) => integers(graph, [each]));
  return graph.one('Slice', [x, from, to, axis]);
}

function filled(graph: GraphBuilder, size: SymbolicTensor, value: number): SymbolicTensor {
  const data = allocate('float32', 1);
  data[0] = value;
  return graph.one('ConstantOfShape', [size], { value: { tensor: { dtype: 'float32', shape: [1], data } } });
}

function offAndOn(graph: GraphBuilder): SymbolicTensor {
  const data = allocate('float32', 2);
  data[1] = 1;
  return graph.constant({ dtype: 'float32', shape: [2], data });
}
