import type { Weight } from '../../../layers/layer.js';
import { allocate } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import type { NativeFunction } from '../../../values/native-function.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { none, type ObjectValue, str, tensor, unknown, type Value } from '../../../values/value.js';
import { variableOf } from '../../keras/weight-values.js';
import { define, methods } from '../../python/define.js';
import { splitPath } from '../../python/modules/posix-path.js';
import { checkpointName, openCheckpoint, writeCheckpoint } from './files.js';
import { Restoration, shapeText } from './restoration.js';
import { writeState } from './state-file.js';
import { type Edge, Holder, ofWeight, type Trackable, trackableOf } from './trackable.js';
import { waitingOf } from './waiting.js';

export const method = (name: string, signature: string, call: NativeFunction['call']): NativeFunction => ({
  ...define(name, signature, [], call),
  shapesOnly: true,
});

/** A `tf.train.Checkpoint`: what it holds, and how often it was saved. */
export class CheckpointState extends Holder {
  private counter: Weight | undefined;

  constructor(
    private readonly root: Value,
    /** What the program holds of it: its attributes are what it keeps. */
    readonly object: () => ObjectValue,
    private readonly context: Context,
  ) {
    super();
  }

  /** Made when it is first asked for, as TensorFlow does. */
  get saveCounter(): Weight {
    this.counter ??= {
      name: 'save_counter',
      shape: [],
      dtype: 'int64',
      trainable: false,
      initializer: { name: 'Zeros' },
      value: { dtype: 'int64', shape: [], data: new BigInt64Array(1) },
    };
    return this.counter;
  }

  /** How often it was saved, with this time. */
  count(): number {
    const { saveCounter } = this;
    const count = BigInt(saveCounter.value?.data[0] ?? 0) + 1n;
    const data = allocate('int64', 1) as BigInt64Array;
    data[0] = count;
    saveCounter.value = { dtype: 'int64', shape: [], data };
    return Number(count);
  }

  children(): readonly Edge[] {
    const { context } = this;
    const root = this.root.kind === 'none' ? undefined : trackableOf(this.root, context);
    const held = [...this.object().attributes].flatMap(([name, value]): Edge[] => {
      const kept = trackableOf(value, context);
      return kept ? [[name, kept]] : [];
    });
    return [
      ...(root?.children() ?? []),
      ...(root ? [['root', this] as const] : []),
      ...held,
      ...(this.counter ? [['save_counter', ofWeight(this.counter, 'save_counter')] as const] : []),
    ];
  }
}

export const checkpointType: NativeType<CheckpointState> = {
  name: 'Checkpoint',
  module: 'tensorflow.train',
  construct: method('tf.train.Checkpoint', 'root=None, **kwargs', (args, context) => {
    const root = args.get('root');
    const made: ObjectValue<CheckpointState> = object(
      checkpointType,
      new CheckpointState(root, () => made as ObjectValue, context),
    );
    if (root.kind !== 'none') checkKept('root', root, context);
    for (const [name, value] of args.keywords) {
      checkKept(name, value, context);
      // What a restored checkpoint gives it is known in a run.
      const isVariable = context.host.mode === 'shapes' && value.kind === 'tensor';
      made.attributes.set(name, isVariable ? { ...value, data: undefined } : value);
    }
    return made;
  }),
  attributes: {
    save_counter: (self, context) => {
      const state = stateOf(self, checkpointType);
      return state && context.host.mode === 'numbers'
        ? variableOf(state.saveCounter)
        : tensor('tensorflow', 'int64', []);
    },
  },
  methods: methods(
    method('Checkpoint.save', 'self, file_prefix, options=None', (args, context) => {
      const state = stateOf(args.get('self'), checkpointType);
      if (!state || context.host.mode === 'shapes') return unknown('where a checkpoint is saved is known in a run');
      const prefix = checkpointName(args.get('file_prefix'), context);
      if (prefix === undefined) return context.unknown('a path that is not known', 'Checkpoint.save');
      const path = `${prefix}-${state.count()}`;
      writeCheckpoint(path, state, context);
      writeState(splitPath(path)[0], { latest: path, all: [path] }, context);
      return str(path);
    }),
    method('Checkpoint.write', 'self, file_prefix, options=None', (args, context) => {
      const state = stateOf(args.get('self'), checkpointType);
      if (!state || context.host.mode === 'shapes') return unknown('where a checkpoint is written is known in a run');
      const prefix = checkpointName(args.get('file_prefix'), context);
      if (prefix === undefined) return context.unknown('a path that is not known', 'Checkpoint.write');
      writeCheckpoint(prefix, state, context);
      return str(prefix);
    }),
    ...['restore', 'read'].map((name) =>
      method(`Checkpoint.${name}`, 'self, save_path, options=None', (args, context) => {
        const state = stateOf(args.get('self'), checkpointType);
        return state
          ? restored(state, args.get('save_path'), name === 'restore', context)
          : unknown('the checkpoint is not known', 'tf.train.Checkpoint');
      }),
    ),
  ),
};

/** Raises ValueError for what no checkpoint keeps, as TensorFlow does; ends a run with what is not kept here. */
function checkKept(name: string, value: Value, context: Context): void {
  const { kind } = value;
  if (kind === 'unknown' || kind === 'list' || kind === 'tuple' || kind === 'dict') return;
  const isPlain = ['none', 'bool', 'int', 'float', 'str', 'bytes', 'function', 'type'].includes(kind);
  if (!isPlain && (context.host.mode === 'shapes' || trackableOf(value, context))) return;
  if (kind === 'iterator' || (value.kind === 'object' && value.type.name.endsWith('Iterator'))) {
    context.host.warn?.(
      `tf.train.Checkpoint does not keep how far the iterator \`${name}\` has come: after \`restore\` it goes on where it is.`,
    );
    return;
  }
  if (isPlain || (value.kind === 'object' && value.type.module.startsWith('keras.losses')))
    context.raise(
      'ValueError',
      `\`Checkpoint\` was expecting ${name} to be a trackable object (an object derived from \`Trackable\`), got ${context.repr(value)}. If you believe this object should be trackable (i.e. it is part of the TensorFlow Python API and manages state), please open an issue.`,
    );
  context.unknown(`${name} is of a kind that is not kept in checkpoints yet`, 'tf.train.Checkpoint');
}

/** What `restore` gives: nothing was restored, or this. */
export function restored(root: Trackable, path: Value, counts: boolean, context: Context): Value {
  if (context.host.mode === 'shapes') return object(statusType, undefined);
  if (path.kind === 'none') return object(initializationType, undefined);
  const prefix = checkpointName(path, context);
  if (prefix === undefined) return context.unknown('a path that is not known', 'Checkpoint.restore');
  const saved = openCheckpoint(prefix, context);
  if (!saved) return none;
  // Made now: what the checkpoint has of it is given to it.
  if (counts && root instanceof CheckpointState) root.saveCounter;
  const restoration = new Restoration(root, saved, context);
  restoration.run();
  if (restoration.unmatched().saved.length > 0) waitingOf(context).push(restoration);
  return object(statusType, restoration);
}

function assertion(name: string, check: (restoration: Restoration, context: Context) => void): NativeFunction {
  return method(`CheckpointLoadStatus.${name}`, 'self', (args, context) => {
    const restoration = stateOf(args.get('self'), statusType);
    if (restoration) check(restoration, context);
    return args.get('self');
  });
}

/** Raises AssertionError where a variable of the program is not in the checkpoint. */
function checkMatched(restoration: Restoration, context: Context): void {
  const { variables } = restoration.unmatched();
  if (variables.length === 0) return;
  const names = variables
    .slice(0, 10)
    .map(({ name, shape, dtype }) => `<tf.Variable '${name}:0' shape=${shapeText(shape)} dtype=${dtype}>`);
  context.raise(
    'AssertionError',
    `Found ${variables.length} Python objects that were not bound to checkpointed values, likely due to changes in the Python program. Showing ${names.length} of ${variables.length} unmatched objects: [${names.join(', ')}]`,
  );
}

const statusType: NativeType<Restoration | undefined> = {
  name: 'CheckpointLoadStatus',
  module: 'tensorflow.train',
  methods: methods(
    assertion('expect_partial', () => undefined),
    assertion('assert_nontrivial_match', () => undefined),
    assertion('assert_existing_objects_matched', checkMatched),
    assertion('assert_consumed', (restoration, context) => {
      checkMatched(restoration, context);
      const [first] = restoration.unmatched().saved;
      if (first !== undefined)
        context.raise('AssertionError', `Unresolved object in checkpoint ${restoration.describe(first)}`);
    }),
    method('CheckpointLoadStatus.initialize_or_restore', 'self, session=None', () => none),
    method('CheckpointLoadStatus.run_restore_ops', 'self, session=None', () => none),
  ),
};

const nothingRestored = 'No checkpoint specified (save_path=None); nothing is being restored.';

/** Of `restore(None)`. */
const initializationType: NativeType<undefined> = {
  name: 'InitializationOnlyStatus',
  module: 'tensorflow.train',
  methods: methods(
    method('InitializationOnlyStatus.expect_partial', 'self', (args) => args.get('self')),
    method('InitializationOnlyStatus.initialize_or_restore', 'self, session=None', () => none),
    ...['assert_consumed', 'assert_existing_objects_matched', 'assert_nontrivial_match'].map((name) =>
      method(`InitializationOnlyStatus.${name}`, 'self', (_args, context) =>
        context.raise('AssertionError', nothingRestored),
      ),
    ),
  ),
};
