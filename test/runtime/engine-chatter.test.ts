import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ErrorLines } from '../../runtime/runs/engine-chatter.js';

function shown(...pieces: readonly string[]): string {
  let text = '';
  const lines = new ErrorLines((piece) => {
    text += piece;
  });
  for (const piece of pieces) lines.take(piece);
  lines.end();
  return text;
}

test('what the GPU library says at every start is not shown, also where it comes in pieces', () => {
  assert.equal(
    shown(
      'Warning: maxDynamicUniformBuffersPerPipelineLayout artificially redu',
      "ced from 1000000 to 16.\nfirst\nWarning: Couldn't load Vulkan: libvulkan.so.1\n",
      '    at operator() (/build/_deps/dawn-src/src/BackendVk.cpp:368)\n',
    ),
    'first\n',
  );
});

test('nor is what TensorFlow says at every start', () => {
  assert.equal(
    shown(
      'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n',
      'I0000 00:00:1795310696.137841    4131 port.cc:153] oneDNN custom operations are on.\nE0000 00:00:1.2 1 a.cc:1] no\n',
    ),
    'E0000 00:00:1.2 1 a.cc:1] no\n',
  );
});

test('all else is shown as it is, the last line too', () => {
  assert.equal(
    shown('Warning: deprecated\n\n    at train (a.js:1)\nlast'),
    'Warning: deprecated\n\n    at train (a.js:1)\nlast',
  );
});
