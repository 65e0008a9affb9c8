"""Training loops of the program's own: gradients by `tf.GradientTape`, steps of optimisers, metrics as objects."""

from ask import ask

LOOP = """
import tensorflow as tf


def network(*hidden):
    model = keras.Sequential([keras.Input([4]), *hidden, layers.Dense(3, activation='tanh'), layers.Dense(1)])
    model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
    return model


def shown(model):
    for w in model.get_weights():
        print(w.shape, [f'{v:.3f}' for v in w.ravel()[:6]])


model = network()
loss_fn = keras.losses.MeanSquaredError()
"""


def optimized(made, extra=""):
    return (
        LOOP
        + f"""
optimizer = {made}
for step in range(6):
    at = step % 5 * 8
    with tf.GradientTape() as tape:
        loss = loss_fn(y[at:at + 8], model(x[at:at + 8], training=True))
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
    print(step, f'{{float(loss):.4f}}')
shown(model)
print(int(optimizer.iterations), len(optimizer.variables))
{extra}"""
    )


ask(
    {
        "the loop of Keras's guide": LOOP
        + """
optimizer = keras.optimizers.Adam(learning_rate=0.01)
metric = keras.metrics.MeanAbsoluteError()
for epoch in range(3):
    for at in range(0, 40, 8):
        with tf.GradientTape() as tape:
            predictions = model(x[at:at + 8], training=True)
            loss = loss_fn(y[at:at + 8], predictions)
        grads = tape.gradient(loss, model.trainable_weights)
        optimizer.apply_gradients(zip(grads, model.trainable_weights))
        metric.update_state(y[at:at + 8], predictions)
    print(f'epoch {epoch}: loss {loss.numpy():.4f}, mae {float(metric.result()):.4f}')
    metric.reset_state()
shown(model)
""",
        **{
            f"steps of {made}": optimized(made)
            for made in [
                "keras.optimizers.SGD(0.05)",
                "keras.optimizers.SGD(0.05, momentum=0.9, nesterov=True)",
                "keras.optimizers.RMSprop(0.01, momentum=0.5, centered=True)",
                "keras.optimizers.AdamW(0.01)",
                "keras.optimizers.Adagrad(0.05)",
                "keras.optimizers.Nadam(0.01)",
                "keras.optimizers.Ftrl(0.05)",
                "keras.optimizers.Adafactor(0.05)",
                "keras.optimizers.Lion(0.01)",
                "keras.optimizers.SGD(0.05, clipnorm=0.3)",
                "keras.optimizers.SGD(0.05, global_clipnorm=0.3)",
                "keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.05, 2, 0.5))",
                "keras.optimizers.SGD(0.05, gradient_accumulation_steps=2)",
                "keras.optimizers.Adam(0.05, use_ema=True, ema_overwrite_frequency=3)",
            ]
        },
        "a rate that the program changes": optimized("keras.optimizers.Adam(0.01)", "optimizer.learning_rate = 0.5")
        + """
print(f'{float(optimizer.learning_rate):.4f}')
with tf.GradientTape() as tape:
    loss = loss_fn(y, model(x))
optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
shown(model)
""",
        "gradients that the program clips": LOOP
        + """
optimizer = keras.optimizers.SGD(0.1)
for clip in ['norm', 'value', 'global']:
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(y - model(x)))
    grads = tape.gradient(loss, model.trainable_variables)
    if clip == 'norm':
        grads = [tf.clip_by_norm(g, 0.2) for g in grads]
    elif clip == 'value':
        grads = [tf.clip_by_value(g, -0.1, 0.1) for g in grads]
    else:
        grads, norm = tf.clip_by_global_norm(grads, 0.5)
        print(f'{norm.numpy():.4f}')
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
    print(clip, f'{loss.numpy():.4f}')
shown(model)
""",
        "variables of the program": """
import tensorflow as tf

w = tf.Variable(tf.ones([4, 1]) * 0.1, name='w')
b = tf.Variable(0.0)
for step in range(5):
    with tf.GradientTape() as tape:
        error = tf.matmul(x, w) + b - y
        loss = tf.reduce_mean(error ** 2)
    dw, db = tape.gradient(loss, [w, b])
    w.assign_sub(0.3 * dw)
    b.assign(b - 0.3 * db)
    print(f'{loss:.4f}')
print(np.round(w.numpy().ravel(), 3), f'{b.numpy():.3f}')
print(w.name, w.shape, w.dtype.name, w.trainable)
b.assign_add(1.0)
print(f'{b.numpy():.3f}')
""",
        "gradients of functions": """
import tensorflow as tf

a = tf.constant(3.0)
with tf.GradientTape() as tape:
    tape.watch(a)
    b = a * a + tf.sin(a)
print(f'{tape.gradient(b, a):.4f}')
with tf.GradientTape(persistent=True) as tape:
    tape.watch(a)
    p = a * a
    q = p * p
print(float(tape.gradient(q, a)), float(tape.gradient(p, a)), float(tape.gradient(q, p)))
v = tf.Variable([1.0, 2.0])
with tf.GradientTape() as tape:
    out = tf.reduce_sum(v * v * a)
print(tape.gradient(out, [v, a]))
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        cube = v ** 3
    first = inner.gradient(cube, v)
print(first.numpy(), outer.gradient(first, v).numpy())
fixed = tf.Variable(2.0, trainable=False)
with tf.GradientTape() as tape:
    out = tf.reduce_sum(v) * fixed
print(tape.gradient(out, {'v': v, 'fixed': fixed}))
with tf.GradientTape() as tape:
    out = tf.reduce_sum(tf.stop_gradient(v) * v)
print(tape.gradient(out, v).numpy())
with tf.GradientTape() as tape:
    out = 3.0 * v
print(tape.gradient(out, v, output_gradients=tf.constant([1.0, 10.0])).numpy())
before = v * 2.0
with tf.GradientTape() as tape:
    out = before * v
print(tape.gradient(out, v).numpy())
with tf.GradientTape(watch_accessed_variables=False) as tape:
    out = v * v
print(tape.gradient(out, v))
with tf.GradientTape() as tape:
    out = v * v
tape.gradient(out, v)
try:
    tape.gradient(out, v)
except RuntimeError as error:
    print(str(error)[:40])
with tf.GradientTape() as tape:
    out = tf.constant(1.0)
print(tape.gradient(out, v, unconnected_gradients='zero'))
with tf.GradientTape() as tape:
    top = v[0] * 2.0 - v[1]
    if top > 1.0:
        top = top * 10.0
    else:
        top = -top
print(float(top), tape.gradient(top, v).numpy())
""",
        "an image's gradient by its pixels": """
import tensorflow as tf

model = keras.Sequential([
    keras.Input([6, 6, 2]), layers.Conv2D(3, 3, activation='relu'), layers.MaxPooling2D(2),
    layers.Flatten(), layers.Dense(2),
])
model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
image = tf.constant(np.sin(np.arange(72) * 0.7).reshape(1, 6, 6, 2).astype('float32'))
with tf.GradientTape() as tape:
    tape.watch(image)
    score = model(image)[:, 1]
by_pixel = tape.gradient(score, image)
print(by_pixel.shape, np.round(by_pixel.numpy().ravel()[:12], 3))
""",
        "layers that do something else while training": """
import tensorflow as tf

model = keras.Sequential([keras.Input([4]), layers.Dense(5), layers.BatchNormalization(momentum=0.5), layers.Dense(1)])
model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 + 0.6 for w in model.get_weights()])
optimizer = keras.optimizers.SGD(0.01)
for at in range(0, 40, 10):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(model(x[at:at + 10], training=True) - y[at:at + 10]))
    print(f'{loss:.4f}')
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
for w in model.get_weights():
    print(np.round(w.ravel()[:5], 3))
print(np.round(model(x[:2]).numpy().ravel(), 3), np.round(model.predict(x[:2], verbose=0).ravel(), 3))
""",
        "two networks against each other": """
import tensorflow as tf


def network(inputs, outputs):
    model = keras.Sequential([keras.Input([inputs]), layers.Dense(4), layers.LeakyReLU(), layers.Dense(outputs)])
    model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
    return model


generator, discriminator = network(2, 4), network(4, 1)
entropy = keras.losses.BinaryCrossentropy(from_logits=True)
g_optimizer, d_optimizer = keras.optimizers.Adam(0.01), keras.optimizers.Adam(0.01)
for step in range(4):
    noise = np.sin(np.arange(20) + step).reshape(10, 2).astype('float32')
    real = x[step * 10:step * 10 + 10]
    with tf.GradientTape() as g_tape, tf.GradientTape() as d_tape:
        fake = generator(noise, training=True)
        real_out, fake_out = discriminator(real, training=True), discriminator(fake, training=True)
        g_loss = entropy(tf.ones_like(fake_out), fake_out)
        d_loss = entropy(tf.ones_like(real_out), real_out) + entropy(tf.zeros_like(fake_out), fake_out)
    g_grads = g_tape.gradient(g_loss, generator.trainable_variables)
    d_grads = d_tape.gradient(d_loss, discriminator.trainable_variables)
    g_optimizer.apply_gradients(zip(g_grads, generator.trainable_variables))
    d_optimizer.apply_gradients(zip(d_grads, discriminator.trainable_variables))
    print(step, f'{g_loss:.4f} {d_loss:.4f}')
print(np.round(generator.get_weights()[0].ravel(), 3), np.round(discriminator.get_weights()[0].ravel()[:4], 3))
""",
        "a step in a tf.function": LOOP
        + """
optimizer = keras.optimizers.SGD(0.05)
mean = keras.metrics.Mean(name='loss')
accuracy = keras.metrics.BinaryAccuracy()


@tf.function
def train_step(xb, yb):
    with tf.GradientTape() as tape:
        logits = model(xb, training=True)
        loss = loss_fn(yb, logits)
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
    mean.update_state(loss)
    accuracy.update_state(tf.cast(yb > 0, tf.float32), logits)
    return loss


losses = []
for epoch in range(2):
    for at in range(0, 40, 16):
        losses.append(train_step(x[at:at + 16], y[at:at + 16]))
    print(f'{mean.result():.4f}', f'{accuracy.result():.3f}')
    mean.reset_state()
    accuracy.reset_state()
print([f'{loss.numpy():.4f}' for loss in losses])
shown(model)
""",
        "a model of the program's own, then fit": """
import tensorflow as tf


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = layers.Dense(4, activation='relu')
        self.drop = layers.Dropout(0.5)
        self.last = layers.Dense(1)

    def call(self, inputs, training=False):
        h = self.first(inputs)
        if training:
            h = h * 2.0
        return self.last(h)


model = Net()
model(x[:1])
model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
optimizer = keras.optimizers.Adam(0.02)
for at in range(0, 40, 20):
    with tf.GradientTape() as tape:
        loss = keras.ops.mean(keras.losses.mean_absolute_error(y[at:at + 20], model(x[at:at + 20], training=True)))
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_weights), model.trainable_weights))
    print(f'{loss:.4f}')
model.compile('sgd', 'mse')
history = model.fit(x, y, epochs=2, shuffle=False, verbose=0)
print([f'{v:.4f}' for v in history.history['loss']])
print(np.round(model(x[:3], training=False).numpy().ravel(), 3))
""",
        "losses of layers": """
import tensorflow as tf


class Penalty(layers.Layer):
    def call(self, inputs):
        self.add_loss(0.1 * keras.ops.sum(keras.ops.square(inputs)))
        return inputs


inputs = keras.Input([4])
outputs = layers.Dense(1, activity_regularizer="l2", kernel_regularizer=keras.regularizers.L2(0.1), bias_regularizer='l1')(Penalty()(layers.Dense(3)(inputs)))
model = keras.Model(inputs, outputs)
model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
optimizer = keras.optimizers.SGD(0.01)
for step in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(y - model(x, training=True)))
        print(len(model.losses), [f'{float(each):.4f}' for each in model.losses])
        loss += sum(model.losses)
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_weights), model.trainable_weights))
    print(f'{loss:.4f}')
""",
        "a step through a step: learning to learn": """
import tensorflow as tf
def net():
    m = keras.Sequential([keras.Input((1,)), layers.Dense(8, activation='relu'), layers.Dense(1)])
    m.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in m.get_weights()])
    return m
model = net()
opt = keras.optimizers.Adam(0.01)
for it in range(3):
    x = np.linspace(-1, 1, 10).reshape(-1, 1).astype('float32'); y = np.sin(x + it).astype('float32')
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            l = tf.reduce_mean((model(x) - y) ** 2)
        g = inner.gradient(l, model.trainable_variables)
        fast = [w - 0.1 * gi for w, gi in zip(model.trainable_variables, g)]
        h = tf.nn.relu(tf.matmul(x, fast[0]) + fast[1])
        out = tf.matmul(h, fast[2]) + fast[3]
        meta = tf.reduce_mean((out - y) ** 2)
    grads = outer.gradient(meta, model.trainable_variables)
    opt.apply_gradients(zip(grads, model.trainable_variables))
    print(f'{l:.4f} {meta:.4f}', f'{tf.linalg.global_norm(grads):.4f}')
""",
        "gradients that the program sums up": """
import tensorflow as tf
x = np.sin(np.arange(160) * 1.7).reshape(40, 4).astype('float32'); y = x[:, :1]
model = keras.Sequential([keras.Input((4,)), layers.Dense(3, activation='relu'), layers.Dense(1)])
model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
opt = keras.optimizers.SGD(0.1)
accumulated = [tf.zeros_like(v) for v in model.trainable_variables]
losses = []
for step in range(4):
    with tf.GradientTape() as tape:
        loss = keras.losses.mean_squared_error(y[step*10:step*10+10], model(x[step*10:step*10+10], training=True))
        loss = tf.reduce_mean(loss) * (1.0 + 0.1 * step)
    grads = tape.gradient(loss, model.trainable_variables)
    accumulated = [a + g for a, g in zip(accumulated, grads)]
    losses.append(loss)
    if step % 2 == 1:
        opt.apply_gradients([(a / 2.0, v) for a, v in zip(accumulated, model.trainable_variables)])
        accumulated = [tf.zeros_like(v) for v in model.trainable_variables]
print([f'{l.numpy():.4f}' for l in losses], f'{np.mean(losses):.4f}', f'{tf.reduce_mean(losses):.4f}')
for g in grads: print(g.shape, np.round(g.numpy().ravel()[:3], 4))
for w in model.get_weights(): print(np.round(w.ravel()[:4], 3))
ema = [w.numpy() * 0.5 for w in model.weights]
for w, e in zip(model.weights, ema): w.assign(e)
print(np.round(model.weights[0].numpy()[0], 3), model.trainable_variables[0].shape)
layer = model.layers[0]
with tf.GradientTape() as tape:
    s = tf.reduce_sum(layer.kernel ** 2) + tf.reduce_sum(layer.bias)
dk, db = tape.gradient(s, [layer.kernel, layer.bias])
print(np.round(dk.numpy()[0], 3), db.numpy())
x1 = tf.constant(x[:2])
with tf.GradientTape(persistent=True) as tape:
    tape.watch(x1)
    out = model(x1)
    first, second = out[0, 0], out[1, 0]
print(np.round(tape.gradient(first, x1).numpy(), 3), np.round(tape.gradient(second, x1).numpy(), 3))
del tape
""",
        "a module of TensorFlow's": """
import tensorflow as tf
TRUE_W, TRUE_B = 3.0, 2.0
x = tf.linspace(-2, 2, 201)
x = tf.cast(x, tf.float32)
y = x * TRUE_W + TRUE_B
class MyModel(tf.Module):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.w = tf.Variable(5.0)
        self.b = tf.Variable(0.0)
    def __call__(self, x):
        return self.w * x + self.b
model = MyModel()
print("Variables:", len(model.variables))
def loss(target_y, predicted_y):
    return tf.reduce_mean(tf.square(target_y - predicted_y))
def train(model, x, y, learning_rate):
    with tf.GradientTape() as t:
        current_loss = loss(y, model(x))
    dw, db = t.gradient(current_loss, [model.w, model.b])
    model.w.assign_sub(learning_rate * dw)
    model.b.assign_sub(learning_rate * db)
weights, biases = [], []
for epoch in range(5):
    train(model, x, y, learning_rate=0.1)
    weights.append(model.w.numpy())
    biases.append(model.b.numpy())
    print(f"Epoch {epoch}: W = {model.w.numpy():.3f} b = {model.b.numpy():.3f} loss {loss(y, model(x)):2.5f}")
""",
        "variables of a module of modules": """
import tensorflow as tf


class Dense(tf.Module):
    def __init__(self, size_in, size_out, name=None):
        super().__init__(name=name)
        self.w = tf.Variable(tf.ones([size_in, size_out]) * 0.1, name='w')
        self.b = tf.Variable(tf.zeros([size_out]), name='b')
        self.steps = tf.Variable(0.0, trainable=False)

    def __call__(self, x):
        self.steps.assign_add(1.0)
        return tf.nn.tanh(tf.matmul(x, self.w) + self.b)


class Network(tf.Module):
    def __init__(self):
        super().__init__()
        self.stack = [Dense(4, 3), Dense(3, 1)]
        self.scale = tf.Variable(2.0)

    def __call__(self, x):
        for layer in self.stack:
            x = layer(x)
        return x * self.scale


network = Network()
print([v.name for v in network.trainable_variables], len(network.variables))
optimizer = keras.optimizers.SGD(0.1)
for step in range(4):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(network(x) - y))
    grads = tape.gradient(loss, network.trainable_variables)
    for g, v in zip(grads, network.trainable_variables):
        v.assign_sub(0.5 * g)
    print(f'{loss:.4f}')
print(float(network.stack[0].steps), np.round(network.stack[0].w.numpy()[0], 4))
""",
        "recurrent layers and attention": """
import tensorflow as tf
from keras import ops


def settle(model):
    model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])


tokens = (np.arange(60).reshape(12, 5) * 7) % 11
labels = (np.arange(12) % 3)
inputs = keras.Input((5,))
h = layers.Embedding(11, 4)(inputs)
h = layers.Bidirectional(layers.LSTM(3))(h)
outputs = layers.Dense(3)(h)
model = keras.Model(inputs, outputs)
settle(model)
opt = keras.optimizers.RMSprop(0.01)
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
acc = keras.metrics.SparseCategoricalAccuracy()
for step in range(5):
    with tf.GradientTape() as tape:
        logits = model(tokens, training=True)
        loss = loss_fn(labels, logits)
    g = tape.gradient(loss, model.trainable_variables)
    opt.apply_gradients(zip(g, model.trainable_variables))
    acc.update_state(labels, logits)
    print(f'{loss:.4f} {acc.result():.3f}')
gru = keras.Sequential([keras.Input((5, 2)), layers.GRU(3, return_sequences=True), layers.Dense(1)])
settle(gru)
seq = np.sin(np.arange(80)).reshape(8, 5, 2).astype('float32')
opt = keras.optimizers.SGD(0.1)
for step in range(3):
    with tf.GradientTape() as tape:
        out = gru(seq, training=True)
        loss = tf.reduce_mean(tf.abs(out[:, -1] - seq[:, 0, :1])) + 0.1 * tf.reduce_sum(out ** 2) / 8
    opt.apply_gradients(zip(tape.gradient(loss, gru.trainable_variables), gru.trainable_variables))
    print(f'{loss:.4f}')
att = layers.MultiHeadAttention(2, 3)
q = tf.constant(seq)
out = att(q, q)
settle2 = [np.cos(np.arange(w.numpy().size) * 1.3).reshape(w.shape) * 0.5 for w in att.weights]
att.set_weights(settle2)
with tf.GradientTape() as tape:
    tape.watch(q)
    s = tf.reduce_sum(att(q, q, use_causal_mask=True) ** 2)
g = tape.gradient(s, [q] + att.trainable_variables)
print(f'{s:.4f}', [f'{tf.norm(each):.4f}' for each in g])
""",
        "masks, frozen layers, tensors between layers, a loss of the program's own": """
import tensorflow as tf
from keras import ops


def settle(model):
    model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])


# mask + own loop
tokens = (np.arange(60).reshape(12, 5) * 7) % 5
model = keras.Sequential([keras.Input((5,)), layers.Embedding(5, 4, mask_zero=True), layers.LSTM(3), layers.Dense(1)])
settle(model)
opt = keras.optimizers.SGD(0.1)
t = np.arange(12).reshape(12, 1) / 12
for step in range(3):
    with tf.GradientTape() as tape:
        loss = keras.losses.MeanSquaredError()(t, model(tokens, training=True))
    opt.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    print(f'{loss:.4f}')
# frozen layers, partial training
model = keras.Sequential([keras.Input((4,)), layers.Dense(3, activation='tanh'), layers.Dense(1)])
settle(model)
model.layers[0].trainable = False
print(len(model.trainable_variables))
for step in range(2):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(x) - y) ** 2)
    opt2 = keras.optimizers.Adam(0.05)
    opt2.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    print(f'{loss:.4f}')
print([np.round(w.ravel()[:3], 3).tolist() for w in model.get_weights()])
# intermediate activations: grad-cam
i = keras.Input((8, 8, 1)); o = layers.Dense(2)(layers.GlobalAveragePooling2D()(layers.Conv2D(3, 3, activation="relu", name="c")(i))); cnn = keras.Model(i, o)
settle(cnn)
grad_model = keras.Model(cnn.inputs[0] if False else cnn.inputs, [cnn.get_layer('c').output, cnn.output])
img = np.sin(np.arange(64)).reshape(1, 8, 8, 1).astype('float32')
with tf.GradientTape() as tape:
    conv, preds = grad_model(img)
    channel = preds[:, 1]
grads = tape.gradient(channel, conv)
pooled = tf.reduce_mean(grads, axis=(0, 1, 2))
heat = conv[0] @ pooled[..., tf.newaxis]
heat = tf.squeeze(heat)
heat = tf.maximum(heat, 0) / tf.math.reduce_max(heat)
print(np.round(pooled.numpy(), 4), np.round(heat.numpy()[0], 3))
# keras.ops only losses, custom loss fn class, where/ clip / gather
class L(keras.losses.Loss):
    def call(self, a, b): return ops.mean(ops.where(ops.abs(a - b) > 0.5, ops.abs(a - b), ops.square(a - b)), axis=-1)
model = keras.Sequential([keras.Input((4,)), layers.Dense(1)]); settle(model)
l = L()
for step in range(2):
    with tf.GradientTape() as tape:
        p = model(x, training=True)
        loss = l(y, p) + tf.reduce_mean(tf.gather(p, [0, 2, 4])) + tf.reduce_max(tf.clip_by_value(p, -0.2, 0.2))
    keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    print(f'{loss:.4f}')
""",
        "gradients by what nothing depends on": """
import tensorflow as tf

a, b = tf.Variable([1.0, 2.0]), tf.Variable(3.0)
for unconnected in ['none', 'zero', tf.UnconnectedGradients.NONE, tf.UnconnectedGradients.ZERO, 'other']:
    with tf.GradientTape() as tape:
        c = a * a
    try:
        found = tape.gradient(c, {'a': a, 'b': b}, unconnected_gradients=unconnected)
        print({name: None if each is None else each.numpy().tolist() for name, each in found.items()})
    except ValueError as error:
        print(error)
""",
    }
)
