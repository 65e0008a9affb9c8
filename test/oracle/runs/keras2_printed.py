"""What Python prints of Keras 2's objects, and of their types.

Run with Keras 2.15: python test/oracle/runs/keras2_printed.py > test/oracle/runs/keras2_printed.json
"""

from ask import ask
from printed_variables import VARIABLES

ask(
    {
        "variables": VARIABLES.replace("NAME", "w.name"),
        "models, layers and what belongs to them": """
import re


def told(*values):
    print(*[re.sub('0x[0-9a-f]+', '0x', repr(value)) for value in values])


model = regression()
history = model.fit(x, y, epochs=2, verbose=0)
told(model, model.layers, model.layers[0], type(model), type(model.layers[0]), layers.Conv2D, keras.Model)
told(history, model.optimizer, keras.callbacks.EarlyStopping(), keras.initializers.HeNormal(), keras.regularizers.L2(0.1))
told(type(history), type(model.optimizer), history.model is model, type(keras.optimizers.legacy.SGD()))
told(keras.metrics.Accuracy(), keras.metrics.MeanSquaredError(name='q'), type(keras.metrics.AUC()))
told(keras.losses.MeanSquaredError(), type(keras.losses.MeanSquaredError()), keras.losses.mean_squared_error)
functional = keras.Model(inputs := keras.Input([4]), layers.Dense(2)(inputs))
told(functional, type(functional), [isinstance(each, layers.Layer) for each in (model, model.layers[0], history)])
""",
    }
)
