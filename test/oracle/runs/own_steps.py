"""Models that take their own steps in `fit`: `train_step`, `test_step`, `compute_loss`, metrics of the program's own."""

from ask import ask

HEAD = """
import tensorflow as tf
from keras import ops


def settle(model):
    model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])


def shown(logs):
    for name, values in logs.items():
        print(name, [f'{v:.4f}' for v in (values if isinstance(values, list) else [values])])


def network(kind=keras.Model):
    inputs = keras.Input([4])
    model = kind(inputs, layers.Dense(1)(layers.Dense(3, activation='tanh')(inputs)))
    settle(model)
    return model
"""

MAE = """

class Distance(keras.metrics.Metric):
    def __init__(self, name='distance', **kwargs):
        super().__init__(name=name, **kwargs)
        self.total = self.add_weight(name='total', initializer='zeros')
        self.count = self.add_variable(shape=(), initializer='zeros', name='count')

    def update_state(self, y_true, y_pred, sample_weight=None):
        values = ops.abs(ops.cast(y_true, self.dtype) - ops.cast(y_pred, self.dtype))
        self.total.assign_add(ops.sum(values))
        self.count.assign_add(ops.cast(ops.size(values), 'float32'))

    def result(self):
        return self.total / self.count
"""

ask(
    {
        "train_step of Keras's guide": HEAD
        + """
class CustomModel(keras.Model):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(y=y, y_pred=y_pred)
        trainable_vars = self.trainable_variables
        gradients = tape.gradient(loss, trainable_vars)
        self.optimizer.apply(gradients, trainable_vars)
        for metric in self.metrics:
            if metric.name == 'loss':
                metric.update_state(loss)
            else:
                metric.update_state(y, y_pred)
        return {m.name: m.result() for m in self.metrics}


model = network(CustomModel)
model.compile(optimizer='adam', loss='mse', metrics=['mae'])
shown(model.fit(x, y, epochs=3, shuffle=False, batch_size=8, verbose=0).history)
shown(dict(zip('ab', model.evaluate(x, y, verbose=0))))
""",
        "going lower: losses and metrics of the program's own": HEAD
        + """
class CustomModel(keras.Model):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.loss_tracker = keras.metrics.Mean(name='loss')
        self.mae_metric = keras.metrics.MeanAbsoluteError(name='mae')
        self.loss_fn = keras.losses.MeanSquaredError()

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.loss_fn(y, y_pred)
        trainable_vars = self.trainable_variables
        gradients = tape.gradient(loss, trainable_vars)
        self.optimizer.apply(gradients, trainable_vars)
        self.loss_tracker.update_state(loss)
        self.mae_metric.update_state(y, y_pred)
        return {'loss': self.loss_tracker.result(), 'mae': self.mae_metric.result()}

    @property
    def metrics(self):
        return [self.loss_tracker, self.mae_metric]


model = network(CustomModel)
model.compile(optimizer=keras.optimizers.RMSprop(0.01))
shown(model.fit(x, y, epochs=4, shuffle=False, validation_split=0.0, verbose=0).history)
""",
        "test_step of Keras's guide": HEAD
        + """
class CustomModel(keras.Model):
    def test_step(self, data):
        x, y = data
        y_pred = self(x, training=False)
        loss = self.compute_loss(y=y, y_pred=y_pred)
        for metric in self.metrics:
            if metric.name == 'loss':
                metric.update_state(loss)
            else:
                metric.update_state(y, y_pred)
        return {m.name: m.result() for m in self.metrics}


model = network(CustomModel)
model.compile(loss='mse', metrics=['mae', 'mse'])
print([f'{v:.4f}' for v in model.evaluate(x, y, verbose=0)])
shown(model.evaluate(x, y, verbose=0, return_dict=True, batch_size=7))
shown(model.fit(x, y, epochs=2, shuffle=False, validation_data=(x[:9], y[:9]), verbose=0).history)
""",
        "super().train_step with something added": HEAD
        + """
class Noted(keras.Model):
    def train_step(self, data):
        logs = super().train_step(data)
        logs['rate'] = self.optimizer.learning_rate
        logs['double'] = 2.0 * logs['loss']
        return logs


model = network(Noted)
model.compile(keras.optimizers.Adam(0.02), 'mse', metrics=['mae'])
shown(model.fit(x, y, epochs=2, shuffle=False, validation_data=(x, y), verbose=0).history)
""",
        "compute_loss of the program's own": HEAD
        + """
class Sums(keras.Model):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.tracker = keras.metrics.Mean(name='tracked')

    def compute_loss(self, x, y, y_pred, sample_weight, training=True):
        loss = ops.mean(ops.square(y_pred - y)) + 0.01 * ops.sum(ops.abs(self.trainable_weights[0]))
        self.tracker.update_state(loss)
        return loss

    def reset_metrics(self):
        super().reset_metrics()
        self.tracker.reset_state()

    @property
    def metrics(self):
        return [self.tracker]


model = network(Sums)
model.compile('sgd')
shown(model.fit(x, y, epochs=3, shuffle=False, verbose=0).history)
shown(model.evaluate(x, y, verbose=0, return_dict=True))
""",
        "compute_metrics of the program's own": HEAD
        + """
class Far(keras.Model):
    def compute_metrics(self, x, y, y_pred, sample_weight=None):
        logs = super().compute_metrics(x, y, y_pred, sample_weight)
        logs['far'] = ops.max(ops.abs(y - y_pred))
        return logs


model = network(Far)
model.compile('sgd', 'mae', metrics=['mse'])
shown(model.fit(x, y, epochs=2, shuffle=False, verbose=0).history)
""",
        "sample weights in a step": HEAD
        + """
class Weighted(keras.Model):
    def train_step(self, data):
        if len(data) == 3:
            x, y, sample_weight = data
        else:
            sample_weight = None
            x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(y=y, y_pred=y_pred, sample_weight=sample_weight)
        self.optimizer.apply(tape.gradient(loss, self.trainable_variables), self.trainable_variables)
        for metric in self.metrics:
            if metric.name == 'loss':
                metric.update_state(loss)
            else:
                metric.update_state(y, y_pred, sample_weight=sample_weight)
        return {m.name: m.result() for m in self.metrics}


model = network(Weighted)
model.compile('adam', 'mse', weighted_metrics=['mae'])
shown(model.fit(x, y, sample_weight=np.linspace(0.0, 2.0, 40), epochs=2, shuffle=False, verbose=0).history)
shown(model.fit(x, y, epochs=1, shuffle=False, verbose=0).history)
""",
        "a metric of a class of the program in compile": HEAD
        + MAE
        + """
model = network()
model.compile('sgd', 'mse', metrics=[Distance(), 'mae'])
shown(model.fit(x, y, epochs=2, shuffle=False, validation_data=(x[:7], y[:7]), verbose=0).history)
shown(model.evaluate(x, y, verbose=0, return_dict=True))
""",
        "a metric of a class of the program by hand": HEAD
        + MAE
        + """
metric = Distance()
metric.update_state(y[:10], y[:10] + 1.0)
print(f'{float(metric.result()):.4f}', [float(v) for v in metric.variables], metric.name)
metric.update_state(y[:10], y[:10] + 3.0)
print(f'{float(metric.result()):.4f}')
metric.reset_state()
print(f'{float(metric(y[:4], y[:4] - 2.0)):.4f}')


class Smallest(keras.metrics.Mean):
    def update_state(self, values, sample_weight=None):
        super().update_state(ops.min(values))


least = Smallest(name='least')
least.update_state([3.0, 1.0])
least.update_state([4.0, 5.0])
print(least.name, float(least.result()))
""",
        "GAN of Keras's guide": HEAD
        + """
class GAN(keras.Model):
    def __init__(self, discriminator, generator, latent_dim):
        super().__init__()
        self.discriminator = discriminator
        self.generator = generator
        self.latent_dim = latent_dim
        self.d_loss_tracker = keras.metrics.Mean(name='d_loss')
        self.g_loss_tracker = keras.metrics.Mean(name='g_loss')
        self.seed_generator = keras.random.SeedGenerator(1337)

    @property
    def metrics(self):
        return [self.d_loss_tracker, self.g_loss_tracker]

    def compile(self, d_optimizer, g_optimizer, loss_fn):
        super().compile()
        self.d_optimizer = d_optimizer
        self.g_optimizer = g_optimizer
        self.loss_fn = loss_fn

    def noise(self, batch_size):
        return ops.reshape(ops.sin(ops.arange(batch_size * self.latent_dim, dtype='float32')), (batch_size, self.latent_dim))

    def train_step(self, real_images):
        if isinstance(real_images, tuple):
            real_images = real_images[0]
        batch_size = tf.shape(real_images)[0]
        random_latent_vectors = self.noise(batch_size)
        generated_images = self.generator(random_latent_vectors)
        combined_images = tf.concat([generated_images, real_images], axis=0)
        labels = tf.concat([tf.ones((batch_size, 1)), tf.zeros((batch_size, 1))], axis=0)
        labels += 0.05 * tf.abs(tf.sin(tf.cast(tf.range(2 * batch_size)[:, None], 'float32')))
        with tf.GradientTape() as tape:
            predictions = self.discriminator(combined_images)
            d_loss = self.loss_fn(labels, predictions)
        grads = tape.gradient(d_loss, self.discriminator.trainable_weights)
        self.d_optimizer.apply_gradients(zip(grads, self.discriminator.trainable_weights))
        misleading_labels = tf.zeros((batch_size, 1))
        with tf.GradientTape() as tape:
            predictions = self.discriminator(self.generator(random_latent_vectors))
            g_loss = self.loss_fn(misleading_labels, predictions)
        grads = tape.gradient(g_loss, self.generator.trainable_weights)
        self.g_optimizer.apply_gradients(zip(grads, self.generator.trainable_weights))
        self.d_loss_tracker.update_state(d_loss)
        self.g_loss_tracker.update_state(g_loss)
        return {'d_loss': self.d_loss_tracker.result(), 'g_loss': self.g_loss_tracker.result()}


discriminator = keras.Sequential([
    keras.Input((4, 4, 1)), layers.Conv2D(2, 3, strides=2, padding='same'), layers.LeakyReLU(negative_slope=0.2),
    layers.GlobalMaxPooling2D(), layers.Dense(1),
])
generator = keras.Sequential([
    keras.Input((3,)), layers.Dense(2 * 2 * 3), layers.LeakyReLU(negative_slope=0.2), layers.Reshape((2, 2, 3)),
    layers.Conv2DTranspose(2, 4, strides=2, padding='same'), layers.LeakyReLU(negative_slope=0.2),
    layers.Conv2D(1, 3, padding='same', activation='sigmoid'),
])
settle(discriminator)
settle(generator)
gan = GAN(discriminator=discriminator, generator=generator, latent_dim=3)
gan.compile(
    d_optimizer=keras.optimizers.Adam(learning_rate=0.003),
    g_optimizer=keras.optimizers.Adam(learning_rate=0.003),
    loss_fn=keras.losses.BinaryCrossentropy(from_logits=True),
)
images = np.abs(np.sin(np.arange(20 * 16))).reshape(20, 4, 4, 1).astype('float32')
shown(gan.fit(images, epochs=3, batch_size=8, shuffle=False, verbose=0).history)
print(np.round(generator(np.ones((1, 3), 'float32')).numpy().ravel()[:6], 3))
""",
        "VAE of Keras's guide": HEAD
        + """
class Sampling(layers.Layer):
    def call(self, inputs):
        z_mean, z_log_var = inputs
        epsilon = ops.cos(ops.cast(ops.arange(ops.size(z_mean)), 'float32'))
        return z_mean + ops.exp(0.5 * z_log_var) * ops.reshape(epsilon, ops.shape(z_mean))


latent_dim = 2
encoder_inputs = keras.Input(shape=(4, 4, 1))
h = layers.Conv2D(2, 3, activation='relu', strides=2, padding='same')(encoder_inputs)
h = layers.Flatten()(h)
h = layers.Dense(4, activation='relu')(h)
z_mean = layers.Dense(latent_dim, name='z_mean')(h)
z_log_var = layers.Dense(latent_dim, name='z_log_var')(h)
z = Sampling()([z_mean, z_log_var])
encoder = keras.Model(encoder_inputs, [z_mean, z_log_var, z], name='encoder')
latent_inputs = keras.Input(shape=(latent_dim,))
h = layers.Dense(2 * 2 * 2, activation='relu')(latent_inputs)
h = layers.Reshape((2, 2, 2))(h)
h = layers.Conv2DTranspose(2, 3, activation='relu', strides=2, padding='same')(h)
decoder_outputs = layers.Conv2DTranspose(1, 3, activation='sigmoid', padding='same')(h)
decoder = keras.Model(latent_inputs, decoder_outputs, name='decoder')
settle(encoder)
settle(decoder)


class VAE(keras.Model):
    def __init__(self, encoder, decoder, **kwargs):
        super().__init__(**kwargs)
        self.encoder = encoder
        self.decoder = decoder
        self.total_loss_tracker = keras.metrics.Mean(name='total_loss')
        self.reconstruction_loss_tracker = keras.metrics.Mean(name='reconstruction_loss')
        self.kl_loss_tracker = keras.metrics.Mean(name='kl_loss')

    @property
    def metrics(self):
        return [self.total_loss_tracker, self.reconstruction_loss_tracker, self.kl_loss_tracker]

    def train_step(self, data):
        with tf.GradientTape() as tape:
            z_mean, z_log_var, z = self.encoder(data)
            reconstruction = self.decoder(z)
            reconstruction_loss = ops.mean(
                ops.sum(keras.losses.binary_crossentropy(data, reconstruction), axis=(1, 2))
            )
            kl_loss = -0.5 * (1 + z_log_var - ops.square(z_mean) - ops.exp(z_log_var))
            kl_loss = ops.mean(ops.sum(kl_loss, axis=1))
            total_loss = reconstruction_loss + kl_loss
        grads = tape.gradient(total_loss, self.trainable_weights)
        self.optimizer.apply_gradients(zip(grads, self.trainable_weights))
        self.total_loss_tracker.update_state(total_loss)
        self.reconstruction_loss_tracker.update_state(reconstruction_loss)
        self.kl_loss_tracker.update_state(kl_loss)
        return {
            'loss': self.total_loss_tracker.result(),
            'reconstruction_loss': self.reconstruction_loss_tracker.result(),
            'kl_loss': self.kl_loss_tracker.result(),
        }


images = np.abs(np.sin(np.arange(20 * 16))).reshape(20, 4, 4, 1).astype('float32')
vae = VAE(encoder, decoder)
vae.compile(optimizer=keras.optimizers.Adam(0.01))
shown(vae.fit(images, epochs=3, batch_size=8, shuffle=False, verbose=0).history)
print(np.round(vae.decoder.predict(np.ones((1, 2)), verbose=0).ravel()[:6], 3))
""",
        "WGAN-GP's gradient penalty": HEAD
        + """
critic = keras.Sequential([keras.Input([4]), layers.Dense(5, activation='tanh'), layers.Dense(1)])
settle(critic)


class Critic(keras.Model):
    def __init__(self, critic):
        super().__init__()
        self.critic = critic

    def gradient_penalty(self, batch_size, real, fake):
        alpha = tf.abs(tf.sin(tf.cast(tf.range(batch_size), 'float32')))[:, None]
        interpolated = real + alpha * (fake - real)
        with tf.GradientTape() as gp_tape:
            gp_tape.watch(interpolated)
            pred = self.critic(interpolated, training=True)
        grads = gp_tape.gradient(pred, [interpolated])[0]
        norm = tf.sqrt(tf.reduce_sum(tf.square(grads), axis=[1]))
        return tf.reduce_mean((norm - 1.0) ** 2)

    def train_step(self, real):
        batch_size = tf.shape(real)[0]
        fake = real[::-1] * 0.5
        with tf.GradientTape() as tape:
            cost = tf.reduce_mean(self.critic(fake, training=True)) - tf.reduce_mean(self.critic(real, training=True))
            gp = self.gradient_penalty(batch_size, real, fake)
            loss = cost + gp * 10.0
        self.optimizer.apply_gradients(zip(tape.gradient(loss, self.critic.trainable_variables), self.critic.trainable_variables))
        return {'loss': loss, 'gp': gp}


model = Critic(critic)
model.compile(keras.optimizers.SGD(0.001))
shown(model.fit(x, epochs=3, batch_size=20, shuffle=False, verbose=0).history)
""",
        "callbacks and tf.data with a step of one's own": HEAD
        + """
class Plain(keras.Model):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.abs(self(x, training=True) - y))
        self.optimizer.apply_gradients(zip(tape.gradient(loss, self.trainable_variables), self.trainable_variables))
        return {'loss': loss}


class Told(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(epoch, sorted(logs), f"{logs['loss']:.4f}", f'{self.model.get_weights()[0][0, 0]:.3f}')
        if epoch == 2:
            self.model.stop_training = True

    def on_train_batch_end(self, batch, logs=None):
        if batch == 4:
            print('batch', batch, f"{logs['loss']:.4f}")


model = network(Plain)
model.compile('adam')
schedule = keras.callbacks.LearningRateScheduler(lambda epoch, rate: 0.1 / (epoch + 1))
history = model.fit(tf.data.Dataset.from_tensor_slices((x, y)).batch(8), epochs=5, callbacks=[Told(), schedule], verbose=0)
print(history.epoch, f'{float(model.optimizer.learning_rate):.4f}')


def batches():
    while True:
        yield x[:8], y[:8]


shown(model.fit(batches(), steps_per_epoch=3, epochs=2, verbose=0).history)
""",
        "train_on_batch, test_on_batch, predict_on_batch": HEAD
        + """
model = network()
model.compile(keras.optimizers.Adam(0.01), 'mse', metrics=['mae'])
for at in range(0, 40, 10):
    print([f'{v:.4f}' for v in model.train_on_batch(x[at:at + 10], y[at:at + 10])])
shown(model.train_on_batch(x[:10], y[:10], return_dict=True))
print([f'{v:.4f}' for v in model.test_on_batch(x, y)])
print(np.round(model.predict_on_batch(x[:3]).ravel(), 3), type(model.predict_on_batch(x[:3])).__name__)
shown(model.fit(x, y, epochs=1, shuffle=False, verbose=0).history)
model = network()
model.compile('sgd', 'mse')
print(f'{float(model.train_on_batch(x, y)):.4f}', f'{float(model.train_on_batch(x, y, sample_weight=np.arange(40) / 20.0)):.4f}')
""",
        "a network that learns from a frozen one": HEAD
        + """
class Distiller(keras.Model):
    def __init__(self, student, teacher):
        super().__init__()
        self.teacher = teacher
        self.student = student

    def compile(self, optimizer, metrics, student_loss_fn, alpha=0.1):
        super().compile(optimizer=optimizer, metrics=metrics)
        self.student_loss_fn = student_loss_fn
        self.alpha = alpha

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, allow_empty=False):
        teacher_pred = self.teacher(x, training=False)
        student_loss = self.student_loss_fn(y, y_pred)
        return self.alpha * student_loss + (1 - self.alpha) * ops.mean(ops.square(teacher_pred - y_pred))

    def call(self, x):
        return self.student(x)


teacher = network()
student = keras.Sequential([keras.Input([4]), layers.Dense(1)])
settle(student)
distiller = Distiller(student, teacher)
distiller.compile(keras.optimizers.SGD(0.05), ['mae'], keras.losses.MeanSquaredError())
shown(distiller.fit(x, y, epochs=3, shuffle=False, verbose=0).history)
shown(distiller.evaluate(x, y, verbose=0, return_dict=True))
""",
        "several outputs in a step of Keras's": HEAD
        + """
class Noting(keras.Model):
    def train_step(self, data):
        logs = super().train_step(data)
        return logs


inputs = keras.Input([4])
h = layers.Dense(3, activation='tanh')(inputs)
model = Noting(inputs, {'a': layers.Dense(1, name='a')(h), 'b': layers.Dense(2, name='b')(h)})
settle(model)
model.compile('sgd', {'a': 'mse', 'b': 'mae'}, loss_weights={'a': 1.0, 'b': 0.5}, metrics={'a': ['mae']})
targets = {'a': y, 'b': x[:, 2:]}
shown(model.fit(x, targets, epochs=2, shuffle=False, verbose=0).history)
""",
        "older names, and what is not compiled": HEAD
        + """
class M(keras.Model):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            p = self(x, training=True)
            loss = self.compiled_loss(y, p)
        self.optimizer.apply_gradients(zip(tape.gradient(loss, self.trainable_variables), self.trainable_variables))
        return {"loss": loss, "n": tf.reduce_sum(p) * 0 + 1}
i = keras.Input((4,)); model = M(i, layers.Dense(1)(i)); settle(model)
model.compile('sgd', 'mse')
shown(model.fit(x, y, epochs=2, shuffle=False, verbose=0).history)
class Uncompiled(keras.Model):
    def train_step(self, d): return {}
try:
    Uncompiled(i, layers.Dense(1)(i)).fit(x, y)
except ValueError as e: print(str(e)[:60])
n = keras.metrics.Mean(); n(2.0); n(4.0); print(float(n.result()), n.count if False else '')
t = keras.metrics.Sum(); t.update_state([1., 2.]); print(float(t.result()))
""",
        "predict_step, and weights of classes": HEAD
        + """
class Doubled(keras.Model):
    def predict_step(self, data):
        return 2.0 * self(data, training=False)

    def train_step(self, data):
        return super().train_step(data)


model = network(Doubled)
model.compile('sgd', 'mse', weighted_metrics=['mae'])
print(np.round(model.predict(x, batch_size=16, verbose=0)[:4].ravel(), 3), model.predict(x, verbose=0).shape)
classes = (np.arange(40) % 2)
shown(model.fit(x, classes, class_weight={0: 1.0, 1: 3.0}, epochs=2, shuffle=False, verbose=0).history)
print(len(model.train_on_batch(x[:8], classes[:8], class_weight={0: 0.5, 1: 2.0})))
""",
        "metrics that layers update in their call": """
import tensorflow as tf
from keras import ops


class Endpoint(keras.layers.Layer):
    def __init__(self, name=None):
        super().__init__(name=name)
        self.loss_fn = keras.losses.BinaryCrossentropy(from_logits=True)
        self.accuracy_metric = keras.metrics.BinaryAccuracy(name="accuracy")
        self.more = [keras.metrics.Mean(name="size"), keras.metrics.AUC(name="auc", from_logits=True)]

    def call(self, logits, targets=None, sample_weight=None):
        if targets is not None:
            loss = self.loss_fn(targets, logits, sample_weight)
            self.add_loss(loss)
            self.accuracy_metric.update_state(targets, logits, sample_weight)
            self.more[0].update_state(ops.abs(logits))
            self.more[1].update_state(targets, logits)
        return ops.sigmoid(logits)

class Count(keras.metrics.Metric):
    def __init__(self, name="count"):
        super().__init__(name=name)
        self.n = self.add_variable(shape=(), initializer="zeros", name="n")
    def update_state(self, y_true, y_pred=None, sample_weight=None):
        self.n.assign_add(ops.sum(ops.cast(y_true > 0.5, "float32")))
    def result(self):
        return self.n

class Counting(layers.Layer):
    def __init__(self):
        super().__init__()
        self.count = Count()
    def call(self, x):
        self.count.update_state(x)
        return x * 2.0

x = np.linspace(-1, 1, 60).reshape(20, 3).astype("float32")
y = (np.sin(np.arange(200)).reshape(20, 10) > 0).astype("float32")
inputs = keras.Input((3,), name="inputs")
targets = keras.Input((10,), name="targets")
h = Counting()(inputs)
logits = layers.Dense(10, kernel_initializer=keras.initializers.Constant(0.3))(h)
preds = Endpoint(name="predictions")(logits, targets)
model = keras.Model([inputs, targets], preds)
data = {"inputs": x, "targets": y}
model.compile(optimizer=keras.optimizers.SGD(0.5))
h = model.fit(data, epochs=3, batch_size=8, verbose=0, shuffle=False)
for k, v in h.history.items():
    print(k, [round(float(each), 2) for each in v])
print({k: round(float(v), 3) for k, v in model.evaluate(data, verbose=0, return_dict=True).items()})
print([round(float(v), 3) for v in model.evaluate(data, verbose=0)])
print(model.metrics_names)
end = model.get_layer("predictions")
print([m.name for m in end.metrics], [m.name for m in model.metrics])
print(round(float(end.accuracy_metric.result()), 3))
p = model.predict(data, verbose=0)
print(p.shape, round(float(p.sum()), 3))
model.reset_metrics()
print(float(end.accuracy_metric.result()))
out = model([x, y])
print(round(float(end.accuracy_metric.result()), 3), round(float(end.more[0].result()), 3), len(model.losses), round(float(sum(model.losses)), 3))
end.accuracy_metric.reset_state()
e2 = Endpoint()
o = e2(np.array([[0.2, -3.0]], "float32"), np.array([[1.0, 1.0]], "float32"))
print(float(e2.accuracy_metric.result()), [round(float(l), 3) for l in e2.losses])
o = e2(np.array([[0.2, 3.0]], "float32"), np.array([[1.0, 1.0]], "float32"))
print(float(e2.accuracy_metric.result()))
print(e2.accuracy_metric, keras.metrics.Mean())
opt = keras.optimizers.SGD(0.1)
model.reset_metrics()
for step in range(3):
    with tf.GradientTape() as tape:
        out = model([x, y], training=True)
        loss = sum(model.losses)
    g = tape.gradient(loss, model.trainable_weights)
    opt.apply_gradients(zip(g, model.trainable_weights))
    print(step, round(float(loss), 3), round(float(end.accuracy_metric.result()), 3), round(float(end.more[1].result()), 3))
""",
        "a metric that a model updates in its call": """
class M(keras.Model):
    def __init__(self):
        super().__init__()
        self.d = layers.Dense(1, kernel_initializer="ones")
        self.m = keras.metrics.Mean(name="act")
    def call(self, x):
        y = self.d(x)
        self.m.update_state(y)
        return y
m = M()
m.compile("sgd", "mse", metrics=["mae"])
h = m.fit(x, x[:, :1], epochs=2, validation_split=0.2, shuffle=False, verbose=0)
for k, v in h.history.items():
    print(k, [round(float(each), 3) for each in v])
print([round(float(v), 3) for v in m.evaluate(x, x[:, :1], verbose=0)], m.metrics_names)
print(round(float(m.m.result()), 3))
m(x)
print(round(float(m.m.result()), 3))
""",
    }
)
