import { anonymous, type Dim } from '../../../tensor/dim.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object } from '../../../values/native-type.js';
import { int, type NativeFunctionValue, none, tuple, unknown, type Value } from '../../../values/value.js';
import { elementTypeOf } from '../../numpy/arguments.js';
import { csvRows } from './csv-source.js';
import {
  type Cardinality,
  type Dataset,
  datasetOf,
  datasetType,
  datasetValue,
  elementTensor,
  least,
  sliced,
  toElement,
} from './dataset.js';
import { madeBy } from './dataset-classes.js';
import { elementOfSpec, elementOfTypes } from './element-spec.js';
import { fixedRecords, listedFiles, ofFiles, recordsOf, textLines } from './file-sources.js';
import { asElement, Pipeline, pipelineOf, pipelineValue } from './pipeline.js';
import { copied, fromGenerator, fromRange, fromSlices, zippedPipelines } from './run-sources.js';
import './transformations.js';
import { chosen, listed, sampled } from './windows.js';

/** What makes a dataset; `run` does so on numbers, where that is possible. */
function source(
  name: string,
  signature: string,
  make: (args: Arguments, context: Context) => Value,
  run?: (args: Arguments, context: Context) => Pipeline | undefined,
): NativeFunctionValue {
  return {
    kind: 'native',
    function: {
      name,
      signature,
      shapesOnly: true,
      call(args, context) {
        if (context.host.mode === 'shapes') return make(args, context);
        const pipeline = run?.(args, context);
        return pipeline
          ? madeBy(name.slice(name.lastIndexOf('.') + 1), pipelineValue(pipeline))
          : context.unknown('a run does not make such datasets', name);
      },
    },
  };
}

const whole = (value: Value): number | undefined => (value.kind === 'int' ? value.value : undefined);

/** `Dataset.zip(a, b)`, `Dataset.zip((a, b))`, `Dataset.zip({'a': a})`: an element of each. */
function zipped(value: Value, context: Context): Dataset | undefined {
  const dataset = datasetOf(value);
  if (dataset) return dataset;
  if (value.kind === 'tuple' || value.kind === 'list') {
    const parts = value.elements.map((each) => zipped(each, context));
    if (!parts.every((part) => part !== undefined)) return undefined;
    return {
      element: tuple(parts.map(({ element }) => element)),
      cardinality: parts.map(({ cardinality }) => cardinality).reduce(least, 'infinite'),
    };
  }
  if (value.kind !== 'dict') return undefined;
  let cardinality: Cardinality = 'infinite';
  const entries = new Map<string, { key: Value; value: Value }>();
  for (const [id, entry] of value.entries) {
    const part = zipped(entry.value, context);
    if (!part) return undefined;
    cardinality = least(cardinality, part.cardinality);
    entries.set(id, { key: entry.key, value: part.element });
  }
  return { element: { kind: 'dict', entries }, cardinality };
}

function ranged(args: Arguments): Value {
  const numbers = args.rest.map(whole);
  const [start, stop, step] =
    numbers.length === 1 ? [0, numbers[0], 1] : [numbers[0], numbers[1], numbers.length > 2 ? numbers[2] : 1];
  const known = start !== undefined && stop !== undefined && step !== undefined && step !== 0;
  const dtype = elementTypeOf(args.keywords.get('output_type') ?? none) ?? 'int64';
  return datasetValue(elementTensor(dtype, []), known ? Math.max(0, Math.ceil((stop - start) / step)) : undefined);
}

/** What `zip` is given, by its name or its place. */
function zipArguments(args: Arguments): Value {
  if (args.given('datasets')) return args.get('datasets');
  return args.rest.length === 1 ? (args.rest[0] as Value) : tuple(args.rest);
}

/** Elements of one of several datasets. */
function oneOf(args: Arguments, name: string, context: Context): Value {
  const first = context.elements(args.get(name))?.[0];
  const dataset = first && datasetOf(first);
  return dataset ? datasetValue(dataset.element, undefined) : unknown('datasets that are not known');
}

const statics: Readonly<Record<string, Value>> = {
  from_tensor_slices: source(
    'tf.data.Dataset.from_tensor_slices',
    'tensors, name=None',
    (args, context) => {
      const { element, cardinality } = sliced(toElement(args.get('tensors'), context), context);
      return datasetValue(element, cardinality);
    },
    fromSlices,
  ),
  from_tensors: source(
    'tf.data.Dataset.from_tensors',
    'tensors, name=None',
    (args, context) => datasetValue(toElement(args.get('tensors'), context), 1),
    (args, context) => listed([copied(asElement(args.get('tensors'), context))]),
  ),
  from_generator: source(
    'tf.data.Dataset.from_generator',
    'generator, output_types=None, output_shapes=None, args=None, output_signature=None, name=None',
    (args) => {
      const signature = args.get('output_signature');
      const shapes = args.get('output_shapes');
      const element =
        signature.kind === 'none'
          ? elementOfTypes(args.get('output_types'), shapes.kind === 'none' ? undefined : shapes)
          : elementOfSpec(signature);
      return datasetValue(element, undefined);
    },
    fromGenerator,
  ),
  range: source('tf.data.Dataset.range', '*args, **kwargs', ranged, fromRange),
  zip: source(
    'tf.data.Dataset.zip',
    '*args, datasets=None, name=None',
    (args, context) => {
      const made = zipped(zipArguments(args), context);
      return made
        ? datasetValue(made.element, made.cardinality)
        : context.unknown('a dataset that is not known', 'tf.data.Dataset.zip');
    },
    (args, context) => zippedPipelines(zipArguments(args), context),
  ),
  list_files: source(
    'tf.data.Dataset.list_files',
    'file_pattern, shuffle=None, seed=None, name=None',
    () => datasetValue(elementTensor('string', []), undefined),
    listedFiles,
  ),
  random: source('tf.data.Dataset.random', 'seed=None, rerandomize_each_iteration=None, name=None', () =>
    datasetValue(elementTensor('int64', []), 'infinite'),
  ),
  load: source(
    'tf.data.Dataset.load',
    'path, element_spec=None, compression=None, reader_func=None, wait=False',
    (args) =>
      datasetValue(
        args.get('element_spec').kind === 'none'
          ? unknown('the elements of a saved dataset')
          : elementOfSpec(args.get('element_spec')),
        undefined,
      ),
  ),
  sample_from_datasets: source(
    'tf.data.Dataset.sample_from_datasets',
    'datasets, weights=None, seed=None, stop_on_empty_dataset=False, rerandomize_each_iteration=None',
    (args, context) => oneOf(args, 'datasets', context),
    sampled,
  ),
  choose_from_datasets: source(
    'tf.data.Dataset.choose_from_datasets',
    'datasets, choice_dataset, stop_on_empty_dataset=True',
    (args, context) => oneOf(args, 'datasets', context),
    chosen,
  ),
};

Object.assign(datasetType, { statics });

const dataset: Value = { kind: 'type', type: datasetType as NativeType };

/** Datasets made from files: strings, of unknown number. */
const fileType = (
  name: string,
  signature: string,
  element: (args: Arguments) => Value,
  run: (args: Arguments, context: Context) => Pipeline | undefined,
): Value => ({
  kind: 'type',
  type: {
    name,
    module: 'tensorflow.data',
    base: datasetType as NativeType<never>,
    construct: source(`tf.data.${name}`, signature, (args) => datasetValue(element(args), undefined), run).function,
  },
});

const options: NativeType<undefined> = {
  name: 'Options',
  module: 'tensorflow.data',
  construct: { name: 'tf.data.Options', signature: '', call: () => object(options, undefined) },
  getAttribute: (self, name) => {
    const made = object(options, undefined);
    if (self.kind === 'object') self.attributes.set(name, made);
    return made;
  },
};

/** What `dataset.apply` takes: a function that hands the dataset on. */
function passing(name: string, signature: string, change: (d: Dataset, args: Arguments) => Value): NativeFunctionValue {
  return {
    kind: 'native',
    function: {
      name,
      signature,
      shapesOnly: true,
      call: (args) => ({
        kind: 'native',
        function: {
          name,
          signature: 'dataset',
          call: (inner) => {
            const given = datasetOf(inner.get('dataset'));
            const pipeline = pipelineOf(inner.get('dataset'));
            if (pipeline) {
              const { cardinality } = datasetOf(change(pipeline, args)) ?? pipeline;
              return pipelineValue(new Pipeline(pipeline.open, cardinality, () => pipeline.element));
            }
            return given ? change(given, args) : unknown('a dataset that is not known', name);
          },
        },
      }),
    },
  };
}

const cardinalityOf = (value: Value): Dim =>
  value.kind === 'int' ? value.value : value.kind === 'dim' ? value.dim : anonymous();

export const dataModules: readonly NativeModule[] = [
  {
    name: 'tensorflow.data',
    members: {
      Dataset: dataset,
      AUTOTUNE: int(-1),
      INFINITE_CARDINALITY: int(-1),
      UNKNOWN_CARDINALITY: int(-2),
      Options: { kind: 'type', type: options as NativeType },
      TextLineDataset: fileType(
        'TextLineDataset',
        'filenames, compression_type=None, buffer_size=None, num_parallel_reads=None, name=None',
        () => elementTensor('string', []),
        (args, context) => ofFiles(args, context, textLines),
      ),
      TFRecordDataset: fileType(
        'TFRecordDataset',
        'filenames, compression_type=None, buffer_size=None, num_parallel_reads=None, name=None',
        () => elementTensor('string', []),
        (args, context) => ofFiles(args, context, (bytes) => recordsOf(bytes, context)),
      ),
      FixedLengthRecordDataset: fileType(
        'FixedLengthRecordDataset',
        'filenames, record_bytes, header_bytes=None, footer_bytes=None, buffer_size=None, compression_type=None, num_parallel_reads=None, name=None',
        () => elementTensor('string', []),
        (args, context) => ofFiles(args, context, fixedRecords(args, context)),
      ),
    },
  },
  {
    name: 'tensorflow.data.experimental',
    members: {
      AUTOTUNE: int(-1),
      cardinality: {
        kind: 'native',
        function: {
          name: 'tf.data.experimental.cardinality',
          shapesOnly: true,
          signature: 'dataset',
          call: (args, context) => context.call(context.getAttribute(args.get('dataset'), 'cardinality'), []),
        },
      },
      assert_cardinality: passing('tf.data.experimental.assert_cardinality', 'expected_cardinality', (d, args) =>
        datasetValue(d.element, cardinalityOf(args.get('expected_cardinality'))),
      ),
      ignore_errors: passing('tf.data.experimental.ignore_errors', 'log_warning=False', (d) =>
        datasetValue(d.element, d.cardinality),
      ),
      prefetch_to_device: passing('tf.data.experimental.prefetch_to_device', 'device, buffer_size=None', (d) =>
        datasetValue(d.element, d.cardinality),
      ),
      CsvDataset: fileType(
        'CsvDataset',
        "filenames, record_defaults, compression_type=None, buffer_size=None, header=False, field_delim=',', use_quote_delim=True, na_value='', select_cols=None, exclude_cols=None",
        (args) => {
          const defaults = args.get('record_defaults');
          if (defaults.kind !== 'list' && defaults.kind !== 'tuple')
            return unknown('record defaults that are not known');
          return tuple(
            defaults.elements.map((each) => {
              const dtype =
                elementTypeOf(each) ?? (each.kind === 'float' ? 'float32' : each.kind === 'int' ? 'int32' : undefined);
              return elementTensor(dtype, []);
            }),
          );
        },
        csvRows,
      ),
    },
  },
];
