"""Functions on tensors between layers: each in a small model, so that its gradient reaches the weights before it."""

from ask import ask, case

HEAD = """
from keras import ops
import tensorflow as tf
from tensorflow.keras import backend as K
"""


def model(expression, shape=(4,), units=5):
    """A model that computes `expression` of x, what a first layer gives for the input i."""
    return f"""{HEAD}
def make():
    i = keras.Input({shape})
    x = layers.Dense({units}, activation='tanh')(i)
    y = {expression}
    y = layers.Flatten()(y) if len(y.shape) > 1 else layers.Reshape((1,))(y)
    return keras.Model(i, layers.Dense(1)(y))"""


def of(expression, shape=(4,), units=5, about=None):
    return case(about or expression, "make()", before=model(expression, shape, units))


def within(expression, shape=(4,), units=5):
    """The same in a Lambda: TensorFlow's and K's functions take no symbolic tensors in Keras 3."""
    return case(
        expression, "make()", before=model(f"layers.Lambda(lambda x: {expression})(x)", shape, units)
    )


POSITIVE = "ops.abs(x) + 0.5"
unary = [
    of(f"ops.{name}(x)")
    for name in "exp expm1 sin cos tan tanh sigmoid square abs negative arctan arcsinh sinh cosh erf relu relu6 softplus softsign silu log_sigmoid hard_sigmoid hard_silu selu elu celu gelu leaky_relu softmax log_softmax hard_tanh tanh_shrink squareplus soft_shrink hard_shrink".split()
]
unary += [of(f"ops.{name}({POSITIVE})") for name in "log log2 log10 log1p sqrt rsqrt reciprocal".split()]
unary += [of(f"ops.{name}(x * 0.8)") for name in "arcsin arccos arctanh".split()]
unary += [of("ops.glu(x)", units=6), of("ops.arccosh(ops.abs(x) + 1.5)"), of("ops.gelu(x, approximate=False)"), of("ops.stop_gradient(x) * x")]

two = "ops.flip(x, axis=-1)"
binary = [of(f"ops.{name}(x, {two})") for name in "add subtract multiply maximum minimum logaddexp arctan2".split()]
binary += [
    of(f"x / ({two} + 3.0)"),
    of(f"ops.power({POSITIVE}, {two})"),
    of("x ** 3"),
    of("2.0 ** x"),
    of("1.0 - x"),
    of("x * 0.5 + 1"),
    of("-x"),
    of("abs(x)"),
    of("ops.divide_no_nan(x, ops.relu(x))"),
    of("ops.clip(x, -0.3, 0.4)"),
    of("ops.where(x > 0, x, 2 * x)"),
    of("ops.where(x > 0, x, 0.0)"),
    of("x * ops.cast(x > 0, 'float32')"),
    of("x % 0.3"),
    of(f"ops.hypot(x, {two})"),
    of("ops.add(x, values([5]))"),
    of("ops.expand_dims(x, 2) * ops.expand_dims(x, 1)"),
]

three = (3, 4)
reductions = [
    of(f"ops.{name}(x, axis=1)", three)
    for name in "sum mean max min prod std var logsumexp".split()
]
reductions += [
    of("ops.mean(x, axis=(1, 2), keepdims=True)", three),
    of("ops.sum(x, axis=-1, keepdims=True) * x", three),
    of("ops.norm(x, axis=-1)", three),
    of("ops.norm(x, ord=1, axis=-1)", three),
    of("ops.normalize(x, axis=-1)", three),
    of("ops.cumsum(x, axis=1)", three),
    of("ops.median(x, axis=-1)", three),
    of("ops.average(x, axis=1)", three),
    of("ops.moments(x, axes=[1])[0] + ops.moments(x, axes=[1])[1]", three),
    of("ops.cast(ops.argmax(x, axis=-1), 'float32') + x[:, :, 0]", three),
]

shapes = [
    of("ops.reshape(x, (-1, 5, 3))", three),
    of("ops.transpose(x, (0, 2, 1))[:, 1]", three),
    of("ops.expand_dims(x, -1)"),
    of("ops.squeeze(ops.expand_dims(x, 1), 1)"),
    of("ops.moveaxis(x, 1, 2)[:, :2]", three),
    of("ops.swapaxes(x, 1, 2)[:, 0]", three),
    of("ops.flip(x, axis=1)[:, :2]", three),
    of("ops.roll(x, 2, axis=-1)[:, :2]"),
    of("ops.rot90(x, axes=(1, 2))[:, 0]", three),
    of("ops.tile(x, (1, 3))"),
    of("ops.tile(x, (1, 2, 1)) * 0.5", three),
    of("ops.repeat(x, 3, axis=1)"),
    of("ops.repeat(x, [1, 0, 2, 1, 1], axis=1)"),
    of("ops.pad(x, [(0, 0), (1, 2)])"),
    of("ops.pad(x, [(0, 0), (1, 2)], mode='reflect')"),
    of("ops.pad(x, [(0, 0), (2, 1)], mode='symmetric')"),
    of("ops.concatenate([x, x * 2], axis=-1)"),
    of("ops.concatenate([x[:, :1], x], axis=1)", three),
    of("ops.stack([x, x * 2], axis=1)"),
    of("ops.split(x, 2, axis=-1)[0] * ops.split(x, 2, axis=-1)[1]", units=6),
    of("ops.split(x, [1, 3], axis=-1)[1]"),
    of("ops.unstack(x, axis=1)[1]", three),
    of("ops.append(x, x * 2, axis=1)"),
    of("x[:, 0]", three),
    of("x[:, -1]", three),
    of("x[:, 1:, ::2]", three),
    of("x[:, ::-1]"),
    of("x[..., None] * 2"),
    of("x[:, None, 1:4]"),
    of("ops.take(x, [0, 2, 2], axis=1)", three),
    of("ops.take(x, [0, 2, 2], axis=-1)", three),
    of("ops.take_along_axis(x, ops.argsort(x, axis=-1), axis=-1)[:, 0]", three),
    of("ops.top_k(x, 2)[0]"),
    of("ops.sort(x, axis=-1)[:, 1:3]"),
    of("ops.one_hot(ops.argmax(x, axis=-1), 5) * x"),
    of("ops.tril(x)", three, 3),
    of("ops.triu(x, k=1)", three, 3),
    of("ops.diff(x, axis=-1)"),
    of("ops.depth_to_space(ops.reshape(x, (-1, 1, 2, 4)), 2)", units=8),
    of("ops.zeros_like(x) + x"),
    of("ops.ones_like(x) * x"),
    of("x + ops.arange(5, dtype='float32')"),
    of("x * ops.linspace(0.0, 1.0, 5)"),
]

algebra = [
    of("ops.matmul(x, ops.transpose(x, (0, 2, 1)))", three),
    of("x @ values([5, 2])"),
    of("ops.matmul(x, values([5]))", three),
    of("ops.dot(x, values([5, 2]))"),
    of("ops.tensordot(x, values([5, 2]), axes=1)", three),
    of("ops.einsum('bij,bkj->bik', x, x)", three),
    of("ops.einsum('bij,jk->bik', x, values([5, 2]))", three),
    of("ops.einsum('bij,bij->bi', x, x)", three),
    of("ops.einsum('bij->bji', x)[:, 0]", three),
    of("ops.einsum('...i,...j->...ij', x, x)"),
    of("ops.einsum('bthd,bshd->bhts', ops.reshape(x, (-1, 3, 2, 3)), ops.reshape(x, (-1, 3, 2, 3)))", three, 6),
    of("ops.inner(x, values([5]))", three),
    of("ops.trace(x, axis1=1, axis2=2)", (5, 4)),
    of("ops.diagonal(x, axis1=1, axis2=2)", (5, 4)),
]

image = (6, 6, 2)
networks = [
    of("ops.conv(x, values([2, 5, 2]), strides=2)", (6, 4)),
    of("ops.depthwise_conv(x, values([3, 3, 3, 1]))", image, 3),
    of("ops.max_pool(x, 2)", image, 3),
    of("ops.average_pool(x, 2, strides=1, padding='same')", image, 3),
    of("ops.batch_normalization(x, values([5]), ops.abs(values([5])) + 0.5, axis=-1)"),
    of("ops.rms_normalization(x)"),
    of("ops.binary_crossentropy(ops.sigmoid(x), ops.sigmoid(x * 2))"),
    of("ops.categorical_crossentropy(ops.softmax(x), ops.softmax(x * 2))[:, None]"),
    of("ops.dot_product_attention(ops.reshape(x, (-1, 3, 2, 3)), ops.reshape(x, (-1, 3, 2, 3)), ops.reshape(x, (-1, 3, 2, 3)))", three, 6),
    of("keras.activations.relu(x, negative_slope=0.1, max_value=0.5)"),
]

tensorflow = [
    within("tf.nn.l2_normalize(x, axis=-1)"),
    within("tf.reduce_logsumexp(x, axis=1, keepdims=True)"),
    within("tf.math.squared_difference(x, 0.5)"),
    within("tf.clip_by_value(x, -0.3, 0.3)"),
    within("tf.clip_by_norm(x, 0.5, axes=1)"),
    within("tf.gather(x, [0, 2, 2], axis=1)"),
    within("tf.reshape(x, [tf.shape(x)[0], 1, 5])"),
    within("tf.concat([x, tf.zeros_like(x)], axis=-1)"),
    within("tf.stack([x, tf.square(x)], axis=1)"),
    within("tf.split(x, [2, 3], axis=-1)[1]"),
    within("tf.tile(x, [1, 2])"),
    within("tf.repeat(x, 2, axis=1)"),
    within("tf.pad(x, [[0, 0], [1, 1]])"),
    within("tf.linalg.band_part(x, -1, 0)", three, 3),
    within("tf.matmul(x, x, transpose_b=True)", three),
    within("tf.einsum('bij,bkj->bik', x, x)", three),
    within("tf.cumsum(x, axis=1, reverse=True, exclusive=True)"),
    within("tf.nn.conv2d(x, values([3, 3, 3, 2]), strides=2, padding='SAME')", image, 3),
    within("tf.nn.avg_pool2d(x, 2, 2, 'VALID')", image, 3),
    within("tf.nn.depth_to_space(x, 2)", image, 4),
    within("tf.math.top_k(x, 2)[0]"),
    within("tf.where(x > 0, x, tf.zeros_like(x))"),
    within("tf.one_hot(tf.argmax(x, axis=-1), 5) * x"),
    within("K.l2_normalize(x, axis=-1)"),
    within("K.batch_dot(x, x, axes=[2, 2])", three),
    within("K.mean(K.square(x), axis=-1, keepdims=True)"),
    within("K.clip(x, -0.2, 0.2)"),
    within("K.permute_dimensions(x, (0, 2, 1))[:, 0]", three),
    within("K.repeat_elements(x, 2, axis=1)"),
    within("K.repeat(x, 3)"),
    within("K.concatenate([x, x], axis=-1)"),
    within("K.dot(x, K.constant(values([5, 2])))"),
    within("K.sqrt(K.maximum(K.sum(K.square(x), axis=1, keepdims=True), K.epsilon()))"),
]

cases = [*unary, *binary, *reductions, *shapes, *algebra, *networks, *tensorflow]

if __name__ == "__main__":
    ask(cases)
