"""Data that comes in batches while a model trains."""

from ask import ask

TELL = """
class Tell(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None): print('epoch', epoch, self.params['steps'])
    def on_train_batch_begin(self, batch, logs=None): print('  begin', batch)
    def on_train_batch_end(self, batch, logs=None): print('  batch', batch, list(logs))
    def on_test_begin(self, logs=None): print('  test')
    def on_test_batch_end(self, batch, logs=None): print('  tested', batch)
    def on_epoch_end(self, epoch, logs=None): print('end', epoch, list(logs))

def tried(what):
    try:
        print(what())
    except ValueError as error:
        print(type(error).__name__, error)

def rounded(history): return {name: [round(float(value), 4) for value in values] for name, values in history.history.items()}
"""

ask(
    {
        "a generator without end": TELL
        + """
def batches(size):
    while True:
        for at in range(0, 40, size):
            yield x[at:at + size], y[at:at + size]

model = regression()
history = model.fit(batches(8), steps_per_epoch=3, epochs=4, verbose=0, callbacks=[Tell()])
print(rounded(history), history.params)
same = regression()
print(rounded(same.fit(x, y, batch_size=8, epochs=4, steps_per_epoch=3, shuffle=False, verbose=0)) == rounded(history))
print([bool(np.allclose(a, b)) for a, b in zip(model.get_weights(), same.get_weights())])
print([round(float(value), 4) for value in model.evaluate(batches(7), steps=4, verbose=0)])
print(model.predict(batches(3), steps=5, verbose=0).shape)
""",
        "a generator that ends": TELL
        + """
def few(count):
    for at in range(count):
        yield x[4 * at:4 * at + 4], y[4 * at:4 * at + 4]

print(rounded(regression().fit(few(5), epochs=3, verbose=0, callbacks=[Tell()])))
print(rounded(regression().fit(few(5), epochs=4, steps_per_epoch=2, verbose=0, callbacks=[Tell()])))
model = regression()
print(model.predict(few(3), verbose=0).shape, [round(float(value), 4) for value in model.evaluate(few(3), verbose=0)])
""",
        "batches of every size, with weights": TELL
        + """
def uneven():
    at = 0
    for size in [2, 9, 3, 3, 1, 8, 8]:
        yield x[at:at + size], y[at:at + size], np.linspace(0.5, 1.5, size)
        at += size

model = regression()
history = model.fit(uneven(), verbose=0, callbacks=[Tell()])
print({name: [round(float(value), 3) for value in values] for name, values in history.history.items()})
print([round(float(weight), 5) for weights in model.get_weights() for weight in weights.ravel()])
print([round(float(value), 4) for value in model.evaluate(uneven(), verbose=0)])
""",
        "what may not stand beside a generator": TELL
        + """
def few():
    yield x, y

model = regression()
tried(lambda: model.fit(few(), y, verbose=0))
tried(lambda: model.fit(few(), sample_weight=np.ones(40), verbose=0))
tried(lambda: model.fit(few(), validation_split=0.2, verbose=0))
tried(lambda: model.fit(few(), class_weight={0: 1.0, 1: 2.0}, verbose=0))
tried(lambda: model.fit((each for each in []), verbose=0))
tried(lambda: model.fit((each for each in [1, 2]), verbose=0))
tried(lambda: model.evaluate(few(), y, verbose=0))
""",
        "a PyDataset": TELL
        + """
class Batches(keras.utils.PyDataset):
    def __init__(self, size, name, **kwargs):
        super().__init__(**kwargs)
        self.size, self.name = size, name
    def __len__(self): return -(-40 // self.size)
    def __getitem__(self, index):
        at = index * self.size
        return x[at:at + self.size], y[at:at + self.size]
    def on_epoch_begin(self): print(self.name, 'begins')
    def on_epoch_end(self): print(self.name, 'ends')

model = regression()
history = model.fit(Batches(12, 'train'), epochs=2, shuffle=False, verbose=0, validation_data=Batches(15, 'judge'), callbacks=[Tell()])
print(rounded(history), history.params)
same = regression()
print(rounded(same.fit(x, y, batch_size=12, epochs=2, shuffle=False, verbose=0, validation_data=(x, y))) == rounded(history))
print(model.predict(Batches(9, 'predict'), verbose=0).shape)
print([round(float(value), 4) for value in model.evaluate(Batches(9, 'evaluate'), verbose=0)])
print(rounded(model.fit(Batches(9, 'train'), epochs=3, steps_per_epoch=3, shuffle=False, verbose=0, callbacks=[Tell()])))
tried(lambda: model.fit(Batches(9, 'train'), y, verbose=0))
""",
        "a PyDataset shuffled": """
import random

class Batches(keras.utils.PyDataset):
    def __len__(self): return 5
    def __getitem__(self, index): return x[index * 8:index * 8 + 8], y[index * 8:index * 8 + 8]

model = regression()
random.seed(7)
model.fit(Batches(), epochs=3, verbose=0)
print([round(float(weight), 5) for weights in model.get_weights() for weight in weights.ravel()])
keras.utils.set_random_seed(3)
model.fit(Batches(), epochs=2, verbose=0)
print([round(float(weight), 5) for weights in model.get_weights() for weight in weights.ravel()])
""",
        "validation batches of their own number": TELL
        + """
def batches(size):
    while True:
        for at in range(0, 40, size):
            yield x[at:at + size], y[at:at + size]

model = regression()
history = model.fit(x, y, epochs=3, batch_size=20, shuffle=False, verbose=0, validation_data=(x, y), validation_steps=2, validation_batch_size=6, validation_freq=2, callbacks=[Tell()])
print(rounded(history))
history = model.fit(batches(10), epochs=2, steps_per_epoch=4, verbose=0, validation_data=(x[:13], y[:13]), callbacks=[Tell()])
print(rounded(history))
""",
        "class weights over batches": """
labels = (np.arange(40) % 3).astype('int32')
class Batches(keras.utils.PyDataset):
    def __len__(self): return 5
    def __getitem__(self, index): return x[index * 8:index * 8 + 8], labels[index * 8:index * 8 + 8]

model = keras.Sequential([keras.Input([4]), layers.Dense(3, activation='softmax', kernel_initializer='ones')])
model.compile('sgd', 'sparse_categorical_crossentropy', metrics=['accuracy'])
history = model.fit(Batches(), verbose=0, shuffle=False, class_weight={0: 1.0, 1: 3.0, 2: 0.5})
print({name: [round(float(value), 4) for value in values] for name, values in history.history.items()})
""",
        "several inputs and outputs by name": """
a, b = keras.Input([4], name='a'), keras.Input([1], name='b')
hidden = layers.Dense(2, kernel_initializer='ones')(layers.Concatenate()([a, b]))
first = layers.Dense(1, name='first', kernel_initializer='ones')(hidden)
second = layers.Dense(2, name='second', kernel_initializer='ones')(hidden)
model = keras.Model([a, b], [first, second])
model.compile(keras.optimizers.SGD(0.001), ['mse', 'mae'])
def batches():
    for at in range(0, 40, 10):
        yield ({'b': y[at:at + 10], 'a': x[at:at + 10]}, (y[at:at + 10], x[at:at + 10, :2]))
history = model.fit(batches(), steps_per_epoch=4, verbose=0)
print({name: [round(float(value), 4) for value in values] for name, values in history.history.items()})
print([each.shape for each in model.predict((({'a': x, 'b': y},) for _ in range(2)), verbose=0)])
""",
        "Keras's older generators": """
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras.preprocessing.sequence import TimeseriesGenerator

pictures = (np.arange(6 * 4 * 5 * 3) % 97).reshape(6, 4, 5, 3).astype('float32')
def show(about, generator, **settings):
    np.random.seed(3)
    flow = generator.flow(pictures, np.arange(6), batch_size=4, **settings)
    print(about, len(flow))
    for _ in range(3):
        batch, labels = next(flow)
        print(labels.tolist(), round(float(np.abs(batch).sum()), 1), [round(float(value), 3) for value in batch.ravel()[:6]])

show('plain', ImageDataGenerator())
show('scaled', ImageDataGenerator(rescale=1 / 255.), shuffle=False)
show('mirrored', ImageDataGenerator(horizontal_flip=True, vertical_flip=True))
show('seeded', ImageDataGenerator(horizontal_flip=True), seed=5)
show('centered', ImageDataGenerator(samplewise_center=True, samplewise_std_normalization=True))
show('turned', ImageDataGenerator(rotation_range=30))
show('moved', ImageDataGenerator(width_shift_range=0.2, height_shift_range=0.3))
show('zoomed', ImageDataGenerator(zoom_range=0.3, shear_range=20, fill_mode='constant', cval=7.0))
show('brighter', ImageDataGenerator(channel_shift_range=20.0, preprocessing_function=lambda picture: picture * 2))
halves = ImageDataGenerator(validation_split=0.5)
print(halves.flow(pictures, batch_size=2, subset='training', shuffle=False)[0].shape, halves.flow(pictures, batch_size=2, subset='validation', shuffle=False)[1].ravel()[:3].tolist())

for settings in [{}, {'sampling_rate': 2, 'stride': 3}, {'reverse': True, 'start_index': 4, 'end_index': 12}]:
    series = TimeseriesGenerator(np.arange(20).reshape(20, 1), np.arange(20), length=4, batch_size=5, **settings)
    print(len(series), [series[index][0].shape for index in range(len(series))], series[0][0][0].ravel().tolist(), series[len(series) - 1][1].tolist())
np.random.seed(2)
print(TimeseriesGenerator(np.arange(20), np.arange(20), length=4, batch_size=5, shuffle=True)[0][1].tolist())

model = regression()
flow = TimeseriesGenerator(x[:, 0], y, length=4, batch_size=6)
history = model.fit(flow, epochs=2, shuffle=False, verbose=0, validation_data=flow)
print({name: [round(float(value), 4) for value in values] for name, values in history.history.items()})
print(model.predict(flow, verbose=0).shape)
""",
    }
)
