import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodedText } from '../../runtime/decoded-text.js';
import { ScriptError } from '../../server/language/interpreter/script-error.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import { hostOf } from './run-program.js';

/** Bytes that Python's own encoder makes of the text. */
const cases = [
  ['euc-kr', [0xc0, 0xcf, 0xc0, 0xda, 0x2c, 0x31], '일자,1'],
  ['EUC_KR', [0xbd, 0xc3, 0xb0, 0xa1], '시가'],
  ['cp949', [0xbd, 0xc3, 0xb0, 0xa1], '시가'],
  ['cp932', [0x93, 0xfa, 0x96, 0x7b, 0xb1], '日本ｱ'],
  ['gbk', [0xd6, 0xd0, 0xce, 0xc4], '中文'],
  ['euc_jp', [0xc6, 0xfc, 0xcb, 0xdc], '日本'],
] as const;

function printed(bytes: readonly number[], encoding: string): string {
  const said: string[] = [];
  const host = { ...hostOf('numbers', Number.POSITIVE_INFINITY, said), decodeText: decodedText };
  run(`print(bytes([${bytes.join(', ')}]).decode('${encoding}'))\n`, 'program.py', host, silentRecorder);
  return said.join('');
}

for (const [encoding, bytes, text] of cases)
  test(`bytes in ${encoding}`, () => assert.equal(printed(bytes, encoding), `${text}\n`));

for (const bytes of [
  [0x41, 0xff],
  [0x8c, 0x63],
])
  test(`bytes ${bytes} end the run`, () => {
    assert.throws(
      () => printed(bytes, 'cp949'),
      (error) => error instanceof ScriptError && /not all of this encoding/.test(error.message),
    );
  });

test('on shapes a text of such bytes is not known', () => {
  const host = hostOf('shapes', 1 << 20);
  run("text = b'\\xc0\\xcf'.decode('euc-kr')\nlength = len(text) + 1\n", 'program.py', host, silentRecorder);
});
