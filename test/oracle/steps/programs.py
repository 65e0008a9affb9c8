"""Layers and models of the program's own classes, and Lambda."""

from ask import ask, case

LINEAR = """
class Linear(layers.Layer):
    def __init__(self, units=4, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), initializer='glorot_uniform', name='w')
        self.b = self.add_weight(shape=(self.units,), initializer='zeros', name='b')

    def call(self, inputs):
        return keras.ops.matmul(inputs, self.w) + self.b
"""

OPS = "from keras import ops\n"
TF = "import tensorflow as tf\n"


BUILT = """
def built(model, shape):
    model([values(each) for each in shape] if isinstance(shape[0], list) else values(shape))
    return model
"""


def within(layer, shape=(4,), more="", head="layers.Dense(1)"):
    inner = f", {more}" if more else ""
    return f"keras.Sequential([keras.Input({shape}), layers.Dense(5), {layer}{inner}, {head}])"






cases = [
    # Lambda
    case("Lambda: square", within("layers.Lambda(lambda x: x ** 2)")),
    case("Lambda: with arguments", within("layers.Lambda(lambda x, scale: x * scale, arguments={'scale': 3.0})")),
    case("Lambda: a function with closures", within("layers.Lambda(scaled)"), before="factor = 0.5\n\ndef scaled(x):\n    shifted = x + 1.0\n    return shifted * factor"),
    case("Lambda: output_shape", within("layers.Lambda(lambda x: ops.concatenate([x, x], axis=-1), output_shape=(10,))"), before=OPS),
    case("Lambda: TensorFlow's functions", within("layers.Lambda(lambda x: tf.nn.l2_normalize(x, axis=-1))"), before=TF),
    case("Lambda: reduce_mean", within("layers.Lambda(lambda x: tf.reduce_mean(x, axis=1, keepdims=True))"), before=TF),
    case("Lambda: expand_dims before LSTM-like shapes", "keras.Sequential([keras.Input((6,)), layers.Lambda(lambda x: tf.expand_dims(x, axis=-1)), layers.Conv1D(3, 2), layers.Flatten(), layers.Dense(1)])", before=TF),
    case("Lambda: of several tensors", "make()", before="""
def make():
    a = keras.Input((3,))
    b = layers.Dense(3)(a)
    c = layers.Lambda(lambda t: t[0] * t[1] - t[0])([a, b])
    return keras.Model(a, layers.Dense(1)(c))"""),
    case("Lambda: training", within("layers.Lambda(lambda x, training=None: x * 2.0 if training else x)")),
    case("Lambda: slices", within("layers.Lambda(lambda x: x[:, 1:4])")),
    case("Lambda: euclidean distance of two towers", "make()", before="""
from keras import ops

def distance(vectors):
    x, y = vectors
    total = ops.sum(ops.square(x - y), axis=1, keepdims=True)
    return ops.sqrt(ops.maximum(total, 1e-7))

def make():
    a, b = keras.Input((3,)), keras.Input((3,))
    tower = layers.Dense(4, activation='tanh')
    d = layers.Lambda(distance, output_shape=(1,))([tower(a), tower(b)])
    return keras.Model([a, b], layers.Dense(1)(d))""", x=[[8, 3], [8, 3]]),
    # Layers
    case("Layer: build and call", within("Linear(3)"), before=LINEAR),
    case("Layer: used twice", "make()", before=LINEAR + """
def make():
    i = keras.Input((4,))
    shared = Linear(4)
    return keras.Model(i, layers.Dense(1)(shared(shared(i))))"""),
    case("Layer: weights in __init__", within("Scale(5)"), before="""
class Scale(layers.Layer):
    def __init__(self, size):
        super().__init__()
        self.scale = self.add_weight(shape=(size,), initializer='ones')

    def call(self, x):
        return x * self.scale"""),
    case("Layer: sublayers", within("Block(4)"), before="""
class Block(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.first = layers.Dense(units, activation='relu')
        self.second = layers.Dense(units)
        self.norm = layers.BatchNormalization()

    def call(self, x):
        return self.norm(self.second(self.first(x)))"""),
    case("Layer: residual block with a list of layers", within("Residual(5, 3)"), before="""
class Residual(layers.Layer):
    def __init__(self, units, count, **kwargs):
        super().__init__(**kwargs)
        self.hidden = [layers.Dense(units, activation='elu') for _ in range(count)]

    def call(self, inputs):
        x = inputs
        for layer in self.hidden:
            x = layer(x)
        return inputs + x"""),
    case("Layer: training argument", within("Noise()"), before="""
class Noise(layers.Layer):
    def call(self, inputs, training=None):
        if training:
            return inputs + 1.0
        return inputs"""),
    case("Layer: training passed to a sublayer", within("Wrapped()"), before="""
class Wrapped(layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization(momentum=0.5)

    def call(self, inputs, training=False):
        return self.norm(inputs, training=training)"""),
    case("Layer: add_loss", within("Activity(0.1)"), before=OPS + """
class Activity(layers.Layer):
    def __init__(self, rate):
        super().__init__()
        self.rate = rate

    def call(self, inputs):
        self.add_loss(self.rate * ops.mean(ops.square(inputs)))
        return inputs"""),
    case("Layer: add_loss of a vector", within("Activity()"), before=OPS + """
class Activity(layers.Layer):
    def call(self, inputs):
        self.add_loss(ops.mean(ops.abs(inputs), axis=1))
        return inputs"""),
    case("Layer: add_weight with a regulariser", within("Linear(3)"), before=LINEAR.replace("name='w')", "name='w', regularizer=keras.regularizers.L2(0.1))")),
    case("Layer: add_weight with a constraint", within("Linear(3)"), before=LINEAR.replace("name='w')", "name='w', constraint='non_neg')")),
    case("Layer: a frozen weight", within("Linear(3)"), before=LINEAR.replace("name='b')", "name='b', trainable=False)")),
    case("Layer: trainable=False", within("Linear(3, trainable=False)"), before=LINEAR),
    case("Layer: activity_regularizer", within("Linear(3, activity_regularizer='l2')"), before=LINEAR),
    case("Layer: a running mean by assign", within("Centre()"), before=OPS + """
class Centre(layers.Layer):
    def build(self, shape):
        self.mean = self.add_weight(shape=(shape[-1],), initializer='zeros', trainable=False)

    def call(self, inputs, training=False):
        if training:
            self.mean.assign(0.9 * self.mean + 0.1 * ops.mean(inputs, axis=0))
        return inputs - self.mean"""),
    case("Layer: a counter by assign_add", within("Count()"), before="""
class Count(layers.Layer):
    def build(self, shape):
        self.count = self.add_weight(shape=(1,), initializer='zeros', trainable=False)

    def call(self, inputs, training=False):
        if training:
            self.count.assign_add(1.0)
        return inputs"""),
    case("Layer: get_config, and TensorFlow's functions", within("Quadratic(3)"), before=TF + """
class Quadratic(tf.keras.layers.Layer):
    def __init__(self, units=32, **kwargs):
        super(Quadratic, self).__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.a = self.add_weight(name='a', shape=(input_shape[-1], self.units), initializer='random_normal', trainable=True)
        self.c = self.add_weight(name='c', shape=(self.units,), initializer='zeros', trainable=True)

    def call(self, inputs):
        return tf.matmul(tf.math.square(inputs), self.a) + self.c

    def get_config(self):
        config = super().get_config()
        config.update({'units': self.units})
        return config"""),
    case("Layer: activation by name", within("Dense2(3, 'relu')"), before=LINEAR + """
class Dense2(Linear):
    def __init__(self, units, activation=None):
        super().__init__(units)
        self.activation = keras.activations.get(activation)

    def call(self, inputs):
        return self.activation(super().call(inputs))"""),
    case("Layer: positional embedding", "keras.Sequential([keras.Input((6,), dtype='int32'), Positions(6, 10, 4), layers.GlobalAveragePooling1D(), layers.Dense(1)])", x="classes([8, 6], 10)", before=OPS + """
class Positions(layers.Layer):
    def __init__(self, length, size, width):
        super().__init__()
        self.length = length
        self.tokens = layers.Embedding(size, width)
        self.places = layers.Embedding(length, width)

    def call(self, inputs):
        positions = ops.arange(0, self.length, 1)
        return self.tokens(inputs) + self.places(positions)"""),
    case("Layer: positional embedding by tf.range of the input's length", "keras.Sequential([keras.Input((6,), dtype='int32'), Positions(6, 10, 4), layers.Flatten(), layers.Dense(1)])", x="classes([8, 6], 10)", before=TF + """
class Positions(layers.Layer):
    def __init__(self, length, size, width):
        super().__init__()
        self.token_emb = layers.Embedding(input_dim=size, output_dim=width)
        self.pos_emb = layers.Embedding(input_dim=length, output_dim=width)

    def call(self, x):
        maxlen = tf.shape(x)[-1]
        positions = tf.range(start=0, limit=maxlen, delta=1)
        positions = self.pos_emb(positions)
        x = self.token_emb(x)
        return x + positions"""),
    case("Layer: self attention with weights of its own", "keras.Sequential([keras.Input((5, 3)), Attention(4), layers.Flatten(), layers.Dense(1)])", before=OPS + """
class Attention(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.width = width

    def build(self, shape):
        self.q = self.add_weight(shape=(shape[-1], self.width))
        self.k = self.add_weight(shape=(shape[-1], self.width))
        self.v = self.add_weight(shape=(shape[-1], self.width))

    def call(self, x):
        q, k, v = ops.matmul(x, self.q), ops.matmul(x, self.k), ops.matmul(x, self.v)
        scores = ops.matmul(q, ops.transpose(k, (0, 2, 1))) / ops.sqrt(ops.cast(self.width, 'float32'))
        return ops.matmul(ops.softmax(scores, axis=-1), v)"""),
    case("Layer: Bahdanau's attention", "make()", before=TF + """
class Attention(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.W1 = layers.Dense(units)
        self.W2 = layers.Dense(units)
        self.V = layers.Dense(1)

    def call(self, query, values):
        query = tf.expand_dims(query, 1)
        score = self.V(tf.nn.tanh(self.W1(query) + self.W2(values)))
        weights = tf.nn.softmax(score, axis=1)
        context = tf.reduce_sum(weights * values, axis=1)
        return context, weights

def make():
    i = keras.Input((5, 3))
    context, weights = Attention(4)(i[:, -1], i)
    return keras.Model(i, layers.Dense(1)(context))"""),
    case("Layer: attention over time with K", "keras.Sequential([keras.Input((5, 3)), Attention(), layers.Dense(1)])", before="""
import tensorflow.keras.backend as K

class Attention(layers.Layer):
    def build(self, input_shape):
        self.W = self.add_weight(name='att_weight', shape=(input_shape[-1], 1), initializer='normal')
        self.b = self.add_weight(name='att_bias', shape=(input_shape[1], 1), initializer='zeros')
        super().build(input_shape)

    def call(self, x):
        e = K.tanh(K.dot(x, self.W) + self.b)
        a = K.softmax(e, axis=1)
        return K.sum(x * a, axis=1)"""),
    case("Layer: multi-head attention by reshapes", "keras.Sequential([keras.Input((4, 6)), Heads(6, 2), layers.GlobalAveragePooling1D(), layers.Dense(1)])", before=TF + """
class Heads(layers.Layer):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.depth = width // heads
        self.width = width
        self.wq = layers.Dense(width)
        self.wk = layers.Dense(width)
        self.wv = layers.Dense(width)
        self.out = layers.Dense(width)

    def split(self, x, batch_size):
        x = tf.reshape(x, (batch_size, -1, self.heads, self.depth))
        return tf.transpose(x, perm=[0, 2, 1, 3])

    def call(self, x):
        batch_size = tf.shape(x)[0]
        q, k, v = (self.split(layer(x), batch_size) for layer in (self.wq, self.wk, self.wv))
        scores = tf.matmul(q, k, transpose_b=True) / tf.math.sqrt(tf.cast(self.depth, tf.float32))
        heads = tf.matmul(tf.nn.softmax(scores), v)
        heads = tf.transpose(heads, perm=[0, 2, 1, 3])
        return self.out(tf.reshape(heads, (batch_size, -1, self.width)))"""),
    case("Layer: transformer block", "keras.Sequential([keras.Input((4, 6)), Transformer(6, 2, 8), layers.GlobalAveragePooling1D(), layers.Dense(1)])", before="""
class Transformer(layers.Layer):
    def __init__(self, width, heads, hidden, rate=0.0):
        super().__init__()
        self.att = layers.MultiHeadAttention(num_heads=heads, key_dim=width)
        self.ffn = keras.Sequential([layers.Dense(hidden, activation='relu'), layers.Dense(width)])
        self.layernorm1 = layers.LayerNormalization(epsilon=1e-6)
        self.layernorm2 = layers.LayerNormalization(epsilon=1e-6)
        self.dropout1 = layers.Dropout(rate)
        self.dropout2 = layers.Dropout(rate)

    def call(self, inputs, training=False):
        attn_output = self.att(inputs, inputs)
        attn_output = self.dropout1(attn_output, training=training)
        out1 = self.layernorm1(inputs + attn_output)
        ffn_output = self.ffn(out1)
        ffn_output = self.dropout2(ffn_output, training=training)
        return self.layernorm2(out1 + ffn_output)"""),
    case("Layer: patches and a class token", "keras.Sequential([keras.Input((8, 8, 3)), Tokens(4, 5), layers.Flatten(), layers.Dense(1)])", before=OPS + """
class Tokens(layers.Layer):
    def __init__(self, size, width):
        super().__init__()
        self.size, self.width = size, width
        self.projection = layers.Dense(width)

    def build(self, shape):
        self.token = self.add_weight(shape=(1, 1, self.width), initializer='zeros')

    def call(self, images):
        n = self.size
        x = ops.reshape(images, (-1, 8 // n, n, 8 // n, n, 3))
        x = ops.reshape(ops.transpose(x, (0, 1, 3, 2, 4, 5)), (-1, (8 // n) ** 2, n * n * 3))
        x = self.projection(x)
        token = ops.tile(self.token, (ops.shape(x)[0], 1, 1))
        return ops.concatenate([token, x], axis=1)"""),
    case("Layer: broadcast_to of a class token", "keras.Sequential([keras.Input((4, 5)), Token(5), layers.Flatten(), layers.Dense(1)])", before=TF + """
class Token(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.width = width

    def build(self, shape):
        self.token = self.add_weight(shape=(1, 1, self.width), initializer='zeros')

    def call(self, x):
        batch = tf.shape(x)[0]
        token = tf.broadcast_to(self.token, [batch, 1, self.width])
        return tf.concat([token, x], axis=1)"""),
    case("Layer: returns a dict", "make()", before="""
class Both(layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(3)

    def call(self, x):
        h = self.dense(x)
        return {'hidden': h, 'twice': h * 2}

def make():
    i = keras.Input((4,))
    both = Both()(i)
    return keras.Model(i, layers.Dense(1)(layers.add([both['hidden'], both['twice']])))"""),
    case("Layer: called on a list", "make()", before="""
class Mix(layers.Layer):
    def build(self, shapes):
        self.share = self.add_weight(shape=(len(shapes),), initializer='ones')

    def call(self, inputs):
        total = 0.0
        for i, x in enumerate(inputs):
            total = total + self.share[i] * x
        return total

def make():
    i = keras.Input((4,))
    return keras.Model(i, layers.Dense(1)(Mix()([layers.Dense(3)(i), layers.Dense(3)(i)])))"""),
    case("Layer: keyword tensors", "make()", before="""
class Gate(layers.Layer):
    def __init__(self):
        super().__init__()
        self.gate = layers.Dense(3, activation='sigmoid')

    def call(self, x, other=None):
        return x if other is None else x * self.gate(other)

def make():
    i = keras.Input((4,))
    return keras.Model(i, layers.Dense(1)(Gate()(layers.Dense(3)(i), other=i)))"""),
    case("Layer: tied weights", "make()", before=OPS + """
class Tied(layers.Layer):
    def __init__(self, dense):
        super().__init__()
        self.dense = dense

    def build(self, shape):
        self.bias = self.add_weight(shape=(4,), initializer='zeros')

    def call(self, x):
        return ops.matmul(x, ops.transpose(self.dense.kernel)) + self.bias

def make():
    i = keras.Input((4,))
    dense = layers.Dense(3, activation='tanh')
    return keras.Model(i, layers.Dense(1)(Tied(dense)(dense(i))))"""),
    case("Layer: derives from Dense", within("Doubled(3)"), before="""
class Doubled(layers.Dense):
    def call(self, inputs):
        return 2.0 * super().call(inputs)"""),
    case("Layer: radial basis functions", within("RBF(3, 0.5)"), before=TF + """
class RBF(layers.Layer):
    def __init__(self, units, gamma):
        super().__init__()
        self.units = units
        self.gamma = gamma

    def build(self, input_shape):
        self.mu = self.add_weight(name='mu', shape=(int(input_shape[1]), self.units), initializer='uniform', trainable=True)

    def call(self, inputs):
        diff = tf.expand_dims(inputs, axis=-1) - self.mu
        return tf.exp(-1 * self.gamma * tf.reduce_sum(tf.pow(diff, 2), axis=1))"""),
    case("Layer: vector quantiser", "keras.Sequential([keras.Input((4,)), layers.Dense(4), Quantiser(3, 4), layers.Dense(1)])", before=TF + """
class Quantiser(layers.Layer):
    def __init__(self, count, width, beta=0.25):
        super().__init__()
        self.count, self.width, self.beta = count, width, beta
        self.codes = self.add_weight(shape=(width, count), initializer='uniform')

    def call(self, x):
        similarity = tf.matmul(x, self.codes)
        distances = tf.reduce_sum(x ** 2, axis=1, keepdims=True) + tf.reduce_sum(self.codes ** 2, axis=0) - 2 * similarity
        indices = tf.argmin(distances, axis=1)
        quantised = tf.matmul(tf.one_hot(indices, self.count), self.codes, transpose_b=True)
        commitment = tf.reduce_mean((tf.stop_gradient(quantised) - x) ** 2)
        codebook = tf.reduce_mean((quantised - tf.stop_gradient(x)) ** 2)
        self.add_loss(self.beta * commitment + codebook)
        return x + tf.stop_gradient(quantised - x)"""),
    case("Layer: sampling with no spread", "make()", before=OPS + """
class Sampling(layers.Layer):
    def call(self, inputs):
        z_mean, z_log_var = inputs
        batch = ops.shape(z_mean)[0]
        dim = ops.shape(z_mean)[1]
        epsilon = keras.random.normal(shape=(batch, dim))
        return z_mean + 0.0 * ops.exp(0.5 * z_log_var) * epsilon

def make():
    i = keras.Input((4,))
    z = Sampling()([layers.Dense(2)(i), layers.Dense(2)(i)])
    return keras.Model(i, layers.Dense(1)(z))"""),
    case("Layer: squash of capsules", "keras.Sequential([keras.Input((6,)), layers.Dense(12), layers.Reshape((4, 3)), Squash(), layers.Flatten(), layers.Dense(1)])", before=TF + """
class Squash(layers.Layer):
    def call(self, vectors):
        s = tf.reduce_sum(tf.square(vectors), axis=-1, keepdims=True)
        scale = s / (1 + s) / tf.sqrt(s + 1e-7)
        return scale * vectors"""),
    case("Layer: squeeze and excite", "keras.Sequential([keras.Input((5, 5, 4)), Excite(2), layers.GlobalMaxPooling2D(), layers.Dense(1)])", before=TF + """
class Excite(layers.Layer):
    def __init__(self, ratio):
        super().__init__()
        self.ratio = ratio

    def build(self, input_shape):
        channels = input_shape[-1]
        self.pool = layers.GlobalAveragePooling2D()
        self.d1 = layers.Dense(channels // self.ratio, activation='relu')
        self.d2 = layers.Dense(channels, activation='sigmoid')

    def call(self, x):
        s = self.d2(self.d1(self.pool(x)))
        return x * s[:, tf.newaxis, tf.newaxis, :]"""),
    case("Layer: loops over time", "keras.Sequential([keras.Input((4, 3)), Cell(5), layers.Dense(1)])", before=OPS + """
class Cell(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units = units

    def build(self, shape):
        self.steps = shape[1]
        self.w = self.add_weight(shape=(shape[-1], self.units))
        self.u = self.add_weight(shape=(self.units, self.units))

    def call(self, x):
        h = ops.zeros((ops.shape(x)[0], self.units))
        for t in range(self.steps):
            h = ops.tanh(ops.matmul(x[:, t], self.w) + ops.matmul(h, self.u))
        return h"""),
    # Models
    case("Model: subclass", "built(Net(), [8, 4])", x=[8, 4], before="""
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.d1 = layers.Dense(5, activation='relu')
        self.d2 = layers.Dense(1)

    def call(self, inputs):
        return self.d2(self.d1(inputs))"""),
    case("Model: training argument and batch normalisation", "built(Net(), [8, 4])", x=[8, 4], before="""
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.d1 = layers.Dense(5)
        self.norm = layers.BatchNormalization(momentum=0.6)
        self.drop = layers.Dropout(0.0)
        self.d2 = layers.Dense(1)

    def call(self, inputs, training=False):
        x = self.norm(self.d1(inputs), training=training)
        if training:
            x = self.drop(x, training=training)
        return self.d2(x)"""),
    case("Model: batch normalisation without a training argument", "built(Net(), [8, 4])", x=[8, 4], before="""
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()
        self.out = layers.Dense(1)

    def call(self, inputs):
        return self.out(self.norm(inputs))"""),
    case("Model: loop over layers", "built(Net([6, 5, 4]), [8, 4])", x=[8, 4], before="""
class Net(keras.Model):
    def __init__(self, sizes):
        super().__init__()
        self.hidden = [layers.Dense(size, activation='tanh') for size in sizes]
        self.out = layers.Dense(1)

    def call(self, x):
        for layer in self.hidden:
            x = layer(x)
        return self.out(x)"""),
    case("Model: two inputs in a tuple", "built(Net(), [[8, 4], [8, 3]])", x=[[8, 4], [8, 3]], before="""
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.a = layers.Dense(4)
        self.b = layers.Dense(4)
        self.out = layers.Dense(1)

    def call(self, inputs):
        x, y = inputs
        return self.out(keras.ops.concatenate([self.a(x), self.b(y)], axis=-1))"""),
    case("Model: two outputs", "built(Net(), [8, 4])", x=[8, 4], y="[values([8, 1], 5), values([8, 2], 6)]", loss="['mse', 'mae']", before="""
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.body = layers.Dense(4, activation='relu')
        self.one = layers.Dense(1)
        self.two = layers.Dense(2)

    def call(self, inputs):
        x = self.body(inputs)
        return self.one(x), self.two(x)"""),
    case("Model: nested models", "built(Net(), [8, 4])", x=[8, 4], before="""
class Block(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.d = layers.Dense(units, activation='relu')
        self.norm = layers.BatchNormalization()

    def call(self, x, training=False):
        return self.norm(self.d(x), training=training)

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.one = Block(5)
        self.two = keras.Sequential([layers.Dense(4, activation='relu'), layers.Dense(3)])
        self.out = layers.Dense(1)

    def call(self, x):
        return self.out(self.two(self.one(x)))"""),
    case("Model: autoencoder of Sequentials", "built(Autoencoder(3), [8, 6])", x=[8, 6], y="values([8, 6], 3)", before="""
class Autoencoder(keras.Model):
    def __init__(self, latent):
        super().__init__()
        self.encoder = keras.Sequential([layers.Dense(latent, activation='relu')])
        self.decoder = keras.Sequential([layers.Dense(6, activation='sigmoid')])

    def call(self, x):
        return self.decoder(self.encoder(x))"""),
    case("Model: convolutional, TensorFlow's spelling", "built(Net(), [6, 8, 8, 1])", x=[6, 8, 8, 1], y="classes([6], 4)", loss="'sparse_categorical_crossentropy'", compile="metrics=['accuracy']", before=TF + """
class Net(tf.keras.Model):
    def __init__(self):
        super(Net, self).__init__()
        self.conv1 = tf.keras.layers.Conv2D(4, 3, activation='relu')
        self.flatten = tf.keras.layers.Flatten()
        self.d1 = tf.keras.layers.Dense(5, activation='relu')
        self.d2 = tf.keras.layers.Dense(4, activation='softmax')

    def call(self, x):
        x = self.conv1(x)
        x = self.flatten(x)
        x = self.d1(x)
        return self.d2(x)"""),
    case("Model: add_loss and a weight of its own", "built(Net(), [8, 4])", x=[8, 4], before=OPS + """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.scale = self.add_weight(shape=(4,), initializer='ones')
        self.out = layers.Dense(1)

    def call(self, x):
        self.add_loss(0.1 * ops.sum(ops.square(self.scale)))
        return self.out(x * self.scale)"""),
    case("Model: wide and deep", "built(Net(), [8, 4])", x=[8, 4], before="""
class Net(keras.Model):
    def __init__(self, units=6, activation='relu', **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = layers.Dense(units, activation=activation)
        self.hidden2 = layers.Dense(units, activation=activation)
        self.main_output = layers.Dense(1)

    def call(self, inputs):
        hidden = self.hidden2(self.hidden1(inputs))
        concat = keras.layers.concatenate([inputs[:, :2], hidden])
        return self.main_output(concat)"""),
    case("Model: subclass within a functional one", "make()", before="""
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.d = layers.Dense(3, activation='relu')
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(self.d(x), training=training)

def make():
    i = keras.Input((4,))
    return keras.Model(i, layers.Dense(1)(Net()(i)))"""),
    case("Model: functional by super().__init__", "Net()", before="""
class Net(keras.Model):
    def __init__(self):
        i = keras.Input((4,))
        super().__init__(i, layers.Dense(1)(layers.Dense(3, activation='relu')(i)))"""),
    case("Model: metrics, sample weights", "built(Net(), [8, 4])", x=[8, 4], compile="metrics=['mae']", fit="sample_weight=np.arange(8) / 4", before="""
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = layers.Dense(1)

    def call(self, x):
        return self.out(x)"""),
    case("Model: residual network", "built(ResNet(), [4, 8, 8, 3])", x=[4, 8, 8, 3], y="classes([4], 3)", loss="keras.losses.SparseCategoricalCrossentropy(from_logits=True)", optimizer="keras.optimizers.SGD(0.01)", before=TF + """
class Block(layers.Layer):
    def __init__(self, filters, strides=1):
        super().__init__()
        self.conv1 = layers.Conv2D(filters, 3, strides=strides, padding='same')
        self.bn1 = layers.BatchNormalization()
        self.relu = layers.Activation('relu')
        self.conv2 = layers.Conv2D(filters, 3, padding='same')
        self.bn2 = layers.BatchNormalization()
        if strides != 1:
            self.down = keras.Sequential([layers.Conv2D(filters, 1, strides=strides)])
        else:
            self.down = lambda x: x

    def call(self, inputs, training=None):
        out = self.relu(self.bn1(self.conv1(inputs), training=training))
        out = self.bn2(self.conv2(out), training=training)
        return tf.nn.relu(layers.add([out, self.down(inputs)]))

class ResNet(keras.Model):
    def __init__(self):
        super().__init__()
        self.stem = keras.Sequential([layers.Conv2D(4, 3), layers.BatchNormalization(), layers.Activation('relu')])
        self.one = keras.Sequential([Block(4), Block(4)])
        self.two = Block(6, 2)
        self.pool = layers.GlobalAveragePooling2D()
        self.fc = layers.Dense(3)

    def call(self, x, training=None):
        x = self.stem(x, training=training)
        x = self.two(self.one(x, training=training), training=training)
        return self.fc(self.pool(x))"""),
]

for each in cases:
    if "built(" in each["program"]:
        each["program"] = each["program"].replace("\nmodel = ", BUILT + "\nmodel = ", 1)

if __name__ == "__main__":
    ask(cases)
