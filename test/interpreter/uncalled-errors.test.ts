import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../server/language/analyse.js';

test('functions that nobody calls may meet objects without the state of their bases: nothing throws', () => {
  for (const program of [
    'from keras.layers import Dense\nclass A(Dense):\n    def __init__(self):\n        pass\n    def call(self, x):\n        return super().__call__(x)\n',
    'class B(set):\n    def __init__(self, tracker):\n        self.tracker = tracker\n    def clear(self):\n        super().clear()\n',
    'import keras\ndef f(self: keras.optimizers.Adam):\n    self.learning_rate = 3\nclass C(keras.optimizers.Adam):\n    def __init__(self):\n        pass\n    def g(self):\n        self.learning_rate = 3\n',
  ])
    assert(analyse(`${program}x = 1\n`).bindings.some(({ name }) => name === 'x'));
});
