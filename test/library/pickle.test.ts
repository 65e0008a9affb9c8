import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PickleError, readPickle } from '../../server/language/library/numpy/pickle.js';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

test('numbers, texts and containers of a pickle are read', () => {
  // pickle.dumps({'a': [1, -2, 3.5, None, True], 'é': (b'\x00\xff',)}, protocol=3)
  const pickled =
    '\x80\x03}q\x00(X\x01\x00\x00\x00aq\x01]q\x02(K\x01J\xfe\xff\xff\xffG@\x0c\x00\x00\x00\x00\x00\x00N\x88eX\x02\x00\x00\x00\xc3\xa9q\x03C\x02\x00\xffq\x04\x85q\x05u.';
  const value = readPickle(bytes(pickled));
  assert.ok(value.kind === 'dict');
  const [list, pair] = [...value.entries.values()].map((entry) => entry.value);
  assert.deepEqual(
    [...value.entries.values()].map(({ key }) => key.kind === 'str' && key.value),
    ['a', 'é'],
  );
  assert.ok(list?.kind === 'list' && pair?.kind === 'tuple');
  assert.deepEqual(
    list.elements.map((each) => ('value' in each ? each.value : each.kind)),
    [1, -2, 3.5, 'none', true],
  );
  const [held] = pair.elements;
  assert.ok(held?.kind === 'bytes' && held.data);
  assert.deepEqual([...held.data], [0, 255]);
});

test('an array of protocol 5 is read', () => {
  // pickle.dumps(np.array([[1, 2], [3, 4]], dtype='int16'), protocol=5)
  const value = readPickle(
    bytes(
      '\x80\x05\x95~\x00\x00\x00\x00\x00\x00\x00\x8c\x13numpy._core.numeric\x94\x8c\x0b_frombuffer\x94\x93\x94(\x96\x08\x00\x00\x00\x00\x00\x00\x00\x01\x00\x02\x00\x03\x00\x04\x00\x94\x8c\x05numpy\x94\x8c\x05dtype\x94\x93\x94\x8c\x02i2\x94\x89\x88\x87\x94R\x94(K\x03\x8c\x01<\x94NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00t\x94bK\x02K\x02\x86\x94\x8c\x01C\x94t\x94R\x94.',
    ),
  );
  assert.ok(value.kind === 'tensor' && value.dtype === 'int16');
  assert.deepEqual(
    [value.shape, [...(value.data ?? [])]],
    [
      [2, 2],
      [1, 2, 3, 4],
    ],
  );
});

test('what a pickle would call is refused, and nothing of it happens', () => {
  const refused = (text: string, said: RegExp) =>
    assert.throws(
      () => readPickle(bytes(text)),
      (error) => error instanceof PickleError && said.test(error.message),
    );
  refused("cos\nsystem\n(S'touch hacked'\ntR.", /names os\.system/);
  refused('\x80\x04\x8c\x08builtins\x8c\x04eval\x93.', /names builtins\.eval/);
  refused('cnumpy\nndarray\n.', /numpy\.ndarray itself/);
  refused("\x80\x02cnumpy\ndtype\n(S'i4'\nI0\nI1\ntR.", /is not read/);
});

test('a pickle that is cut short or damaged is refused', () => {
  for (const text of [
    '',
    '\x80\x03',
    '\x80\x03]q\x00(K\x01',
    'X\xff\xff\xff\xffab',
    '\x80\x03K\x01a.',
    'h\x05.',
    'e.',
    '\x0e.',
    // A whole number that no double holds, one that is none, a text with escapes, tuples nested without end.
    '\x80\x02\x8a\x09\x01\x00\x00\x00\x00\x00\x00\x00\x01.',
    'Iabc\n.',
    "S'a\\n'\n.",
    'V\\u00e9\n.',
    `)${'\x85'.repeat(200_000)}.`,
  ])
    assert.throws(() => readPickle(bytes(text)), PickleError);
});
