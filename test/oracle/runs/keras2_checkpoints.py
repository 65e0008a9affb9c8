"""Weights in TensorFlow's own format, as Keras 2 keeps them where a name ends in none of Keras's; run with Keras 2.15."""

from ask import ask

PROGRAMS = {
    "ModelCheckpoint writes checkpoints, and load_weights takes the newest": """
import os
import tensorflow as tf

model = regression()
callback = keras.callbacks.ModelCheckpoint(
    filepath='training_1/cp-{epoch:04d}.ckpt', verbose=1, save_weights_only=True, save_freq='epoch'
)
model.save_weights('training_1/cp-{epoch:04d}.ckpt'.format(epoch=0))
model.fit(x, y, epochs=2, batch_size=10, callbacks=[callback], verbose=0)
print(sorted(os.listdir('training_1')))
print(open('training_1/checkpoint').read())
latest = tf.train.latest_checkpoint('training_1')
print(latest)
again = regression()
before = again.evaluate(x, y, verbose=0)
status = again.load_weights(latest)
print(type(status).__name__, before != again.evaluate(x, y, verbose=0))
print(np.allclose(model.evaluate(x, y, verbose=0), again.evaluate(x, y, verbose=0)))
again.load_weights('training_1/cp-0001.ckpt').expect_partial()
for name, shape in tf.train.list_variables(latest):
    print(name, shape)
""",
    "weights of models that are classes, before and after they are built": """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = layers.Dense(3, activation='tanh')
        self.rest = [layers.Dense(2), layers.Dense(1)]

    def call(self, given):
        given = self.first(given)
        for layer in self.rest:
            given = layer(given)
        return given

net = Net()
expected = net(x).numpy()
net.save_weights('net')
other = Net()
status = other.load_weights('net')
print(np.allclose(other(x).numpy(), expected))
status.assert_consumed()
built = Net()
built(x)
built.load_weights('net').assert_existing_objects_matched()
print(np.allclose(built(x).numpy(), expected))
try:
    built.load_weights('net', by_name=True)
except NotImplementedError as error:
    print(error)
""",
    "a loop with its checkpoints": """
import tensorflow as tf

def made():
    inputs = keras.Input((4,))
    hidden = layers.Dense(3, activation='tanh', kernel_initializer='ones')(inputs)
    return keras.Model(inputs, layers.Dense(1, kernel_initializer='ones')(layers.BatchNormalization()(hidden)))

def steps(model, optimizer, count):
    for _ in range(count):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(x, training=True) - y.astype('float32')) ** 2)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return float(loss)

model, optimizer = made(), keras.optimizers.Adam(0.01)
steps(model, optimizer, 3)
path = tf.train.Checkpoint(net=model, optimizer=optimizer).save('ck')
for name, shape in tf.train.list_variables(path):
    print(name, shape)
expected = steps(model, optimizer, 3)
model, optimizer = made(), keras.optimizers.Adam(0.5)
status = tf.train.Checkpoint(net=model, optimizer=optimizer).restore(path)
print(abs(steps(model, optimizer, 3) - expected) < 1e-5, int(optimizer.iterations))
status.assert_consumed()
""",
}

ask(PROGRAMS)
