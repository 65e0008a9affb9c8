"""Names that Keras counts: of metrics in logs, of layers, models and optimizers, also after `clear_session`.

Run with Keras 3 on TensorFlow: python test/oracle/runs/counted_names.py > test/oracle/runs/counted_names.json
"""

from ask import ask

NAMES = """
y = (x[:, :1] > x[:, 1:2]).astype('float32')


def build(metrics, **options):
    model = keras.Sequential([keras.Input([4]), layers.Dense(3, activation='tanh'), layers.Dense(1, activation='sigmoid')])
    model.compile('adam', 'binary_crossentropy', metrics=metrics, **options)
    return model


def told(model):
    history = model.fit(x, y, verbose=0, validation_split=0.2)
    print(list(history.history), model.name, [layer.name for layer in model.layers], model.optimizer.name)


told(build([keras.metrics.AUC()]))
told(build([keras.metrics.AUC()]))
told(build(['accuracy', keras.metrics.Precision(), keras.metrics.Recall()]))
told(build(['accuracy', keras.metrics.Precision(), keras.metrics.Recall()]))
told(build([keras.metrics.AUC(name='auc'), keras.metrics.AUC(curve='PR')]))
told(build(['accuracy', 'acc', 'binary_accuracy', 'AUC', 'Precision']))
keras.backend.clear_session()
told(build([keras.metrics.AUC()]))
told(build([keras.metrics.AUC()], weighted_metrics=[keras.metrics.AUC()]))
print(list(build([keras.metrics.AUC()]).evaluate(x, y, verbose=0, return_dict=True)))
print(list(build([keras.metrics.AUC(), 'accuracy']).train_on_batch(x, y, return_dict=True)))
model = build([keras.metrics.AUC(), keras.metrics.TruePositives()])
model.fit(x, y, verbose=0)
print(model.metrics_names)
model.compile('sgd', 'mse', metrics=[keras.metrics.AUC()])
told(model)
clone = keras.models.clone_model(model)
clone.compile('sgd', 'mse', metrics=[keras.metrics.AUC()])
told(clone)
inputs = keras.Input([4])
a = layers.Dense(1, activation='sigmoid', name='a')(inputs)
b = layers.Dense(1, activation='sigmoid', name='b')(inputs)
both = keras.Model(inputs, [a, b])
for metrics in [
    [[keras.metrics.AUC()], [keras.metrics.AUC(), 'accuracy']],
    [['accuracy'], ['mae']],
    {'a': 'accuracy', 'b': ['mae', keras.metrics.AUC()]},
]:
    both.compile('adam', ['mse', 'binary_crossentropy'], metrics=metrics)
    print(both.name, list(both.fit(x, [y, y], verbose=0).history))
print(keras.optimizers.Adam().name, keras.optimizers.Adam().name, keras.optimizers.SGD().name)
print(keras.metrics.AUC().name, keras.metrics.AUC().name, keras.metrics.Mean().name, keras.metrics.Mean().name)
print(keras.metrics.Accuracy().name, keras.metrics.MeanIoU(2).name, keras.metrics.MeanIoU(2).name, keras.metrics.Precision().name)
for _ in range(2):
    keras.backend.clear_session()
    told(build([keras.metrics.AUC(), keras.metrics.Precision()]))
made = [layers.Dense(1), layers.Dense(1), layers.Conv2D(1, 1), layers.MaxPooling2D(), layers.BatchNormalization(), layers.LSTM(1)]
made += [layers.Bidirectional(layers.LSTM(1)), layers.GlobalAveragePooling2D(), layers.ReLU(), layers.Add(), keras.Sequential()]
made += [keras.Sequential(), layers.Flatten(), layers.RandomFlip(), layers.GRU(1), layers.MultiHeadAttention(1, 1), layers.PReLU()]
print([each.name for each in made])
"""

if __name__ == "__main__":
    ask(
        {
            "models one after the other": NAMES,
            "functions and classes twice": """
y = (x[:, :1] > x[:, 1:2]).astype('float32')
for metrics in [
    ['mse', 'mae', 'mse'],
    [keras.metrics.BinaryAccuracy(), keras.metrics.BinaryAccuracy()],
    ['MeanSquaredError', keras.metrics.MeanSquaredError(), keras.metrics.RootMeanSquaredError()],
    [keras.metrics.AUC, 'AUC'],
]:
    model = regression()
    model.compile('sgd', 'mse', metrics=metrics)
    print(list(model.fit(x, y, verbose=0).history))
""",
        }
    )
