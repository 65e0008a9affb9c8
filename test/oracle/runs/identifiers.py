"""Objects by their names and configurations: `get`, `serialize` and `deserialize`; models with the program's own in them, saved.

Run with Keras 3 on TensorFlow: python test/oracle/runs/identifiers.py > test/oracle/runs/identifiers.json
"""

from ask import ask

ask(
    {
        "by name, class, object and configuration": """
from keras import constraints, initializers, losses, metrics, optimizers, regularizers


def told(module, identifier):
    try:
        found = module.get(identifier)
        print(getattr(found, '__name__', None) or type(found).__name__)
        return found
    except ValueError as error:
        print(error)


for module in [initializers, regularizers, constraints, losses, metrics, optimizers]:
    for identifier in [None, 'nope', 3]:
        told(module, identifier)
for name in ['he_normal', 'HeNormal', 'zeros', 'uniform', initializers.Ones, initializers.Ones()]:
    told(initializers, name)
told(initializers, {'class_name': 'RandomUniform', 'config': {'minval': -1.0, 'maxval': 1.0}})
for name in ['l2', 'L1', 'l1_l2', regularizers.L2, regularizers.L2(0.5), {'class_name': 'L2', 'config': {'l2': 0.5}}]:
    told(regularizers, name)
for name in ['max_norm', 'NonNeg', constraints.UnitNorm, {'class_name': 'MaxNorm', 'config': {'max_value': 3}}]:
    told(constraints, name)
for name in ['mse', 'MeanSquaredError', 'mean_squared_error', 'binary_crossentropy', losses.Huber, losses.mean_absolute_error]:
    told(losses, name)
told(losses, {'class_name': 'Huber', 'config': {'delta': 2.0}})
for name in ['mse', 'AUC', 'accuracy', 'mean_absolute_error', metrics.Precision]:
    told(metrics, name)
for name in ['adam', 'SGD', 'rmsprop', optimizers.Nadam(), {'class_name': 'SGD', 'config': {'learning_rate': 0.5}}]:
    told(optimizers, name)
print(initializers.get(lambda shape, dtype=None: 1)(3), regularizers.get(regularizers.L2(0.25)).get_config())
print(f"{float(losses.get('mse')(np.ones(3), np.zeros(3))):.2f}", initializers.get('ones')((2,)).numpy())
""",
        "written and read": """
from keras import constraints, initializers, optimizers, regularizers

print(regularizers.serialize(regularizers.L2(0.25)))
print(initializers.serialize(initializers.RandomNormal(stddev=0.5)))
print(constraints.serialize(constraints.MaxNorm(3)))
print(regularizers.deserialize(regularizers.serialize(regularizers.L1L2(0.5, 0.25))).get_config())
print(constraints.deserialize({'class_name': 'UnitNorm', 'config': {'axis': 1}}).get_config())


class Own(regularizers.Regularizer):
    def __init__(self, factor):
        self.factor = factor

    def __call__(self, weight):
        return self.factor * keras.ops.sum(weight)

    def get_config(self):
        return {'factor': self.factor}


@keras.saving.register_keras_serializable(package='Mine')
class Clip(constraints.Constraint):
    def __init__(self, limit):
        self.limit = limit

    def __call__(self, weight):
        return keras.ops.clip(weight, -self.limit, self.limit)

    def get_config(self):
        return {'limit': self.limit}


print(regularizers.serialize(Own(2)))
print(regularizers.deserialize(regularizers.serialize(Own(2)), custom_objects={'Own': Own}).factor)
print(constraints.deserialize(constraints.serialize(Clip(0.5))).limit)
layer = layers.Dense(3, kernel_regularizer=Own(0.5))
print(layer.get_config()['kernel_regularizer'])
print(layer.get_config()['kernel_constraint'])
""",
        "a model with the program's own is saved and read": """
@keras.saving.register_keras_serializable(package='Mine')
class Clip(keras.constraints.Constraint):
    def __init__(self, limit):
        self.limit = limit

    def __call__(self, weight):
        return keras.ops.clip(weight, -self.limit, self.limit)

    def get_config(self):
        return {'limit': self.limit}


class Own(keras.regularizers.Regularizer):
    def __init__(self, factor):
        self.factor = factor

    def __call__(self, weight):
        return self.factor * keras.ops.sum(keras.ops.abs(weight))

    def get_config(self):
        return {'factor': self.factor}


class Ramp(keras.initializers.Initializer):
    def __call__(self, shape, dtype=None):
        return keras.ops.reshape(keras.ops.arange(12, dtype='float32') / 12, shape)


model = keras.Sequential([
    keras.Input([4]),
    layers.Dense(3, activation='tanh', kernel_initializer=Ramp(), kernel_regularizer=Own(0.1), kernel_constraint=Clip(0.5)),
    layers.Dense(1, kernel_initializer='ones'),
])
model.compile('sgd', 'mse')
model.fit(x, y, verbose=0, shuffle=False)
model.save('model.keras')
again = keras.models.load_model('model.keras', custom_objects={'Own': Own, 'Ramp': Ramp})
for each in [model, again]:
    print(f"{each.evaluate(x, y, verbose=0):.4f}", np.round(each.get_weights()[0].ravel(), 4))
print(np.round(again.fit(x, y, epochs=2, verbose=0, shuffle=False).history['loss'], 4))
try:
    keras.models.load_model('model.keras')
except TypeError:
    print('refused')
""",
    }
)
