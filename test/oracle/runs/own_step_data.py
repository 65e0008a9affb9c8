"""How `fit` goes through data, and what it is told, where a model's class takes its own steps."""

from ask import ask

HEAD = """
import tensorflow as tf


def settle(model):
    model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])


def shown(logs):
    for name, values in logs.items():
        print(name, [f'{v:.4f}' for v in (values if isinstance(values, list) else [values])])


class Own(keras.Model):
    def train_step(self, data):
        return super().train_step(data)

    def test_step(self, data):
        return super().test_step(data)


def network(kind=Own):
    inputs = keras.Input([4])
    model = kind(inputs, layers.Dense(1)(layers.Dense(3, activation='tanh')(inputs)))
    settle(model)
    return model


"""

ask(
    {
        "steps_per_epoch= goes through arrays as Keras's iterator does": HEAD
        + """
for steps, size in [(5, 8), (2, 8), (1, 12), (8, 8), (3, None)]:
    model = network()
    model.compile('sgd', 'mse', metrics=['mae'])
    taken = []
    watch = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: taken.append(batch))
    kept = model.fit(
        x, y, epochs=4, steps_per_epoch=steps, batch_size=size, shuffle=False, verbose=0, callbacks=[watch],
        validation_data=(x, y), validation_steps=3,
    )
    shown(kept.history)
    print(taken)
    shown({'evaluated': model.evaluate(x, y, steps=3, verbose=0)})
    print(model.predict(x, steps=1, verbose=0).shape)
""",
        'the end of fit takes the running means of use_ema=': HEAD
        + """
model = network()
model.compile(keras.optimizers.SGD(0.1, use_ema=True, ema_momentum=0.9), 'mse')
shown(model.fit(x, y, epochs=2, batch_size=8, shuffle=False, verbose=0, validation_data=(x, y)).history)
for weight in model.get_weights():
    print([f'{v:.4f}' for v in weight.flatten()])
""",
        'what a PyDataset is told': HEAD
        + """
class Part(keras.utils.PyDataset):
    def __init__(self, name, **keywords):
        super().__init__(**keywords)
        self.name = name

    def __len__(self):
        return 3

    def __getitem__(self, index):
        return x[index * 8 : (index + 1) * 8], y[index * 8 : (index + 1) * 8]

    def on_epoch_begin(self):
        print(self.name, 'begins')

    def on_epoch_end(self):
        print(self.name, 'ends')


log = keras.callbacks.LambdaCallback(
    on_epoch_begin=lambda epoch, logs: print('epoch', epoch), on_epoch_end=lambda epoch, logs: print('done', epoch)
)
for keywords in [{}, {'steps_per_epoch': 2}, {'validation_steps': 2}]:
    print(keywords)
    model = network()
    model.compile('sgd', 'mse')
    shown(
        model.fit(
            Part('training'), epochs=3, shuffle=False, verbose=0, validation_data=Part('validation'),
            callbacks=[log], **keywords,
        ).history
    )
print('evaluate')
model.evaluate(Part('evaluation'), verbose=0)
""",
        'labels by the names of the outputs': HEAD
        + """
inputs = keras.Input([4])
hidden = layers.Dense(3, activation='tanh')(inputs)
one, two = layers.Dense(1, name='b')(hidden), layers.Dense(2, name='a')(hidden)
model = Own(inputs, [one, two])
settle(model)
model.compile('sgd', {'b': 'mse', 'a': 'mae'})
shown(model.fit(x, {'a': x[:, :2], 'b': y}, epochs=2, shuffle=False, verbose=0).history)
""",
        'labels of a dict of outputs': HEAD
        + """
inputs = keras.Input([4])
hidden = layers.Dense(3, activation='tanh')(inputs)
one, two = layers.Dense(1, name='b')(hidden), layers.Dense(2, name='a')(hidden)
for labels in [{'b': y, 'a': x[:, :2]}, {'a': x[:, :2], 'b': y}]:
    model = Own(inputs, {'b': one, 'a': two})
    settle(model)
    model.compile('sgd', {'b': 'mse', 'a': 'mae'})
    shown(model.fit(x, labels, epochs=2, shuffle=False, verbose=0).history)
""",
        'sample weights and validation_split= of two outputs': HEAD
        + """
inputs = keras.Input([4])
hidden = layers.Dense(3, activation='tanh')(inputs)
one, two = layers.Dense(1, name='b')(hidden), layers.Dense(2, name='a')(hidden)
labels = [y, x[:, :2]]
counts = [np.arange(40.0), np.ones(40)]
for given, keywords in [
    (labels, {'sample_weight': counts}),
    (labels, {'sample_weight': counts[0]}),
    ({'b': labels[0], 'a': labels[1]}, {'sample_weight': {'b': counts[0], 'a': counts[1]}}),
    (labels, {'class_weight': {0: 2.0}}),
    (labels, {'validation_split': 0.25}),
]:
    model = Own(inputs, [one, two])
    settle(model)
    model.compile('sgd', ['mse', 'mae'], metrics=[['mae'], ['mse']], weighted_metrics=[['mse'], []])
    try:
        shown(model.fit(x, given, epochs=2, shuffle=False, verbose=0, **keywords).history)
    except (KeyError, ValueError) as error:
        print(type(error).__name__, str(error)[:100])
""",
        'class_weight=, and a metric beside its weighted one': HEAD
        + """
inputs = keras.Input([4])
model = Own(inputs, layers.Dense(3, activation='softmax')(inputs))
settle(model)
model.compile('sgd', 'sparse_categorical_crossentropy', metrics=['accuracy'], weighted_metrics=['accuracy'])
labels = np.arange(40) % 3
kept = model.fit(
    x, labels, class_weight={0: 1.0, 1: 5.0, 2: 0.5}, epochs=2, shuffle=False, verbose=0, validation_split=0.25
)
shown(kept.history)
print([f'{v:.4f}' for v in model.train_on_batch(x, labels, class_weight={0: 3.0})])
print([f'{v:.4f}' for v in model.test_on_batch(x, labels, sample_weight=np.arange(40.0))])
""",
        "get_metrics_result of the program's own": HEAD
        + """
class Doubled(keras.Model):
    def get_metrics_result(self):
        result = super().get_metrics_result()
        result['twice'] = 2 * result['loss']
        return result


model = network(Doubled)
model.compile('sgd', 'mse', metrics=['mae'])
shown(model.fit(x, y, epochs=2, batch_size=8, shuffle=False, verbose=0).history)
shown(model.evaluate(x, y, verbose=0, return_dict=True))
""",
        "reset_metrics of the program's own": HEAD
        + """
class Told(keras.Model):
    def reset_metrics(self):
        print('reset')
        super().reset_metrics()


model = network(Told)
model.compile('sgd', 'mse', metrics=['mae'])
shown(model.fit(x, y, epochs=2, batch_size=8, shuffle=False, verbose=0, validation_data=(x, y)).history)
model.evaluate(x, y, verbose=0)
model.train_on_batch(x, y)
""",
        'validation_split= that cannot be': HEAD
        + """
model = network()
model.compile('sgd', 'mse')


def batches():
    while True:
        yield x, y


for data, keywords in [
    ((x, y), {'validation_split': 0.999}),
    ((x, y), {'validation_split': 0.01}),
    ((batches(),), {'validation_split': 0.2, 'steps_per_epoch': 1}),
]:
    try:
        shown(model.fit(*data, verbose=0, shuffle=False, **keywords).history)
    except ValueError as error:
        print(str(error)[:80])
""",
        'what train_on_batch refuses': HEAD
        + """
model = network()
model.compile('sgd', 'mse', metrics=['mae'])


def refused(call):
    try:
        print(call())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, str(error)[:90])


refused(lambda: model.train_on_batch(x[:8], y[:8], reset_metrics=False))
refused(lambda: model.test_on_batch(x[:8], y[:8], learning_rate=1))
refused(lambda: model.train_on_batch(x[:8], y[:8], sample_weight=np.ones(8), class_weight={0: 1.0}))
print([f'{v:.4f}' for v in model.test_on_batch(x[:8], y[:8], sample_weight=np.arange(8.0))])
print([f'{v:.4f}' for v in model.train_on_batch(x[:8], y[:8])])
""",
    }
)
