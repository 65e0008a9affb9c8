"""Training steps of layers of the program's own that take and pass masks."""

from ask import ask, case

GAPS = "np.where(np.arange(48).reshape(8, 6) % 5 < 2, 0, (np.arange(48) * 7 % 5 + 1).reshape(8, 6))"
MEAN = """class Mean(layers.Layer):
    def call(self, x, mask=None):
        if mask is None:
            return keras.ops.mean(x, axis=1)
        kept = keras.ops.expand_dims(keras.ops.cast(mask, 'float32'), -1)
        return keras.ops.sum(x * kept, axis=1) / keras.ops.sum(kept, axis=1)
"""

ask(
    [
        case(
            "a layer that takes the mask, in a Sequential",
            "keras.Sequential([keras.Input([6], dtype='int32'), layers.Embedding(6, 3, mask_zero=True), Mean(), layers.Dense(1)])",
            before=MEAN,
            x=GAPS,
        ),
        case(
            "a layer that takes the mask, in a functional model",
            "keras.Model(i, layers.Dense(1)(Mean()(layers.Embedding(6, 3, mask_zero=True)(i))))",
            before=MEAN + "\n\ni = keras.Input([6], dtype='int32')",
            x=GAPS,
        ),
        case(
            "a cell of the program's own",
            "keras.Sequential([keras.Input([6], dtype='int32'), layers.Embedding(6, 3, mask_zero=True), layers.RNN(Cell(4)), layers.Dense(1)])",
            before="class Cell(layers.Layer):\n    def __init__(self, units):\n        super().__init__()\n        self.units = units\n        self.state_size = units\n\n    def build(self, shape):\n        self.kernel = self.add_weight(shape=(shape[-1], self.units), name='kernel')\n        self.recurrent_kernel = self.add_weight(shape=(self.units, self.units), name='recurrent_kernel')\n\n    def call(self, inputs, states):\n        h = keras.ops.tanh(keras.ops.matmul(inputs, self.kernel) + keras.ops.matmul(states[0], self.recurrent_kernel))\n        return h, [h]\n",
            x=GAPS,
        ),
    ]
)
