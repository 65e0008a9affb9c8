import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { EngineError } from '../../runtime/engines/engine.js';
import { startEngine } from '../../runtime/engines/index.js';
import { writeGraphDef } from '../../runtime/engines/tensorflow/graph-def.js';
import { rules } from '../../runtime/engines/tensorflow/operators/index.js';
import { findLibrary } from '../../runtime/engines/tensorflow/places.js';
import { translate } from '../../runtime/engines/tensorflow/translation.js';
import { batch } from '../../server/language/tensor/dim.js';
import { GraphBuilder } from '../../server/language/tensor/graph-builder.js';
import { operators } from '../../server/language/tensor/operators/index.js';

const folder = mkdtempSync(path.join(tmpdir(), 'layerscope-tensorflow-'));
after(() => rmSync(folder, { recursive: true }));

/** Empty files where an environment keeps TensorFlow's library. */
function environment(name: string, place: string, ...files: readonly string[]): string {
  const whole = path.join(folder, name, place);
  mkdirSync(whole, { recursive: true });
  for (const file of files) writeFileSync(path.join(whole, file), 'no library');
  return path.join(folder, name);
}

const inPython = 'lib/python3.12/site-packages/tensorflow';
const files = ['libtensorflow_framework.so.2', 'libtensorflow_cc.so.2'] as const;

test('TensorFlow is found where the variable says, in the active environment, or in the workspace, in this order', () => {
  const said = environment('said', inPython, ...files);
  const active = environment('active', inPython, ...files);
  const workspace = path.join(folder, 'workspace');
  const own = environment('workspace/.venv', inPython, ...files);
  const library = (root: string) => files.map((file) => path.join(root, inPython, file));
  const variables = { LAYERSCOPE_TENSORFLOW: said, VIRTUAL_ENV: active };
  assert.deepEqual(findLibrary(variables, workspace), library(said));
  assert.deepEqual(findLibrary({ VIRTUAL_ENV: active }, workspace), library(active));
  assert.deepEqual(findLibrary({ CONDA_PREFIX: path.join(folder, 'absent') }, workspace), library(own));
  assert.deepEqual(findLibrary({ LAYERSCOPE_TENSORFLOW: path.join(said, inPython) }, workspace), library(said));
});

test('an installed tfjs-node has the library, too', () => {
  const place = 'node_modules/@tensorflow/tfjs-node/deps/lib';
  const project = environment('project', place, 'libtensorflow_framework.so.2', 'libtensorflow.so.2');
  assert.equal(findLibrary({}, project)[1], path.join(project, place, 'libtensorflow.so.2'));
});

test('where there is no TensorFlow, the message says what to do', () => {
  const empty = environment('empty', 'lib/python3.12/site-packages');
  assert.throws(
    () => findLibrary({ LAYERSCOPE_TENSORFLOW: empty }, folder),
    (error) =>
      error instanceof EngineError && /no TensorFlow in .*empty, which LAYERSCOPE_TENSORFLOW/.test(error.message),
  );
  assert.throws(() => findLibrary({ VIRTUAL_ENV: empty }, empty), /install the Python package tensorflow/);
});

test('a file that is no library is told of, and the process lives on', async () => {
  const broken = environment('broken', inPython, ...files);
  await assert.rejects(
    startEngine('tensorflow', { environment: { LAYERSCOPE_TENSORFLOW: broken } }),
    (error) => error instanceof EngineError && /does not load: .*libtensorflow_framework/.test(error.message),
  );
});

test('every operator of the table has a rule, but for those that are known to have none', () => {
  const without = [...operators.keys()].filter((name) => !rules.has(name) && !/^(Loop|If|Scan)$/.test(name));
  assert.deepEqual(without.sort(), []);
});

test('a graph becomes nodes, a loop a While with two functions', () => {
  const builder = new GraphBuilder('doubled');
  const count = builder.input('count', 'int64', []);
  const x = builder.input('x', 'float32', [batch, 3]);
  const body = builder.subgraph('body');
  body.input('i', 'int64', []);
  const goesOn = body.input('goes on', 'bool', []);
  const value = body.input('value', 'float32', [batch, 3]);
  const next = body.one('Add', [value, value]);
  const loop = builder.apply('Loop', [count, undefined, x], { body: { graph: body.finish([goesOn, next, next]) } }, 2);
  const translated = translate(builder.finish(loop));
  assert.deepEqual(
    translated.nodes.map(({ op }) => op).filter((op) => !/^(Const|Identity|Cast|Reshape|Minimum)$/.test(op)),
    ['Placeholder', 'Placeholder', 'TensorListReserve', 'While', 'TensorListStack'],
  );
  assert.deepEqual(
    translated.functions.map(({ name, inputs, outputs }) => [name, inputs.length, outputs.length]),
    [
      ['Loop_goes_on_0', 5, 1],
      ['Loop_body_1', 5, 5],
    ],
  );
  assert.ok(writeGraphDef(translated.nodes).length > 100);
});

test('what the table cannot say is refused by its name', () => {
  const builder = new GraphBuilder('resized');
  const x = builder.input('x', 'float32', [1, 1, 4, 4]);
  const scales = builder.constant({ dtype: 'float32', shape: [4], data: Float32Array.of(1, 1, 2, 2) });
  const y = builder.one('Resize', [x, undefined, scales], { mode: { string: 'cubic' } });
  assert.throws(() => translate(builder.finish([y])), /no operator Resize with the mode cubic/);
});
