"""What becomes of imports of modules and names that Keras 3 does not have (any more)."""

from ask import ask

MODULES = """
keras.layers.core
keras.layers.merge
keras.layers.normalization
keras.layers.experimental.preprocessing
keras.engine.topology
keras.objectives
keras.utils.np_utils
keras.utils.vis_utils
keras.wrappers.scikit_learn
keras.preprocessing.text
keras.backend.tensorflow_backend
keras.optimizers.experimental
keras.no_such_module.below
tensorflow.contrib
tensorflow.keras.layers.core
tensorflow.keras.wrappers.scikit_learn
tensorflow.keras.preprocessing.text
keras.optimizers.schedules
"""

NAMES = """
keras.layers NoSuchName
keras.layers CuDNNLSTM
keras.layers LocallyConnected1D
keras.layers ThresholdedReLU
keras.layers merge
keras.layers Dense
keras.utils np_utils
keras.utils to_categorical
keras.preprocessing text
keras.preprocessing sequence
keras.preprocessing.image ImageDataGenerator
keras.preprocessing.image load_img
keras.losses mse
keras.losses mean_squared_error
keras.constraints maxnorm
keras.models Input
keras.optimizers adam
keras Layer
keras layer
tensorflow.keras.layers ThresholdedReLU
tensorflow.keras.layers CuDNNLSTM
tensorflow.keras.preprocessing.image ImageDataGenerator
tensorflow.keras.losses mse
"""


def guarded(statement):
    # Python's message goes on with the file of the module.
    return f"""
try:
    {statement}
    print('{statement}')
except ImportError as error:
    print(type(error).__name__, str(error).split(' (')[0])
"""


ask(
    {
        "modules": "".join(guarded(f"import {name}") for name in MODULES.split()),
        "names": "".join(guarded("from {} import {}".format(*line.split())) for line in NAMES.strip().split("\n")),
        "a way for each Keras": """
try:
    from keras.layers.merge import concatenate
except ImportError:
    from keras.layers import concatenate
try:
    from keras.utils.np_utils import to_categorical
except ModuleNotFoundError:
    from keras.utils import to_categorical
print(to_categorical([0, 2]).tolist(), concatenate([np.ones((1, 2)), np.zeros((1, 1))]).shape)
print(hasattr(layers, 'CuDNNLSTM'), hasattr(layers, 'LSTM'), hasattr(keras.losses, 'no_such_loss'))
LSTM = layers.CuDNNLSTM if hasattr(layers, 'CuDNNLSTM') else layers.LSTM
print(LSTM.__name__)
""",
        "attributes": """
for module, name in [(layers, 'CuDNNLSTM'), (layers, 'NoSuchLayer'), (keras.utils, 'np_utils'), (keras.constraints, 'maxnorm')]:
    try:
        print(getattr(module, name))
    except AttributeError as error:
        print(error)
""",
        "bases that Keras 3 shows by themselves": """
class Scaled(keras.Layer):
    def call(self, inputs):
        return inputs * 2.0


class Absolute(keras.Loss):
    def call(self, y_true, y_pred):
        return keras.ops.mean(keras.ops.abs(y_true - y_pred), axis=-1)


model = keras.Sequential([keras.Input([4]), Scaled(), layers.Dense(1, kernel_initializer='ones')])
model.compile('sgd', Absolute(), metrics=['mae'])
print([f'{value:.4f}' for value in model.evaluate(x, y, verbose=0)])
print(isinstance(model.layers[1], keras.Layer), issubclass(Absolute, keras.losses.Loss))
""",
    }
)
