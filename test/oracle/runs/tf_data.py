"""tf.data's datasets on numbers."""

from ask import ask

SHOW = """
import tensorflow as tf

def shown(value):
    if isinstance(value, tuple): return tuple(shown(each) for each in value)
    if isinstance(value, dict): return {key: shown(each) for key, each in value.items()}
    return value.numpy().tolist()

def show(dataset):
    print([shown(element) for element in dataset], int(dataset.cardinality()))

def rounded(history): return {name: [round(float(value), 4) for value in values] for name, values in history.history.items()}

def tried(what):
    try:
        print(what())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, str(error))

ten = tf.data.Dataset.range(10)
"""

ask(
    {
        "sources": SHOW
        + """
show(tf.data.Dataset.from_tensor_slices([1, 2, 3]))
show(tf.data.Dataset.from_tensor_slices(([[1.5, 2.5], [3.0, 4.0]], [0, 1])))
show(tf.data.Dataset.from_tensor_slices({'b': np.arange(4).reshape(2, 2), 'a': np.array([1, 2], 'uint8')}))
show(tf.data.Dataset.from_tensors(([1, 2], 3.5)))
show(tf.data.Dataset.range(3))
show(tf.data.Dataset.range(2, 9, 3))
show(tf.data.Dataset.range(5, 1, -2, output_type=tf.float32))
def count(stop=3):
    for at in range(stop): yield at, [at, at + 1]
made = tf.data.Dataset.from_generator(count, output_signature=(tf.TensorSpec((), tf.int32), tf.TensorSpec((None,), tf.float32)))
show(made)
print(made.element_spec)
show(tf.data.Dataset.from_generator(count, args=[2], output_types=(tf.int64, tf.int64)))
show(tf.data.Dataset.from_generator(lambda: [1, 2, 3], output_types=tf.float32, output_shapes=()))
show(tf.data.Dataset.zip((ten, ten.map(lambda v: -v).take(3))))
show(tf.data.Dataset.zip({'a': ten.take(2), 'b': ten.skip(8)}))
show(tf.data.Dataset.zip(ten.take(2), ten.skip(8)))
changed = np.arange(3)
kept = tf.data.Dataset.from_tensor_slices(changed)
changed[:] = 9
show(kept)
tried(lambda: tf.data.Dataset.from_tensor_slices((np.ones(3), np.ones(4))))
""",
        "batches": SHOW
        + """
show(ten.batch(4))
show(ten.batch(4, drop_remainder=True))
show(ten.batch(4).unbatch().take(3))
show(ten.batch(4).batch(2).take(1))
show(tf.data.Dataset.zip((ten, ten)).batch(6))
show(ten.batch(3).rebatch(4))
ragged = ten.map(lambda v: tf.fill([v % 4], v))
show(ragged.take(6).padded_batch(3))
show(ragged.take(6).padded_batch(4, padded_shapes=[5], padding_values=tf.constant(-1, tf.int64), drop_remainder=True))
show(ragged.map(lambda v: (v, tf.size(v))).take(4).padded_batch(2, padded_shapes=([None], [])))
for first, second in tf.data.Dataset.from_tensor_slices((x, y)).batch(32):
    print(first.shape, second.shape)
print(tf.data.Dataset.from_tensor_slices((x, y)).batch(32).element_spec)
print(tf.data.Dataset.from_tensor_slices((x, y)).batch(32, drop_remainder=True).repeat(2).element_spec)
print(len(ten.batch(4)), len(ten.repeat(3).batch(4, drop_remainder=True)))
tried(lambda: len(ten.repeat()))
tried(lambda: len(ten.filter(lambda v: True)))
""",
        "order and number": SHOW
        + """
show(ten.take(3).repeat(2))
show(ten.take(-1).skip(7))
show(ten.skip(20))
show(ten.repeat().take(12))
show(ten.shard(3, 1))
show(ten.take(2).concatenate(ten.skip(8)))
show(ten.take(3).enumerate(start=5))
show(ten.filter(lambda v: v % 2 == 1))
show(ten.take_while(lambda v: v < 4))
show(ten.cache().take(2))
show(ten.prefetch(tf.data.AUTOTUNE).with_options(tf.data.Options()).take(1))
show(ten.apply(lambda dataset: dataset.batch(5)))
print([sorted(shown(element) for element in ten.shuffle(size)) for size in [1, 4, 100]])
show(ten.shuffle(1))
print(sorted(shown(element) for element in ten.shuffle(5, seed=1).repeat(2)))
counted = ten.filter(lambda v: v % 2 == 0).apply(tf.data.experimental.assert_cardinality(5))
print(int(tf.data.experimental.cardinality(counted)), len(counted))
show(counted)
first = ten.shuffle(10, seed=3, reshuffle_each_iteration=False)
print([shown(element) for element in first] == [shown(element) for element in first])
print([int(each) for each in (ten.repeat().cardinality(), ten.filter(lambda v: v > 1).cardinality(), ten.flat_map(lambda v: ten).cardinality(), ten.repeat(0).cardinality())])
""",
        "functions of the program": SHOW
        + """
def scaled(image, label):
    image = tf.cast(image, tf.float32) / 255.0
    return tf.reshape(image, (2, 2, 1)), tf.one_hot(label, 3)

pictures = np.arange(12, dtype='uint8').reshape(3, 4) * 20
made = tf.data.Dataset.from_tensor_slices((pictures, [0, 2, 1])).map(scaled, num_parallel_calls=tf.data.AUTOTUNE)
for image, label in made:
    print(image.shape, np.round(image.numpy(), 3).ravel().tolist(), label.numpy().tolist())
show(ten.map(lambda v: {'value': v, 'square': v * v}).take(2))
show(ten.map(lambda v: (v, -v)).map(lambda a, b: a - b).take(3))
show(ten.map(lambda v: [v, v]).take(1))
show(ten.map(lambda v: 2.5).take(1))
show(ten.flat_map(lambda v: tf.data.Dataset.from_tensors(v).repeat(2)).take(6))
show(tf.data.Dataset.range(1, 5).interleave(lambda v: tf.data.Dataset.from_tensors(v).repeat(5), cycle_length=2, block_length=3))
print(int(ten.reduce(np.int64(0), lambda total, v: total + v)))
print(shown(ten.reduce((np.int64(0), np.int64(1)), lambda state, v: (state[0] + v, state[1] * 2))))
show(ten.scan(np.int64(0), lambda total, v: (total + v, total + v)).take(5))
def branch(v):
    if v > 5:
        return v * 10
    return v
show(ten.map(branch).skip(4).take(3))
print(shown(ten.take(1).get_single_element()))
print(shown(next(iter(ten.batch(3)))))
print([np.asarray(each).tolist() for each in ten.batch(4).as_numpy_iterator()], type(next(ten.batch(4).as_numpy_iterator())).__name__)
""",
        "windows": SHOW
        + """
show(ten.window(3, shift=2, drop_remainder=True).flat_map(lambda window: window.batch(3)))
for window in ten.window(4, stride=2): print([int(v) for v in window])
for window in ten.window(2, shift=4): print([int(v) for v in window])
pairs = tf.data.Dataset.zip((ten, ten.map(lambda v: -v)))
show(pairs.window(2, drop_remainder=True).flat_map(lambda a, b: tf.data.Dataset.zip((a.batch(2), b.batch(2)))).take(2))
size = 4
series = tf.data.Dataset.from_tensor_slices(np.arange(9, dtype='float32')).window(size + 1, shift=1, drop_remainder=True)
series = series.flat_map(lambda window: window.batch(size + 1)).map(lambda window: (window[:-1], window[-1:])).batch(3)
show(series)
""",
        "windows over arrays, and halves": SHOW
        + """
series = np.arange(20, dtype='float32').reshape(10, 2)
make = keras.utils.timeseries_dataset_from_array
for dataset in [
    make(series, np.arange(10), sequence_length=3),
    make(series, None, sequence_length=3, sequence_stride=2, batch_size=2),
    make(series, np.arange(4), sequence_length=3, sampling_rate=2, batch_size=None),
    make(series, np.arange(10), sequence_length=2, start_index=2, end_index=7, batch_size=3),
]:
    show(dataset)
    print(dataset.element_spec)
shuffled = make(np.arange(30), np.arange(30), sequence_length=4, shuffle=True, seed=3, batch_size=5)
print(sorted(int(label) for _, labels in shuffled for label in labels), len(shuffled))
tried(lambda: make(series, None, sequence_length=3, sampling_rate=11))
left, right = keras.utils.split_dataset(np.arange(10), left_size=0.6)
show(left)
show(right)
left, right = keras.utils.split_dataset((np.arange(6).reshape(3, 2), np.arange(3)), right_size=1)
show(left)
show(right)
left, right = keras.utils.split_dataset(ten.batch(3), left_size=4, right_size=5)
show(left)
show(right)
left, right = keras.utils.split_dataset(np.arange(8), left_size=5, shuffle=True, seed=11)
show(left)
show(right)
tried(lambda: keras.utils.split_dataset(ten))
layer = layers.Normalization()
layer.adapt(tf.data.Dataset.from_tensor_slices((x, y)).batch(8))
print(np.round(np.asarray(layer.mean), 5).tolist(), np.round(np.asarray(layer.variance), 5).tolist())
layer = layers.Normalization(axis=None)
layer.adapt(tf.data.Dataset.from_tensor_slices(x))
print(np.round(np.asarray(layer(x[:1])), 4).tolist())
""",
        "texts": SHOW
        + """
import os

texts = ['the cat sat', 'a dog', 'the dog sat on the cat', 'birds, b\u00e4rs']
pairs = tf.data.Dataset.from_tensor_slices((texts, [0, 1, 0, 1]))
for text, label in pairs.take(2): print(text, text.numpy(), text.numpy().decode('utf-8'), int(label), text.shape)
for text, label in pairs.batch(3): print(text.shape, text[0].numpy(), [each.numpy() for each in text][-1])
print(pairs.batch(2).element_spec)
layer = layers.TextVectorization(max_tokens=20, output_sequence_length=5)
layer.adapt(pairs.map(lambda text, label: text))
print([str(word) for word in layer.get_vocabulary()])
def prepare(text, label):
    text = tf.expand_dims(text, -1)
    return layer(text), label
for numbers, label in pairs.batch(3).map(prepare): print(numbers.numpy().tolist(), label.numpy().tolist())
for numbers, label in pairs.map(lambda text, label: (layer(text), label)).batch(4): print(numbers.shape)

for name, count in (('neg', 5), ('pos', 4)):
    os.makedirs(f'reviews/{name}/more')
    for at in range(count):
        with open(f'reviews/{name}/{at}.txt', 'w') as file: file.write(f'{name} number {at}')
with open('reviews/pos/more/last.txt', 'w') as file: file.write('the last')
with open('reviews/pos/not.csv', 'w') as file: file.write('no')
read = keras.utils.text_dataset_from_directory
for batch, labels in read('reviews', shuffle=False, batch_size=4): print([text.numpy().decode() for text in batch], labels.numpy().tolist())
whole = read('reviews', label_mode='binary', shuffle=False, verbose=False)
print(whole.class_names, whole.element_spec, int(whole.cardinality()))
for subset in ('training', 'validation'):
    part = read('reviews', validation_split=0.3, subset=subset, seed=7, label_mode='categorical', batch_size=None)
    print(sorted((text.numpy(), label.numpy().tolist()) for text, label in part))
train, judge = read('reviews', validation_split=0.2, subset='both', seed=1, labels=None, label_mode=None, max_length=5, batch_size=2)
print(sorted(text.numpy() for batch in train for text in batch), [text.numpy() for batch in judge for text in batch])
tried(lambda: read('reviews', validation_split=0.2, subset='training'))
tried(lambda: read('reviews', subset='training'))
tried(lambda: read('reviews', class_names=['a']))
""",
        "training on them": SHOW
        + """
pairs = tf.data.Dataset.from_tensor_slices((x, y))
model = regression()
history = model.fit(pairs.batch(8), epochs=3, verbose=0, validation_data=pairs.batch(16))
print(rounded(history), history.params)
same = regression()
print(rounded(same.fit(x, y, epochs=3, batch_size=8, shuffle=False, verbose=0, validation_data=(x, y), validation_batch_size=16)) == rounded(history))
print([bool(np.allclose(a, b)) for a, b in zip(model.get_weights(), same.get_weights())])
print([round(float(value), 4) for value in model.evaluate(pairs.batch(7), verbose=0)], model.predict(pairs.batch(7), verbose=0).shape)
print(rounded(model.fit(pairs.batch(8), epochs=4, steps_per_epoch=2, verbose=0)))
print(rounded(model.fit(pairs.repeat().batch(8), epochs=2, steps_per_epoch=7, verbose=0, validation_data=pairs.repeat().batch(8), validation_steps=3)))
weighted = tf.data.Dataset.from_tensor_slices((x, y, np.linspace(0, 2, 40))).batch(10)
print(rounded(model.fit(weighted, verbose=0)))
print(len(model.fit(pairs.shuffle(40).map(lambda a, b: (a * 0.5, b)).batch(8).prefetch(2), epochs=2, verbose=0).history['loss']))
tried(lambda: model.fit(pairs.batch(8), y, verbose=0))
tried(lambda: model.fit(pairs.batch(8), sample_weight=np.ones(40), verbose=0))
print(model.predict(tf.data.Dataset.from_tensor_slices(x).batch(9), verbose=0).shape)
""",
        "sequences of different lengths": SHOW
        + """
def words():
    for length in [3, 5, 2, 2, 7, 4]:
        yield np.arange(1, length + 1), length % 2

made = tf.data.Dataset.from_generator(words, output_signature=(tf.TensorSpec((None,), tf.int64), tf.TensorSpec((), tf.int64)))
made = made.padded_batch(2)
for tokens, label in made: print(tokens.shape, label.numpy().tolist())
table = np.cos(np.arange(16.0)).reshape(8, 2)
model = keras.Sequential([layers.Embedding(8, 2, mask_zero=True), layers.GlobalAveragePooling1D(), layers.Dense(2, kernel_initializer='ones', activation='softmax')])
model.build((None, None))
model.layers[0].set_weights([table])
model.compile(keras.optimizers.SGD(0.1), 'sparse_categorical_crossentropy', metrics=['accuracy'])
print(rounded(model.fit(made, epochs=2, verbose=0)))
print(np.round(model.predict(made, verbose=0), 4).tolist())
""",
    }
)
