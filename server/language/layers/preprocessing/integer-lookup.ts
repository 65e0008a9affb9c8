import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { integers } from '../scalar.js';
import { encoded, isEncoded, number, wholeNumbers } from './encoding.js';
import { depthOf, type LookupSettings, specialPlaces } from './vocabulary.js';

/** The widest range of numbers that one table holds, and the most numbers that each input is compared with. */
const widest = 2 ** 20;
const mostCompared = 5000;

/** What keeps the numbers' places from being looked up in a graph; undefined where nothing does. */
export function notLookedUp(settings: LookupSettings, rank: number | undefined): string | undefined {
  const { output_mode: mode, vocabulary, num_oov_indices: places } = settings;
  if (!vocabulary) return 'a call before adapt';
  if (!vocabulary.terms || typeof specialPlaces(settings) !== 'number') return 'a vocabulary that is not known';
  if (mode === 'tf_idf') return "output_mode='tf_idf'";
  if (settings['sparse']) return 'sparse=';
  if (settings['oov_method'] === 'farmhash' && (places ?? 0) > 1) return "oov_method='farmhash'";
  // A number that is not among them would have to end the run.
  if (places === 0 && !settings['invert']) return 'num_oov_indices=0';
  const depth = depthOf(settings);
  if (rank !== undefined && !isEncoded(mode, depth, rank)) return `an input of ${rank} dimensions`;
  const terms = vocabulary.terms as readonly number[];
  return terms.length > mostCompared && rangeOf(terms) > widest ? 'a long vocabulary of numbers far apart' : undefined;
}

/** Places of whole numbers in the vocabulary, or rows for them; with `invert` the numbers at places. */
export function lookedUp(graph: GraphBuilder, x: SymbolicTensor, settings: LookupSettings): SymbolicTensor | undefined {
  const terms = settings.vocabulary?.terms as readonly number[] | undefined;
  const special = specialPlaces(settings);
  const { mask_token: mask, output_mode: mode, num_oov_indices: unknown } = settings;
  if (!terms || special === undefined || unknown === undefined || mask === undefined || !mode) return undefined;
  const keys = wholeNumbers(graph, x);
  if (settings['invert']) return numbersAt(graph, keys, terms, settings, special);
  const first = special - unknown;
  const others =
    unknown === 1
      ? number(graph, first)
      : graph.one('Add', [graph.one('Mod', [keys, number(graph, unknown)]), number(graph, first)]);
  const found = placesOf(graph, keys, terms, special);
  let places = graph.one('Where', [graph.one('Less', [found, number(graph, 0)]), others, found]);
  if (typeof mask === 'number') {
    const masked = graph.one('Equal', [keys, number(graph, mask)]);
    // Rows do not count what is masked.
    places = graph.one('Where', [masked, number(graph, mode === 'int' ? 0 : -1), places]);
  }
  return mode === 'int' ? places : encoded(graph, places, mode, depthOf(settings) as number);
}

/** -1 for what is not in the vocabulary. */
function placesOf(
  graph: GraphBuilder,
  keys: SymbolicTensor,
  terms: readonly number[],
  special: number,
): SymbolicTensor {
  const range = rangeOf(terms);
  if (terms.length === 0 || range > widest) return compared(graph, keys, terms, special);
  const low = terms.reduce((a, b) => Math.min(a, b));
  const table = new BigInt64Array(range + 2).fill(-1n);
  terms.forEach((term, i) => {
    table[term - low + 1] = BigInt(special + i);
  });
  const all = graph.constant({ dtype: 'int64', shape: [table.length], data: table });
  const from = graph.one('Sub', [keys, number(graph, low - 1)]);
  // What lies outside goes to a place of its own at either end.
  const inside = graph.one('Clip', [from, number(graph, 0), number(graph, range + 1)]);
  const top = graph.one('Greater', [from, number(graph, range)]);
  return graph.one('Gather', [all, graph.one('Where', [top, number(graph, 0), inside])]);
}

function compared(
  graph: GraphBuilder,
  keys: SymbolicTensor,
  terms: readonly number[],
  special: number,
): SymbolicTensor {
  if (terms.length === 0) return graph.one('Sub', [graph.one('Mul', [keys, number(graph, 0)]), number(graph, 1)]);
  const last = integers(graph, [keys.shape?.length ?? 0]);
  const all = graph.constant({ dtype: 'int64', shape: [terms.length], data: BigInt64Array.from(terms, BigInt) });
  const equal = graph.one('Equal', [graph.one('Unsqueeze', [keys, last]), all]);
  const data = BigInt64Array.from(terms, (_, i) => BigInt(special + i + 1));
  const places = graph.constant({ dtype: 'int64', shape: [terms.length], data });
  const found = graph.one('ReduceSum', [graph.one('Where', [equal, places, number(graph, 0)]), last], {
    keepdims: { int: 0 },
  });
  return graph.one('Sub', [found, number(graph, 1)]);
}

function numbersAt(
  graph: GraphBuilder,
  places: SymbolicTensor,
  terms: readonly number[],
  settings: LookupSettings,
  special: number,
): SymbolicTensor {
  const unknown = BigInt(Number(settings.oov_token));
  const masks = special - (settings.num_oov_indices as number);
  const front = Array.from({ length: special }, (_, i) => (i < masks ? BigInt(Number(settings.mask_token)) : unknown));
  const data = BigInt64Array.from([unknown, ...front, ...terms.map(BigInt)]);
  const table = graph.constant({ dtype: 'int64', shape: [data.length], data });
  const outside = graph.one('Or', [
    graph.one('Less', [places, number(graph, 0)]),
    graph.one('GreaterOrEqual', [places, number(graph, data.length - 1)]),
  ]);
  const from = graph.one('Add', [places, number(graph, 1)]);
  return graph.one('Gather', [table, graph.one('Where', [outside, number(graph, 0), from])]);
}

function rangeOf(terms: readonly number[]): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const term of terms) {
    low = Math.min(low, term);
    high = Math.max(high, term);
  }
  return terms.length ? high - low + 1 : 0;
}
