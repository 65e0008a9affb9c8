import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findModule } from '../../server/language/library/index.js';

interface Names {
  readonly modules: Readonly<
    Record<string, { readonly classes: readonly string[]; readonly functions: readonly string[] }>
  >;
}

/** What real Keras has: `test/oracle/names/keras_names.py` asks it. */
const oracle = JSON.parse(readFileSync('test/oracle/names/keras-names.json', 'utf8')) as Names;

const base = 'a base class for the program to derive from, whose methods are not known';
const configs = 'turns names and configs into objects, or back';

/** Public classes and functions that Layerscope does not know, each with its reason. A name that it knows must not stand here. */
const absent: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  layers: {
    FlaxLayer: "another library's model",
    InputSpec: 'only a subclassed layer makes one',
    JaxLayer: "another library's model",
    MaxNumBoundingBoxes: 'works on bounding boxes, which are dicts of tensors',
    TFSMLayer: 'what it computes lies in a file that is not read',
    TorchModuleWrapper: "another library's model",
    Wrapper: base,
    deserialize: configs,
    serialize: configs,
  },
  activations: { deserialize: configs, serialize: configs },
  initializers: {
    Initializer: base,
    deserialize: configs,
    get: configs,
    serialize: configs,
  },
  regularizers: { Regularizer: base, deserialize: configs, get: configs, serialize: configs },
  constraints: { Constraint: base, deserialize: configs, get: configs, serialize: configs },
  optimizers: {
    MultiOptimizer: 'an optimizer around others',
    Optimizer: base,
    OptimizerMap: 'which optimizer is for which layer',
    deserialize: configs,
    get: configs,
    serialize: configs,
  },
  'optimizers.schedules': { deserialize: configs, serialize: configs },
  losses: { deserialize: configs, get: configs, serialize: configs },
  metrics: { deserialize: configs, get: configs, serialize: configs },
  callbacks: {},
};

for (const [module, { classes, functions }] of Object.entries(oracle.modules)) {
  test(`every public name of keras.${module} is known, or its reason for not being is`, () => {
    const known = new Set(findModule(`keras.${module}`)?.names());
    assert.ok(known.size > 0);
    const excused = absent[module] ?? {};
    const missing = [...classes, ...functions].filter((name) => !known.has(name) && !(name in excused));
    assert.deepEqual(missing, [], 'names that are neither known nor excused');
    const both = Object.keys(excused).filter((name) => known.has(name));
    assert.deepEqual(both, [], 'names that are known and excused');
    const stale = Object.keys(excused).filter((name) => ![...classes, ...functions].includes(name));
    assert.deepEqual(stale, [], 'excused names that Keras does not have');
  });
}
