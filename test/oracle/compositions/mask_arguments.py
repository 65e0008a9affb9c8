"""Which masks Keras gives to a layer's call, and which of them it notes down as a part of the model."""

import keras
from keras import layers, ops


class TemporalSoftmax(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True

    def call(self, inputs, mask=None):
        assert mask is not None
        weight = ops.cast(mask[..., None], "float32")
        exp = ops.exp(inputs) * weight
        return exp / ops.sum(exp * weight, axis=-1, keepdims=True)


class Pair(layers.Layer):
    def call(self, query, value, query_mask=None, value_mask=None):
        return query * ops.cast(query_mask[..., None], "float32") + value * ops.cast(value_mask[..., None], "float32")


class First(layers.Layer):
    def call(self, x, training=None, mask=None):
        first, second = mask
        return x[0] * ops.cast(first[..., None], "float32") + x[1] * ops.cast(second[..., None], "float32")


class Pooling(layers.Layer):
    def call(self, x, mask=None):
        if mask is None:
            return ops.mean(x, axis=1)
        return ops.concatenate([ops.mean(x, axis=1)] * 2, axis=-1)


words = keras.Input(shape=(7,), dtype="int32")
x = layers.Embedding(10, 6, mask_zero=True)(words)
keras.Model(words, TemporalSoftmax()(layers.Dense(1)(x)))
keras.Model(words, Pair()(TemporalSoftmax()(x), x))
keras.Model(words, First()([x, x]))
keras.Model(words, Pooling()(x))
keras.Model(words, Pooling()(x, mask=None))
keras.Model(words, Pooling()(layers.LSTM(5)(x)[:, None]))
keras.Model(words, layers.LSTM(3)(x))
keras.Model(words, layers.LSTM(3)(x, training=True))
keras.Model(words, layers.LSTM(3)(sequences=x))
keras.Model(words, layers.LSTM(3, dtype="float16")(x))
keras.Model(words, layers.Attention()([x, x]))
keras.Model(words, layers.TimeDistributed(layers.Dense(2))(x))
keras.Model(words, layers.Bidirectional(layers.LSTM(2))(x))
features = keras.Input((7, 6))
inner = keras.Model(features, layers.LSTM(2)(features))
keras.Model(words, inner(x))
keras.Model(words, inner(x, training=False))
keras.Model(words, keras.Sequential([layers.LSTM(2)])(x))
