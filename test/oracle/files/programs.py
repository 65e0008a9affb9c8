"""Models that are saved and loaded, here and by Keras: each makes `model` and compiles it; its inputs are drawn by their shapes.

Keras 2 runs those of `PROGRAMS` too.
"""

PROGRAMS = {
    "dense": """
model = keras.Sequential([keras.Input((8,)), layers.Dense(6, activation='relu'), layers.Dense(3, activation='softmax')])
model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])
""",
    "regularised": """
model = keras.Sequential([
    keras.Input((8,)),
    layers.Dense(6, activation='tanh', kernel_regularizer='l2', bias_constraint='non_neg', kernel_initializer='he_normal'),
    layers.Dropout(0.3),
    layers.Dense(1),
])
model.compile(keras.optimizers.SGD(0.01, momentum=0.9), 'mse', metrics=['mae'])
""",
    "built by data": """
model = keras.Sequential([layers.Dense(4, activation='elu'), layers.Dense(2)], name='later')
model.build((None, 5))
model.compile('rmsprop', 'mse')
""",
    "cnn": """
model = keras.Sequential([
    keras.Input((8, 8, 3)),
    layers.Conv2D(4, 3, padding='same', activation='relu'),
    layers.MaxPooling2D(),
    layers.Conv2D(6, (3, 3), strides=1),
    layers.Flatten(),
    layers.Dense(2, activation='sigmoid'),
])
model.compile('adam', 'mse')
""",
    "batch normalisation": """
model = keras.Sequential([
    keras.Input((8, 8, 2)),
    layers.Conv2D(4, 3, use_bias=False),
    layers.BatchNormalization(momentum=0.8),
    layers.ReLU(),
    layers.GlobalAveragePooling2D(),
    layers.Dense(2),
])
model.compile('adam', 'mse')
""",
    "embedding": """
model = keras.Sequential([keras.Input((6,)), layers.Embedding(5, 4), layers.GlobalAveragePooling1D(), layers.Dense(1)])
model.compile('adam', 'mse')
""",
    "lstm": """
model = keras.Sequential([keras.Input((5, 3)), layers.LSTM(4), layers.Dense(1)])
model.compile('adam', 'mse')
""",
    "gru": """
model = keras.Sequential([keras.Input((5, 3)), layers.GRU(4, return_sequences=True), layers.GRU(3), layers.Dense(1)])
model.compile('adam', 'mse')
""",
    "bidirectional": """
model = keras.Sequential([keras.Input((5, 3)), layers.Bidirectional(layers.LSTM(4)), layers.Dense(1)])
model.compile('adam', 'mse')
""",
    "simple rnn, step by step": """
model = keras.Sequential([
    keras.Input((5, 3)),
    layers.SimpleRNN(4, return_sequences=True),
    layers.TimeDistributed(layers.Dense(2, activation='relu')),
    layers.Flatten(),
    layers.Dense(1),
])
model.compile('adam', 'mse')
""",
    "two inputs": """
a = keras.Input((4,), name='left')
b = keras.Input((3,), name='right')
x = layers.Concatenate()([layers.Dense(5, activation='relu')(a), layers.Dense(5)(b)])
model = keras.Model([a, b], layers.Dense(2, name='answer')(x), name='joined')
model.compile('adam', 'mse')
""",
    "two outputs": """
i = keras.Input((4,))
x = layers.Dense(5, activation='relu')(i)
model = keras.Model(i, [layers.Dense(2, name='first')(x), layers.Dense(1, name='second')(x)])
model.compile('adam', ['mse', 'mae'])
""",
    "nested": """
block = keras.Sequential([keras.Input((4,)), layers.Dense(6, activation='relu'), layers.Dense(4)], name='block')
i = keras.Input((4,))
model = keras.Model(i, layers.Dense(1)(layers.Add()([i, block(i)])))
model.compile('adam', 'mse')
""",
    "nested twice": """
i = keras.Input((4,), name='inner_in')
inner = keras.Model(i, layers.Dense(4, activation='tanh')(i), name='inner')
o = keras.Input((4,), name='outer_in')
model = keras.Model(o, layers.Dense(1)(inner(inner(o))))
model.compile('adam', 'mse')
""",
    "shared": """
a = keras.Input((4,), name='left')
b = keras.Input((4,), name='right')
shared = layers.Dense(3, activation='relu', name='tower')
model = keras.Model([a, b], layers.Dense(1)(layers.Subtract()([shared(a), shared(b)])))
model.compile('adam', 'mse')
""",
    "residual": """
i = keras.Input((6, 6, 4))
x = layers.Conv2D(4, 3, padding='same', activation='relu')(i)
x = layers.Add()([x, i])
x = layers.AveragePooling2D(2)(x)
model = keras.Model(i, layers.Dense(2)(layers.Flatten()(x)))
model.compile('adam', 'mse')
""",
    "convolutions of one axis": """
model = keras.Sequential([
    keras.Input((9, 3)),
    layers.Conv1D(4, 3, padding='causal', dilation_rate=2, activation='relu'),
    layers.SeparableConv1D(5, 2),
    layers.GlobalMaxPooling1D(),
    layers.Dense(1),
])
model.compile('adam', 'mse')
""",
    "depthwise": """
model = keras.Sequential([
    keras.Input((7, 7, 3)),
    layers.DepthwiseConv2D(3, depth_multiplier=2),
    layers.SeparableConv2D(4, 3, activation='relu'),
    layers.GlobalAveragePooling2D(),
    layers.Dense(2),
])
model.compile('adam', 'mse')
""",
    "attention": """
i = keras.Input((5, 8))
x = layers.MultiHeadAttention(2, 4)(i, i)
x = layers.LayerNormalization()(layers.Add()([i, x]))
model = keras.Model(i, layers.Dense(1)(layers.GlobalAveragePooling1D()(x)))
model.compile('adam', 'mse')
""",
    "activations": """
model = keras.Sequential([
    keras.Input((8,)),
    layers.Dense(6),
    layers.PReLU(),
    layers.Dense(6),
    layers.ELU(alpha=0.5),
    layers.Dense(3),
    layers.Softmax(),
])
model.compile('adam', 'mse')
""",
    "autoencoder": """
model = keras.Sequential([
    keras.Input((8, 8, 1)),
    layers.Conv2D(3, 3, strides=2, padding='same', activation='relu'),
    layers.Conv2DTranspose(3, 3, strides=2, padding='same', activation='relu'),
    layers.Conv2D(1, 3, padding='same', activation='sigmoid'),
    layers.Reshape((64,)),
])
model.compile('adam', 'mse')
""",
    "frozen": """
base = keras.Sequential([keras.Input((4,)), layers.Dense(4, activation='relu'), layers.BatchNormalization()], name='base')
base.trainable = False
model = keras.Sequential([keras.Input((4,)), base, layers.Dense(1)])
model.compile('adam', 'mse')
""",
}

#: Of Keras 3 alone: operations on tensors, and classes of the program.
OWN = """
@keras.saving.register_keras_serializable('mine')
class Scaled(layers.Layer):
    def __init__(self, units, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.factor = factor

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), initializer='glorot_uniform', name='kernel')
        self.bias = self.add_weight(shape=(self.units,), initializer='zeros', name='bias')

    def call(self, inputs):
        return keras.ops.tanh(keras.ops.matmul(inputs, self.kernel) * self.factor + self.bias)

    def get_config(self):
        config = super().get_config()
        config.update({'units': self.units, 'factor': self.factor})
        return config


@keras.saving.register_keras_serializable()
class Block(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.wide = layers.Dense(units * 2, activation='relu')
        self.again = layers.Dense(units)
        self.norm = layers.BatchNormalization()

    def call(self, inputs, training=None):
        return self.norm(self.again(self.wide(inputs)) + inputs, training=training)

    def get_config(self):
        return {**super().get_config(), 'units': self.units}

"""
PROGRAMS_OF_3 = {
    "operators": """
a = keras.Input((4,), name='left')
b = keras.Input((4,), name='right')
h = layers.Dense(4, activation='relu')(a)
h = (h + b * 0.5 - 1) / 2 + (-a) ** 2
model = keras.Model([a, b], layers.Dense(2)(h))
model.compile('adam', 'mse')
""",
    "functions on tensors": """
i = keras.Input((6, 4))
h = layers.Dense(5)(i)
weights = keras.ops.softmax(keras.ops.mean(h, axis=-1), axis=-1)
summed = keras.ops.sum(h * keras.ops.expand_dims(weights, -1), axis=1)
most = keras.ops.max(h, axis=1)
both = keras.ops.concatenate([keras.ops.relu(summed), keras.ops.tanh(most), h[:, 0], h[:, -1, 1:3]], axis=-1)
model = keras.Model(i, layers.Dense(2)(keras.ops.reshape(keras.ops.sqrt(keras.ops.abs(both) + 1e-3), (-1, 17))))
model.compile('adam', 'mse')
""",
    "products of tensors": """
i = keras.Input((5, 4))
q, k = layers.Dense(3)(i), layers.Dense(3)(i)
scores = keras.ops.matmul(q, keras.ops.transpose(k, (0, 2, 1)))
mixed = keras.ops.einsum('bij,bjk->bik', keras.ops.softmax(scores / 3**0.5), i)
clipped = keras.ops.clip(mixed, -1.0, 1.0)
chosen = keras.ops.where(clipped > 0.1, clipped, keras.ops.square(clipped))
model = keras.Model(i, layers.Dense(1)(layers.Flatten()(keras.ops.maximum(chosen, keras.ops.stack([i[:, 0]] * 5, axis=1)))))
model.compile('adam', 'mse')
""",
    "a layer of the program": OWN + """
model = keras.Sequential([keras.Input((8,)), Scaled(6, factor=0.5, name='scaled'), layers.Dense(3)])
model.compile('adam', 'mse')
""",
    "layers in a layer of the program": OWN + """
i = keras.Input((4,))
model = keras.Model(i, layers.Dense(2)(Block(4)(Block(4)(layers.Dense(4)(i)))))
model.compile('adam', 'mse')
""",
}

HEAD = """import numpy as np
import keras
from keras import layers

def values(shape, seed):
    count = int(np.prod(shape))
    return np.abs(np.sin(np.arange(count) * 1.7 + seed)).reshape(shape).astype('float32')
"""

#: Inputs and labels of 16 samples; token numbers where the model begins with an Embedding.
DATA = """
scale = 4 if any(type(layer).__name__ == 'Embedding' for layer in model.layers) else 1
x = [values([16] + list(tensor.shape[1:]), k) * scale for k, tensor in enumerate(model.inputs)]
x = [np.floor(each) for each in x] if scale > 1 else x
y = [values([16] + list(tensor.shape[1:]), k + 5) for k, tensor in enumerate(model.outputs)]
x, y = (x if len(x) > 1 else x[0]), (y if len(y) > 1 else y[0])
"""


def program(name):
    return HEAD + (PROGRAMS.get(name) or PROGRAMS_OF_3[name]) + DATA
