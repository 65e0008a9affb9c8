"""Jacobians by `tf.GradientTape`: of all elements, sample by sample, of gradients, and gradients of them."""

from ask import ask

HEAD = """
import tensorflow as tf


def filled(model):
    model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
    return model


def shown(tensor):
    values = tensor.numpy().ravel()
    print(tensor.shape, tensor.dtype.name, [f'{v:.3f}' for v in (values + 1e-5)[:: max(1, values.size // 12)]], f'{values.sum() + 1e-5:.3f}')


"""

ask(
    {
        "by a tensor and by variables": HEAD
        + """
v = tf.constant([0.5, -1.0, 2.0, 0.0])
with tf.GradientTape() as tape:
    tape.watch(v)
    out = tf.sigmoid(v) * tf.reduce_sum(v)
shown(tape.jacobian(out, v))
layer = layers.Dense(5, activation='tanh')
layer.build([None, 4])
filled(layer)
own, other = tf.Variable([1.0, -2.0]), tf.Variable([[3.0], [4.0], [5.0]])
with tf.GradientTape(persistent=True) as tape:
    out = layer(x[:7])
    alone = tf.square(own)
kernel, bias = tape.jacobian(out, layer.trainable_variables)
shown(kernel)
shown(bias)
print(tape.jacobian(alone, other))
shown(tape.jacobian(alone, other, unconnected_gradients=tf.UnconnectedGradients.ZERO))
found = tape.jacobian(alone, {'b': own, 'k': other})
shown(found['b'])
print(found['k'])
scalar = tf.Variable(3.0)
with tf.GradientTape() as tape:
    cube = scalar ** 3
shown(tape.jacobian(cube, scalar))
try:
    tape.jacobian(cube, scalar)
except RuntimeError as e:
    print(e)
""",
        "of gradients, a Hessian": HEAD
        + """
model = filled(keras.Sequential([keras.Input([4]), layers.Dense(3, activation='tanh'), layers.Dense(1)]))
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        loss = tf.reduce_mean(tf.square(model(x[:8]) - y[:8]))
    gradient = inner.gradient(loss, model.layers[0].kernel)
hessian = outer.jacobian(gradient, model.layers[0].kernel)
shown(hessian)
flat = tf.reshape(hessian, [12, 12]).numpy()
print(np.allclose(flat, flat.T, atol=1e-5))
""",
        "sample by sample": HEAD
        + """
model = filled(keras.Sequential([keras.Input([4]), layers.Dense(6, activation='gelu'), layers.Dense(3, activation='softmax')]))
inputs = tf.constant(x[:5])
with tf.GradientTape(persistent=True) as tape:
    tape.watch(inputs)
    out = model(inputs)
    other = tf.reshape(out, [5, 3, 1]) * tf.reshape(inputs, [5, 1, 4])
shown(tape.batch_jacobian(out, inputs))
shown(tape.batch_jacobian(other, inputs))
whole = tape.jacobian(out, inputs)
shown(whole)
picked = tf.stack([whole[i, :, i] for i in range(5)])
print(np.allclose(picked, tape.batch_jacobian(out, inputs), atol=1e-6))
try:
    tape.batch_jacobian(out, model.layers[0].kernel)
except ValueError as e:
    print(e)
picture = tf.reshape(tf.constant(x[:32]), [2, 8, 8, 1])
conv = filled(keras.Sequential([keras.Input([8, 8, 1]), layers.Conv2D(2, 3, strides=2, activation='relu'), layers.MaxPooling2D(), layers.Flatten(), layers.Dense(2)]))
with tf.GradientTape() as tape:
    tape.watch(picture)
    out = conv(picture)
shown(tape.batch_jacobian(out, picture))
""",
        "gradients of them": HEAD
        + """
model = filled(keras.Sequential([keras.Input([4]), layers.Dense(6, activation='tanh'), layers.Dense(2)]))
optimizer = keras.optimizers.SGD(0.1)
inputs = tf.constant(x[:6])
for step in range(3):
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            inner.watch(inputs)
            out = model(inputs)
        slopes = inner.batch_jacobian(out, inputs)
        penalty = tf.reduce_mean(tf.square(slopes)) + tf.reduce_mean(tf.square(out))
    optimizer.apply(outer.gradient(penalty, model.trainable_variables), model.trainable_variables)
    print(f'{float(penalty):.4f}')
w = tf.Variable([0.5, -0.3, 0.2])
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        out = tf.sin(w) * tf.reduce_sum(w * w)
    full = inner.jacobian(out, w)
    norm = tf.reduce_sum(full ** 2)
shown(outer.gradient(norm, w))
""",
        "through a recurrent layer": HEAD
        + """
model = filled(keras.Sequential([keras.Input([5, 4]), layers.LSTM(3), layers.Dense(2)]))
inputs = tf.reshape(tf.constant(x), [8, 5, 4])
with tf.GradientTape(persistent=True) as tape:
    tape.watch(inputs)
    out = model(inputs)
shown(tape.batch_jacobian(out, inputs))
shown(tape.jacobian(out, model.trainable_variables[1]))
""",
    }
)
