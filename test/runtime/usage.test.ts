import assert from 'node:assert/strict';
import { test } from 'node:test';
import { help, parseUsage, UsageError } from '../../runtime/command/usage.js';

function problemOf(...argv: string[]): string {
  try {
    parseUsage(argv);
  } catch (error) {
    assert(error instanceof UsageError);
    return error.message;
  }
  return assert.fail(`${argv.join(' ')} was understood`);
}

test('a command, a file, options, and what is meant for the script', () => {
  const argv = ['train', 'model.py', '--json', '--threads', '2', '--seed=0', '--keras', '2', '--', '--epochs', '3'];
  assert.deepEqual(parseUsage(argv), {
    command: 'train',
    file: 'model.py',
    json: true,
    progress: false,
    engine: 'auto',
    threads: 2,
    seed: 0,
    keras: 2,
    force: false,
    offline: false,
    folder: '.',
    arguments: ['--epochs', '3'],
  });
});

test('help and version stand alone; help names every option', () => {
  assert.equal(parseUsage(['--help']), 'help');
  assert.equal(parseUsage(['train', '-h']), 'help');
  assert.equal(parseUsage(['--version']), 'version');
  for (const option of ['json', 'progress', 'engine', 'threads', 'seed', 'keras', 'folder', 'force'])
    assert(help.includes(`--${option}`));
});

test('wrong usage says what is wrong', () => {
  assert.equal(problemOf(), 'no command: summary, check, train, resume or runs');
  assert.equal(problemOf('fit', 'a.py'), 'unknown command fit: it is summary, check, train, resume or runs');
  assert.equal(problemOf('check'), 'check needs a file');
  assert.equal(problemOf('resume'), 'resume needs a run, by its name or folder: layerscope runs lists them');
  assert.equal(problemOf('train', 'a.py', '--force'), '--force belongs to resume');
  assert.equal(problemOf('runs', 'a.py'), 'runs takes no file, not a.py');
  assert.equal(problemOf('check', 'a.py', 'b.py'), 'one file at a time, not also b.py');
  assert.equal(problemOf('check', 'a.py', '--seed', '1'), '--seed belongs to train');
  assert.equal(
    problemOf('train', 'a.py', '--engine', 'cuda'),
    'unknown engine cuda: it is auto, onnxruntime, wasm, webgpu, tensorflow, reference',
  );
  assert.equal(problemOf('train', 'a.py', '--threads', '0'), '--threads 0: a whole number from 1 is meant');
  assert.equal(problemOf('train', 'a.py', '--seed', 'x'), '--seed x: a whole number from 0 is meant');
  assert.equal(problemOf('check', 'a.py', '--keras', '1'), '--keras 1: 2 or 3 is meant');
  assert.match(problemOf('check', 'a.py', '--jsno'), /Unknown option '--jsno'/);
});
