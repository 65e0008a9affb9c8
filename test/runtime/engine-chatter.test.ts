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

test('all else is shown as it is, the last line too', () => {
  assert.equal(
    shown('Warning: deprecated\n\n    at train (a.js:1)\nlast'),
    'Warning: deprecated\n\n    at train (a.js:1)\nlast',
  );
});
