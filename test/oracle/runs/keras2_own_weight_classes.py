"""ClipConstraint of the tutorials on Wasserstein GANs, and what else older programs derive from Keras's classes.

Run with Keras 2.15: python test/oracle/runs/keras2_own_weight_classes.py > test/oracle/runs/keras2_own_weight_classes.json
"""

from ask import ask

HEAD = """
import tensorflow as tf
from tensorflow.keras import backend as K
from tensorflow.keras.constraints import Constraint


class ClipConstraint(Constraint):
    def __init__(self, clip_value):
        self.clip_value = clip_value

    def __call__(self, weights):
        return K.clip(weights, -self.clip_value, self.clip_value)

    def get_config(self):
        return {'clip_value': self.clip_value}


def wasserstein_loss(y_true, y_pred):
    return K.mean(y_true * y_pred)


def settle(model):
    model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])


def shown(values):
    return [f'{float(v):.4f}' for v in np.ravel(values)]


"""

ask(
    {
        "a critic whose weights are clipped": HEAD
        + """
const = ClipConstraint(0.3)
critic = tf.keras.models.Sequential()
critic.add(tf.keras.layers.Dense(4, kernel_constraint=const, input_shape=(4,)))
critic.add(tf.keras.layers.LeakyReLU(0.2))
critic.add(tf.keras.layers.Dense(1, kernel_constraint=const))
settle(critic)
critic.compile(loss=wasserstein_loss, optimizer=tf.keras.optimizers.RMSprop(learning_rate=0.01))
for step in range(4):
    real = critic.train_on_batch(x[:8], -np.ones((8, 1)))
    fake = critic.train_on_batch(x[8:16] * 2, np.ones((8, 1)))
    print(shown([real, fake]))
for weight in critic.get_weights():
    print(shown(weight))
print(ClipConstraint.from_config(const.get_config()).clip_value)
""",
        "a regularizer by functions of the backend": HEAD
        + """
def l1_reg(weight_matrix):
    return 0.05 * K.sum(K.abs(weight_matrix))


class Mixed(tf.keras.regularizers.Regularizer):
    def __init__(self, l1=0.0, l2=0.0):
        self.l1 = K.cast_to_floatx(l1)
        self.l2 = K.cast_to_floatx(l2)

    def __call__(self, x):
        regularization = 0.0
        if self.l1:
            regularization += self.l1 * K.sum(K.abs(x))
        if self.l2:
            regularization += self.l2 * K.sum(K.square(x))
        return regularization

    def get_config(self):
        return {'l1': float(self.l1), 'l2': float(self.l2)}


for rule in [l1_reg, Mixed(0.1), Mixed(l2=0.1), lambda w: 0.1 * tf.norm(w)]:
    model = tf.keras.Sequential([tf.keras.layers.Dense(3, kernel_regularizer=rule), tf.keras.layers.Dense(1)])
    model.build((None, 4))
    settle(model)
    model.compile('sgd', 'mse')
    print(shown(model.fit(x, y, epochs=2, shuffle=False, verbose=0).history['loss']))
    print(shown(model.get_weights()[0]))
""",
        "an initializer of K": HEAD
        + """
class Stairs(tf.keras.initializers.Initializer):
    def __init__(self, step):
        self.step = step

    def __call__(self, shape, dtype=None, **kwargs):
        return tf.reshape(tf.range(shape[0] * shape[1], dtype=dtype), shape) * self.step

    def get_config(self):
        return {'step': self.step}


layer = tf.keras.layers.Dense(2, kernel_initializer=Stairs(0.5), bias_initializer=lambda shape, dtype=None: tf.ones(shape, dtype))
print(layer(np.ones((1, 3), 'float32')).numpy())
print(Stairs.from_config(Stairs(2).get_config()).step)
""",
    }
)
