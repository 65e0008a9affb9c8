"""Classes of the program that derive from Keras's Initializer, Regularizer and Constraint, and what these have.

Run with Keras 3 on TensorFlow: python test/oracle/runs/own_weight_classes.py > test/oracle/runs/own_weight_classes.json
"""

from ask import ask

HEAD = """
import tensorflow as tf


def trained(**options):
    model = keras.Sequential([keras.Input([4]), layers.Dense(3, activation='tanh', **options), layers.Dense(1)])
    model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
    model.compile('sgd', 'mse')
    print(np.round(model.fit(x, y, epochs=2, shuffle=False, verbose=0).history['loss'], 4))
    print(np.round(model.get_weights()[0].ravel(), 4))


"""

ask(
    {
        "what Keras's initializers, regularizers and constraints say of themselves": HEAD
        + """
from keras import constraints, initializers, regularizers

for each in [
    initializers.HeNormal(), initializers.GlorotUniform(seed=3), initializers.VarianceScaling(2.0), initializers.Zeros(),
    initializers.Constant(2.5), initializers.RandomNormal(), initializers.Orthogonal(), initializers.Identity(),
    initializers.RandomUniform(), initializers.TruncatedNormal(stddev=0.5),
]:
    print(type(each).__name__, each.get_config(), isinstance(each, initializers.Initializer))
    print(type(each.clone()).__name__, type(type(each).from_config(each.get_config())).__name__)
for each in [
    regularizers.L1(1), regularizers.L2(), regularizers.L1L2(0.1), constraints.MaxNorm(3), constraints.NonNeg(),
    constraints.UnitNorm(), constraints.MinMaxNorm(),
]:
    print(type(each).__name__, each.get_config(), isinstance(each, keras.regularizers.Regularizer))
    print(type(each).from_config(each.get_config()).get_config() == each.get_config())
weight = np.sin(np.arange(6.0)).reshape(2, 3).astype('float32')
for each in [regularizers.L1(1), regularizers.L2(), regularizers.L1L2(0.1, 0.2)]:
    print(f'{float(each(weight)):.4f}')
for each in [
    constraints.MaxNorm(0.5), constraints.NonNeg(), constraints.UnitNorm(axis=1), constraints.MinMaxNorm(0.2, 0.6, 0.7),
]:
    print(np.round(each(weight), 4))
""",
        "an initializer": HEAD
        + """
class Ramp(keras.initializers.Initializer):
    def __init__(self, scale=1.0):
        self.scale = scale

    def __call__(self, shape, dtype=None, **kwargs):
        return tf.reshape(tf.range(int(np.prod(shape)), dtype=tf.float32), shape) * self.scale

    def get_config(self):
        return {'scale': self.scale}


class More(keras.initializers.Constant):
    def __call__(self, shape, dtype=None):
        return super().__call__(shape, dtype=dtype) + 1


ramp = Ramp(0.5)
print(isinstance(ramp, keras.initializers.Initializer), issubclass(Ramp, keras.Initializer))
print(ramp.get_config(), ramp.clone().scale, Ramp.from_config({'scale': 3}).scale, ramp.clone() is ramp)
model = keras.Sequential([
    keras.Input([2]), layers.Dense(3, kernel_initializer=ramp, bias_initializer=More(2.0)), layers.Dense(2, kernel_initializer=Ramp),
])
for weight in model.get_weights():
    print(weight)
class Shift(layers.Layer):
    def build(self, shape):
        self.shift = self.add_weight(shape=(shape[-1],), initializer=Ramp(2.0), name='shift')

    def call(self, inputs):
        return inputs + self.shift
print(Shift()(np.zeros([1, 3])).numpy())
try:
    keras.initializers.Initializer()((2,))
except NotImplementedError as error:
    print(error)
""",
        "a regularizer": HEAD
        + """
class Mixed(keras.regularizers.Regularizer):
    def __init__(self, factor):
        self.factor = factor

    def __call__(self, weight):
        return self.factor * keras.ops.sum(weight * weight + keras.ops.abs(weight))

    def get_config(self):
        return {'factor': float(self.factor)}


class Nothing(keras.regularizers.Regularizer):
    pass


class Squares(keras.regularizers.L2):
    pass


class Doubled(keras.regularizers.L2):
    def __call__(self, weight):
        return 2 * super().__call__(weight)


mixed = Mixed(1)
print(mixed.get_config(), Mixed.from_config({'factor': 2}).factor, isinstance(mixed, keras.Regularizer))
print(f'{float(mixed(np.ones([2, 2], "float32"))):.2f}', Nothing()(1), Squares(0.5).get_config())
try:
    Nothing().get_config()
except NotImplementedError:
    print('it has no configuration')
trained(kernel_regularizer=Mixed(0.1))
trained(kernel_regularizer=Squares(0.1))
trained(kernel_regularizer=Doubled(0.1), bias_regularizer=Mixed(0.2))
trained(activity_regularizer=Mixed(0.1))
""",
        "a constraint": HEAD
        + """
class Clip(keras.constraints.Constraint):
    def __init__(self, limit):
        self.limit = limit

    def __call__(self, weight):
        return keras.ops.clip(weight, -self.limit, self.limit)

    def get_config(self):
        return {'limit': self.limit}


class Centred(keras.constraints.Constraint):
    def __call__(self, weight):
        return weight - keras.ops.mean(weight, axis=0, keepdims=True)


class Kept(keras.constraints.Constraint):
    pass


class Small(keras.constraints.MaxNorm):
    def __init__(self):
        super().__init__(max_value=0.5, axis=1)


print(Clip(0.1).get_config(), Clip.from_config({'limit': 2}).limit, Kept().get_config(), Kept()(3))
print(isinstance(Small(), keras.constraints.Constraint), Small().get_config())
for constraint in [Clip(0.1), Centred(), Kept(), Small()]:
    trained(kernel_constraint=constraint)
""",
    }
)
