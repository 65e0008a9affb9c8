import type { Graph } from '../../../server/language/tensor/graph.js';
import { graph, int, ints } from '../../../server/language/tensor/operators/attributes.js';
import { goesOnAlways } from '../stepped-loop.js';
import type { TensorFlowType } from './graph-def.js';
import type { Nodes, Ref, Value } from './nodes.js';
import { axisOf, type Call, input, refuse } from './rules.js';
import type { Translation } from './translation.js';

/** An operator that holds graphs: these become functions. */
type FlowRule = (
  translation: Translation,
  nodes: Nodes,
  call: Call,
  around: ReadonlyMap<string, Value>,
) => readonly Ref[];

type AnyRef = Ref<TensorFlowType>;
type List = Ref<'variant'>;

/** The largest number of repetitions: loops are counted in 32 bits, which TensorFlow keeps on the CPU. */
const MOST = 2 ** 31 - 1;

export const controlFlow: ReadonlyMap<string, FlowRule> = new Map<string, FlowRule>([
  [
    'Loop',
    (translation, nodes, call, around) => {
      const body = bodyOf(call, 'body');
      const [trips, condition] = call.inputs;
      const initial = call.inputs.slice(2).map((_, at) => input(call, at + 2));
      const collected = body.outputs.slice(initial.length + 1);
      const always = !condition && goesOnAlways(body);
      const count = trips
        ? nodes.cast(
            nodes.same('Minimum', [nodes.reshape(nodes.cast(trips, 'int64'), []), nodes.scalar(MOST, 'int64')]),
            'int32',
          )
        : nodes.scalar(MOST, 'int32');
      const lists = collected.map(({ dtype }) => (always ? reserved(nodes, count, dtype) : emptyList(nodes, dtype)));
      const goesOn = condition ? nodes.reshape(condition, []) : nodes.scalar(1, 'bool');
      const results = whileLoop(translation, nodes, call, around, {
        name: 'Loop',
        body,
        count,
        state: [goesOn, ...initial],
        lists,
        walked: [],
        step(inner, step, state, values, items) {
          const [goes, ...carried] = state as [Ref, ...Ref[]];
          const given = [inner.cast(step, 'int64'), goes, ...carried];
          const outputs = translation.compute(body, inner, withInputs(body, given, values));
          const [next, ...rest] = outputs as [Value, ...Value[]];
          const added = rest.slice(initial.length).map((item, at) => {
            const list = items[at] as List;
            return always ? setItem(inner, list, step, item) : pushed(inner, list, item);
          });
          return { state: [inner.reshape(next, []), ...rest.slice(0, initial.length)], lists: added };
        },
        goesOn: (state) => state[0] as Ref,
      });
      const stacked = results.lists.map((list, at) => stack(nodes, list, collected[at] as Graph['outputs'][number]));
      return [...results.state.slice(1), ...stacked];
    },
  ],
  [
    'Scan',
    (translation, nodes, call, around) => {
      const body = bodyOf(call, 'body');
      const carriedCount = call.inputs.length - (int(call.attributes, 'num_scan_inputs') ?? 0);
      const initial = call.inputs.slice(0, carriedCount).map((_, at) => input(call, at));
      const walked = call.inputs.slice(carriedCount).map((_, at) => input(call, at + carriedCount));
      const axes = walked.map((tensor, at) =>
        axisOf(ints(call.attributes, 'scan_input_axes')?.[at] ?? 0, tensor, call),
      );
      const backwards = (name: string, at: number) => ints(call.attributes, name)?.[at] === 1;
      const [first] = walked;
      if (!first) return refuse(call, 'over nothing');
      const count = nodes.cast(nodes.element(nodes.shape(first), axes[0] as number), 'int32');
      const collected = body.outputs.slice(carriedCount);
      const results = whileLoop(translation, nodes, call, around, {
        name: 'Scan',
        body,
        count,
        state: initial,
        lists: collected.map(({ dtype }) => reserved(nodes, count, dtype)),
        walked,
        step(inner, step, state, values, items, sequences, total) {
          const fromBack = () => inner.same('Sub', [inner.same('Sub', [total, inner.scalar(1, 'int32')]), step]);
          const now = sequences.map((sequence, at) =>
            inner.gather(sequence, backwards('scan_input_directions', at) ? fromBack() : step, axes[at] as number),
          );
          const outputs = translation.compute(body, inner, withInputs(body, [...state, ...now], values));
          const added = outputs.slice(carriedCount).map((item, at) => {
            const place = backwards('scan_output_directions', at) ? fromBack() : step;
            return setItem(inner, items[at] as List, place, item);
          });
          return { state: outputs.slice(0, carriedCount), lists: added };
        },
      });
      const stacked = results.lists.map((list, at) => {
        const output = collected[at] as Graph['outputs'][number];
        const whole = stack(nodes, list, output);
        const axis = ints(call.attributes, 'scan_output_axes')?.[at] ?? 0;
        if (axis === 0) return whole;
        const rank = (output.shape ?? refuse(call, 'of tensors whose number of axes is not known')).length + 1;
        const to = axis < 0 ? axis + rank : axis;
        const others = Array.from({ length: rank - 1 }, (_, each) => each + 1);
        return nodes.transpose(whole, [...others.slice(0, to), 0, ...others.slice(to)]);
      });
      return [...results.state, ...stacked];
    },
  ],
  [
    'If',
    (translation, nodes, call, around) => {
      const branches = [bodyOf(call, 'then_branch'), bodyOf(call, 'else_branch')];
      const captured = translation.captured(branches, around);
      const given = translation.arguments(captured).map(([, value]) => value);
      const [yes, no] = branches.map((branch, at) =>
        translation.function(
          at === 0 ? 'then' : 'else',
          given.map(({ dtype }) => dtype),
          (inner, refs) => translation.compute(branch, inner, translation.inside(captured, refs as Ref[], inner)),
        ),
      ) as [string, string];
      const types = call.outputs.map(({ dtype }) => dtype);
      const node = nodes.add(
        'If',
        [nodes.reshape(input(call, 0), []), ...given],
        {
          Tcond: { type: 'bool' },
          Tin: { types: given.map(({ dtype }) => dtype) },
          Tout: { types },
          then_branch: { function: yes },
          else_branch: { function: no },
        },
        'bool',
      );
      return types.map((dtype, at) => ({ ref: `${node.ref}:${at}`, dtype }));
    },
  ],
]);

function bodyOf(call: Call, name: string): Graph {
  return graph(call.attributes, name) ?? refuse(call, `without ${name}`);
}

/** A body's inputs by name, with what is known of them, beside what it takes from around it. */
function withInputs(body: Graph, given: readonly Ref[], around: ReadonlyMap<string, Value>): Map<string, Value> {
  const values = new Map(around);
  body.inputs.forEach(({ name, shape }, at) => {
    values.set(name, { ...(given[at] as Ref), shape });
  });
  return values;
}

interface LoopParts {
  readonly name: string;
  readonly body: Graph;
  readonly count: Ref;
  /** What a repetition takes from the one before. */
  readonly state: readonly Ref[];
  /** Lists that each repetition adds an element to. */
  readonly lists: readonly List[];
  /** Tensors that each repetition takes a part of. */
  readonly walked: readonly Ref[];
  step(
    nodes: Nodes,
    step: Ref,
    state: readonly Ref[],
    captured: ReadonlyMap<string, Value>,
    lists: readonly List[],
    walked: readonly Ref[],
    count: Ref,
  ): { readonly state: readonly Ref[]; readonly lists: readonly List[] };
  /** Whether there is a further repetition, before the count is reached. */
  goesOn?(state: readonly Ref[]): Ref;
}

/** Its arguments: the number of the repetition, their count, the state, the lists, and what stays the same. */
function whileLoop(
  translation: Translation,
  nodes: Nodes,
  call: Call,
  around: ReadonlyMap<string, Value>,
  parts: LoopParts,
): { readonly state: readonly Ref[]; readonly lists: readonly List[] } {
  const { name, body, count, state, lists, walked, goesOn } = parts;
  const captured = translation.captured([body], around);
  const same = translation.arguments(captured).map(([, value]) => value);
  const initial: readonly AnyRef[] = [nodes.scalar(0, 'int32'), count, ...state, ...lists, ...walked, ...same];
  const types = initial.map(({ dtype }) => dtype);
  const [listsAt, walkedAt] = [2 + state.length, 2 + state.length + lists.length];
  const sameAt = walkedAt + walked.length;
  const again = translation.function(`${name}_goes_on`, types, (inner, given) => {
    const isLeft = inner.compare('Less', given[0] as Ref, given[1] as Ref);
    const asked = goesOn?.(given.slice(2, listsAt) as Ref[]);
    return [asked ? inner.add('LogicalAnd', [isLeft, asked], {}, 'bool') : isLeft];
  });
  const step = translation.function(`${name}_body`, types, (inner, given) => {
    const [number, total] = given as [Ref, Ref];
    const next = parts.step(
      inner,
      number,
      given.slice(2, listsAt) as Ref[],
      translation.inside(captured, given.slice(sameAt) as Ref[], inner),
      given.slice(listsAt, walkedAt) as List[],
      given.slice(walkedAt, sameAt) as Ref[],
      total,
    );
    const counted = inner.same('AddV2', [number, inner.scalar(1, 'int32')]);
    return [counted, total, ...next.state, ...next.lists, ...given.slice(walkedAt)];
  });
  const node = nodes.add(
    'While',
    initial,
    { T: { types }, cond: { function: again }, body: { function: step } },
    call.outputs[0]?.dtype ?? 'float32',
  );
  const output = <Type extends TensorFlowType>({ dtype }: Ref<Type>, at: number): Ref<Type> => ({
    ref: `${node.ref}:${at}`,
    dtype,
  });
  return {
    state: state.map((each, at) => output(each, at + 2)),
    lists: lists.map((each, at) => output(each, at + listsAt)),
  };
}

function unknownShape(nodes: Nodes): Ref {
  return nodes.scalar(-1, 'int32');
}

function reserved(nodes: Nodes, count: Ref, dtype: Ref['dtype']): List {
  return nodes.add(
    'TensorListReserve',
    [unknownShape(nodes), count],
    { element_dtype: { type: dtype }, shape_type: { type: 'int32' } },
    'variant',
  );
}

function emptyList(nodes: Nodes, dtype: Ref['dtype']): List {
  return nodes.add(
    'EmptyTensorList',
    [unknownShape(nodes), nodes.scalar(-1, 'int32')],
    { element_dtype: { type: dtype }, shape_type: { type: 'int32' } },
    'variant',
  );
}

function setItem(nodes: Nodes, list: List, at: Ref, item: Ref): List {
  return nodes.add('TensorListSetItem', [list, at, item], { element_dtype: { type: item.dtype } }, 'variant');
}

function pushed(nodes: Nodes, list: List, item: Ref): List {
  return nodes.add('TensorListPushBack', [list, item], { element_dtype: { type: item.dtype } }, 'variant');
}

/** A list's tensors along a new first axis. Of none, the shape that is declared must be whole. */
function stack(nodes: Nodes, list: List, { dtype, shape }: Graph['outputs'][number]): Ref {
  const dims = shape?.map((dim) => (typeof dim === 'number' ? dim : -1));
  return nodes.add(
    'TensorListStack',
    [list, dims ? nodes.numbers(dims, 'int32') : unknownShape(nodes)],
    { element_dtype: { type: dtype } },
    dtype,
  );
}
