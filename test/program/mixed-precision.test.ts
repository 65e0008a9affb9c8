import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestOf, stepFamilies } from './step-programs.js';

const mixed = "import keras\nkeras.mixed_precision.set_global_policy('mixed_float16')\n";
/** What Keras casts for such a layer goes through its `call`, which is refused in words. */
const refused = ['mask_layers: a layer that takes the mask, in a functional model'];

test('a program with mixed precision is trained as it is without', () => {
  let compared = 0;
  for (const { family, version, cases } of stepFamilies()) {
    for (const each of cases.filter((_, i) => i % 3 === 0)) {
      const name = `${family}: ${each.about}`;
      if (refused.includes(name)) continue;
      const plain = requestOf(each, version);
      const request = requestOf({ ...each, program: mixed + each.program }, version);
      assert.equal(textOf(request.model.training), textOf(plain.model.training), name);
      assert.equal(textOf(request.objectives), textOf(plain.objectives), name);
      compared += 1;
    }
  }
  assert.ok(compared > 400, `${compared} programs`);
});

test('what is refused is', () => {
  for (const { family, version, cases } of stepFamilies())
    for (const each of cases)
      if (refused.includes(`${family}: ${each.about}`))
        assert.throws(
          () => requestOf({ ...each, program: mixed + each.program }, version),
          /mask beside other arguments/,
        );
});

/** What nodes and constants say; dims of no size have numbers that grow from program to program. */
function textOf(value: unknown): string {
  const text = JSON.stringify(value, (_key, each: unknown) =>
    each instanceof Map
      ? [...each]
      : ArrayBuffer.isView(each)
        ? `${each}`
        : typeof each === 'bigint'
          ? `${each}n`
          : each,
  );
  return text.replace(/#([^":]*):\d+/g, '#$1');
}
