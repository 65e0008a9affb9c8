import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ScriptError } from '../../server/language/interpreter/script-error.js';
import { modules, typeOf } from '../../server/language/library/index.js';
import { modelOf } from '../../server/language/library/keras/model-objects.js';
import { countParameters, modelWeights } from '../../server/language/model/parameters.js';
import type { Recorder } from '../../server/language/recorder.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import { isKnown } from '../../server/language/tensor/dim.js';
import { formatShape } from '../../server/language/tensor/shape.js';
import type { NativeFunction } from '../../server/language/values/native-function.js';
import type { NativeType } from '../../server/language/values/native-type.js';
import { parseSignature } from '../../server/language/values/signature.js';
import { type TensorValue, tensor, type Value } from '../../server/language/values/value.js';
import { moreExamples } from './more-examples.js';
import { hostOf } from './run-program.js';

/*
 * One interpreter, two uses: for every function of the library, what is said on shapes is what a run on numbers
 * gives. Each function's examples are run both ways; what is known on shapes must be equal, and a function that
 * has no example fails.
 */

let examples = 0;
let partial = 0;
let refused = 0;

/** Ends the program, or is no part of the newest Keras: there is no result to compare. */
const withoutResult: ReadonlySet<string> = new Set([
  ...['sys.exit', 'exit', 'quit'],
  ...['fit', 'evaluate', 'predict'].map((name) => `model.${name}_generator`),
]);

/** What Keras 3 does not have any more. */
const olderKeras = /\bkeras\.(layers\.(LocallyConnected|SyncBatch|CuDNN|merge\b)|mixed_precision\.experimental)/;

/** Packages that runs do not compute: test/library/data.test.ts holds them to their oracles. */
const onShapesAlone = /^(pandas|sklearn|xgboost|lightgbm)\b/;

/** A model of more weights than this is not made on numbers: drawing them takes seconds and says nothing of shapes. */
const mostWeights = 10e6;

for (const [native, path] of functionsOfLibrary()) {
  if (withoutResult.has(native.name) || native.shapesOnly) continue;
  if (path && onShapesAlone.test(path) && !native.examples?.length) continue;
  test(path ?? native.name, () => {
    const own = native.examples?.length ? native.examples : examplesOf(native, path);
    assert.ok(own.length, `${native.name} has no examples`);
    for (const example of own) {
      const said = valueOf(example, 'shapes');
      if (weightsIn(said) > mostWeights) continue;
      const got = orNotSupported(() => valueOf(example, 'numbers'));
      examples += 1;
      if (!got) refused += 1;
      else if (!agrees(said, got, example)) partial += 1;
    }
  });
}

after(() =>
  console.log(
    `${examples} examples; of ${partial} only a part was known on shapes; ${refused} end a run on numbers as not supported`,
  ),
);

/** The modules that have no other around them, each of which an example may name without importing it. */
const roots = new Set(modules.map(({ name }) => name.split('.')[0] as string));
roots.delete('builtins');

/** What an example's value is. Tensors carry no data on shapes, so that nothing is read off it. */
function valueOf(example: string, mode: 'shapes' | 'numbers'): Value {
  let answer: Value | undefined;
  const recorder: Recorder = {
    ...silentRecorder,
    binding: (_target, name, value) => {
      if (name === 'answer') answer = value;
    },
  };
  const imports = [...roots]
    .filter((root) => new RegExp(`\\b${root}\\b`).test(example))
    .map((root) => `import ${root}\n`)
    .join('');
  const program = `${imports}import numpy as np\nimport tensorflow as tf\nclass F: pass\nf = F()\nanswer = ${example}\n`;
  const host = hostOf(mode, mode === 'shapes' ? 0 : Number.POSITIVE_INFINITY);
  run(program, 'example.py', olderKeras.test(example) ? { ...host, kerasVersion: 2 } : host, recorder);
  assert.ok(answer, `${example} gave nothing`);
  return answer;
}

function weightsIn(value: Value): number {
  const model = modelOf(value)?.model;
  return model ? (countParameters(modelWeights(model)).total ?? 0) : 0;
}

/** What a run on numbers says that it cannot do yet has no result to compare. */
function orNotSupported(work: () => Value): Value | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof ScriptError && error.type === 'NotSupported') return undefined;
    throw error;
  }
}

/** Fails where the two contradict; false where not all was known on shapes. */
function agrees(said: Value, got: Value, example: string): boolean {
  if (said.kind === 'unknown' || (said.kind === 'dim' && got.kind === 'int')) return false;
  // A plain number that is not known stands as a tensor without axes and without a type.
  if (said.kind === 'tensor' && !said.dtype && got.kind !== 'tensor') return false;
  assert.equal(said.kind, got.kind, `${example}: kind`);
  if (said.kind === 'tensor' && got.kind === 'tensor') return tensorsAgree(said, got, example);
  if ((said.kind === 'list' || said.kind === 'tuple') && (got.kind === 'list' || got.kind === 'tuple')) {
    if (said.kind === 'list' && said.rest) return false;
    assert.equal(said.elements.length, got.elements.length, `${example}: length`);
    return said.elements.map((element, i) => agrees(element, got.elements[i] as Value, example)).every(Boolean);
  }
  if (said.kind === 'object' && got.kind === 'object') assert.equal(said.type.name, got.type.name, `${example}: type`);
  if (said.kind === 'dtype' && got.kind === 'dtype') assert.equal(said.dtype, got.dtype, example);
  if (
    (said.kind === 'int' && got.kind === 'int') ||
    (said.kind === 'str' && got.kind === 'str') ||
    (said.kind === 'bool' && got.kind === 'bool') ||
    (said.kind === 'float' && got.kind === 'float')
  ) {
    assert.equal(said.value, got.value, example);
  }
  return true;
}

function tensorsAgree(said: TensorValue, got: TensorValue, example: string): boolean {
  assert.equal(said.library, got.library, `${example}: library`);
  if (said.dtype) assert.equal(said.dtype, got.dtype, `${example}: element type`);
  if (got.data && got.shape)
    assert.equal(
      got.data.length,
      got.shape.reduce<number>((size, dim) => size * (dim as number), 1),
      `${example}: elements`,
    );
  if (!said.shape) return false;
  const contradicts =
    said.shape.length !== got.shape?.length ||
    said.shape.some((dim, axis) => isKnown(dim) && dim !== got.shape?.[axis]);
  assert.ok(!contradicts, `${example}: said ${formatShape(said.shape)}, got ${formatShape(got.shape)}`);
  return said.dtype !== undefined && said.shape.every(isKnown);
}

/** What a function without examples of its own is tried with: those of more-examples.ts, else a call without arguments. */
function examplesOf(native: NativeFunction, path: string | undefined): readonly string[] {
  const kept = moreExamples(path ?? native.name) ?? moreExamples(native.name);
  if (kept) return kept;
  const plain =
    path && parseSignature(native.signature).parameters.every((parameter) => parameter.default !== undefined);
  return plain ? [`${path}()`] : [];
}

/** Every function once, with the dotted name it is reached by where it is a module's member. */
function functionsOfLibrary(): ReadonlyMap<NativeFunction, string | undefined> {
  const types = new Set<NativeType>();
  const found = new Map<NativeFunction, string | undefined>();
  const visit = (value: Value, path: string | undefined) => {
    if (value.kind === 'native' && !found.has(value.function)) found.set(value.function, path);
    if (value.kind !== 'type' || types.has(value.type)) return;
    types.add(value.type);
    if (value.type.construct && !found.has(value.type.construct)) found.set(value.type.construct, path);
  };
  for (const module of modules) {
    for (const [name, member] of Object.entries(module.members))
      visit(member, module.name === 'builtins' ? name : `${module.name}.${name}`);
  }
  for (const library of ['numpy', 'tensorflow', 'keras'] as const) types.add(typeOf(tensor(library, 'float32', [])));
  types.add(typeOf({ kind: 'dtype', dtype: 'float32' }));
  for (const type of types) {
    if (onShapesAlone.test(type.module)) continue;
    for (const native of Object.values(type.methods ?? {})) if (!found.has(native)) found.set(native, undefined);
    for (const native of Object.values(type.classMethods ?? {})) if (!found.has(native)) found.set(native, undefined);
    for (const value of Object.values(type.statics ?? {})) visit(value, undefined);
    if (type.call && !found.has(type.call)) found.set(type.call, undefined);
  }
  return found;
}
