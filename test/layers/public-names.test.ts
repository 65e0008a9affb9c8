import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findModule, lackIn, submodules } from '../../server/language/library/index.js';
import { classModule } from '../../server/language/library/keras/class-modules.js';
import { lackOfModule } from '../../server/language/library/keras/public-names.js';

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
  optimizers: {
    MultiOptimizer: 'an optimizer around others',
    Optimizer: base,
    OptimizerMap: 'which optimizer is for which layer',
  },
  'optimizers.schedules': { deserialize: configs, serialize: configs },
  losses: { serialize: configs },
  metrics: { serialize: configs },
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

/** The module that real Keras says each class is of: `test/oracle/names/class_modules.py`, and for Keras 2 `keras2/`. */
for (const [version, file] of [
  [3, 'names/class-modules.json'],
  [2, 'keras2/modules-of-classes.json'],
] as const) {
  test(`every class of Keras ${version} that is known says the module that it is of`, () => {
    const { answers } = JSON.parse(readFileSync(`test/oracle/${file}`, 'utf8')) as { answers: Record<string, string> };
    let known = 0;
    for (const [path, module] of Object.entries(answers)) {
      const name = path.slice(path.lastIndexOf('.') + 1);
      const member = findModule(path.slice(0, -name.length - 1))?.get(name);
      if (member?.kind !== 'type' || member.type.name !== name) continue;
      assert.equal(classModule(member.type.module, name, version), module, path);
      known += 1;
    }
    assert.ok(known > 200, `${known} classes`);
  });
}

interface Modules {
  readonly modules: Readonly<Record<string, readonly string[]>>;
  readonly 'more in tf.keras': Readonly<Record<string, readonly string[]>>;
}

/** Every module with all that it has: `test/oracle/names/keras_modules.py`. */
const complete = JSON.parse(readFileSync('test/oracle/names/keras-modules.json', 'utf8')) as Modules;

test('no name that Keras 3 has is called missing', () => {
  const wrong: string[] = [];
  const check = (name: string, members: readonly string[], spelled: string) => {
    if (lackOfModule(spelled)) wrong.push(spelled);
    const module = findModule(name);
    if (module)
      wrong.push(...members.filter((each) => lackIn(module, each, spelled)).map((each) => `${spelled}.${each}`));
  };
  for (const [name, members] of Object.entries(complete.modules)) check(name, members, name);
  for (const [name, members] of Object.entries(complete['more in tf.keras']))
    check(name, members, `tensorflow.${name}`);
  assert.deepEqual(wrong, []);
});

/** Names of the library that Keras 3 does not have and that do no harm: they are what older Keras called them, or what is near. */
const kept = new Set([
  'keras.Functional',
  'keras.models.Functional',
  'keras.layers.GroupedQueryAttention',
  'keras.losses.bce',
  'keras.losses.BCE',
  'keras.losses.huber_loss',
  'keras.constraints.RadialConstraint',
  'keras.constraints.radial_constraint',
]);

test('what Keras 3 does not have is refused where it is imported from Keras itself', () => {
  const taken: string[] = [];
  const names = [
    'layers',
    'losses',
    'constraints',
    'callbacks',
    'models',
    'optimizers',
    'optimizers.schedules',
    'utils',
  ];
  for (const name of ['keras', ...names.map((each) => `keras.${each}`)]) {
    const module = findModule(name);
    assert.ok(module);
    const present = new Set(complete.modules[name]);
    const known = [...module.names(), ...submodules(name)].filter((each) => !each.startsWith('_'));
    for (const each of [...known, 'NoSuchName'])
      if (!present.has(each) && !lackIn(module, each, name)) taken.push(`${name}.${each}`);
  }
  assert.deepEqual(
    taken.filter((each) => !kept.has(each)),
    [],
  );
});
