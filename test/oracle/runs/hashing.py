"""Hashing: strings and numbers into bins, called on arrays and as a model's first layer."""

from ask import ask

SHOW = """
def show(values):
    values = keras.ops.convert_to_numpy(values)
    print(values.dtype, values.shape, values.tolist())


words = ['apple', 'pear', '', 'naïve café', 'a somewhat longer string of more than thirty-two bytes', 'x' * 100]
"""

ask(
    {
        "words": SHOW
        + """
layer = layers.Hashing(num_bins=7)
show(layer(np.array(words)))
show(layer(np.array([[word] for word in words])))
show(layer(['apple', 'pear']))
show(layer([['apple', 'pear'], ['fig', 'plum']]))
show(layers.Hashing(2**40)(np.array(words)))
show(layers.Hashing(5, dtype='int32')(np.array(words)))
show(layers.Hashing(1)(np.array(words)))
""",
        "numbers": SHOW
        + """
layer = layers.Hashing(num_bins=1000)
show(layer(np.array([0, 1, -5, 123456789012])))
show(layer(np.array([[1.0, 1.9], [-2.5, 3e9]], dtype='float32')))
show(layer([[1], [2], [3]]))
show(layer(np.array([3, 200], dtype='uint8')))
""",
        "a mask": SHOW
        + """
show(layers.Hashing(10, mask_value='')(np.array(words)))
show(layers.Hashing(10, mask_value='pear')(np.array([words[:2], words[2:4]])))
show(layers.Hashing(10, mask_value=0)(np.array([0, 1, 2, 0])))
show(layers.Hashing(1, mask_value=0)(np.array([0, 1])))
""",
        "salt": SHOW
        + """
show(layers.Hashing(1000, salt=133)(np.array(words)))
show(layers.Hashing(1000, salt=[133, 137])(np.array(words)))
show(layers.Hashing(1000, salt=(1, 2), mask_value='')(np.array(words)))
show(layers.Hashing(1000, salt=9)(np.arange(4)))
""",
        "rows": SHOW
        + """
pairs = np.array([['apple', 'pear'], ['fig', 'fig'], ['', 'plum']])
for mode in ['one_hot', 'multi_hot', 'count']:
    layer = layers.Hashing(5, output_mode=mode)
    show(layer(pairs))
    show(layer(pairs[:, :1]))
    show(layer(pairs[:, 0]))
    show(layer(pairs[0]))
    show(layer(np.array([[1, 2, 3], [3, 3, 4]])))
    show(layers.Hashing(5, output_mode=mode, mask_value='fig')(pairs))
""",
        "words outside a vocabulary, over several places": SHOW
        + """
show(layers.StringLookup(vocabulary=['pear', 'fig'], num_oov_indices=3)(np.array(words)))
show(layers.StringLookup(vocabulary=['pear', 'fig'], num_oov_indices=5, mask_token='')(np.array([words[:2], words[2:4]])))
show(layers.StringLookup(vocabulary=['pear'], num_oov_indices=2, output_mode='multi_hot')(np.array(words)))
""",
        "columns that are crossed": SHOW
        + """
import tensorflow as tf

kinds, ages = np.array(words), np.arange(len(words)) * 3 - 4
show(layers.HashedCrossing(5)((kinds, ages)))
show(layers.HashedCrossing(2**40)([kinds, ages]))
show(layers.HashedCrossing(1000)([ages, kinds]))
show(layers.HashedCrossing(1000)([kinds, ages, ages.astype('int32'), kinds]))
show(layers.HashedCrossing(1000)([kinds[:, None], ages[:, None]]))
show(layers.HashedCrossing(1000, dtype='int32')([tf.constant(7), tf.constant('pear')]))
show(layers.HashedCrossing(4, output_mode='one_hot')((kinds, ages)))
show(layers.HashedCrossing(4, output_mode='one_hot')((kinds[:, None], ages[:, None])))
for bad in [(kinds,), (kinds, ages / 2), (kinds, ages[:3]), (ages.reshape(-1, 2), ages.reshape(-1, 2))]:
    try:
        layers.HashedCrossing(5)(bad)
    except ValueError:
        print('ValueError')
cross = layers.HashedCrossing(100, output_mode='one_hot')
data = tf.data.Dataset.from_tensor_slices((kinds, ages)).batch(4).map(lambda kind, age: keras.ops.argmax(cross((kind, age)), axis=-1))
print([each for rows in data for each in rows.numpy().tolist()])
""",
        "a model's first layer": SHOW
        + """
import tensorflow as tf

names = tf.constant([['apple'], ['pear'], ['fig'], ['plum'], ['apple'], ['nut']])
labels = np.arange(6).reshape(6, 1) / 6
i = keras.Input((1,), dtype='string')
h = layers.Embedding(8, 3)(layers.Hashing(8)(i))
model = keras.Model(i, layers.Dense(1)(layers.Flatten()(h)))
model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
model.compile(keras.optimizers.SGD(0.1), 'mse')
print([f'{loss:.4f}' for loss in model.fit(names, labels, batch_size=2, epochs=3, shuffle=False, verbose=0).history['loss']])
print([f'{float(each[0]):.4f}' for each in model.predict(names, verbose=0)])
""",
        "numbers in a model": SHOW
        + """
ids = np.array([[3], [17], [-4], [3], [0], [250]])
labels = np.arange(6).reshape(6, 1) / 6


def trained(i, x):
    h = layers.Embedding(8, 3)(layers.Hashing(8, mask_value=0)(i))
    model = keras.Model(i, layers.Dense(1)(layers.Flatten()(h)))
    model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
    model.compile(keras.optimizers.SGD(0.1), 'mse')
    print([f'{loss:.4f}' for loss in model.fit(x, labels, batch_size=2, epochs=2, shuffle=False, verbose=0).history['loss']])
    print(f'{model.evaluate(x, labels, verbose=0):.4f}', [f'{float(each[0]):.4f}' for each in model.predict(x, verbose=0)])


trained(keras.Input((1,), dtype='int64'), ids)
trained(keras.Input((1,), dtype='int32'), ids)
trained(keras.Input((1,)), ids + 0.5)
trained(keras.Input((2,), dtype='int64'), np.concatenate([ids, ids * 7 + 2], axis=1))
rows = keras.Sequential([keras.Input((2,), dtype='int32'), layers.Hashing(5, output_mode='multi_hot'), layers.Dense(1)])
rows.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in rows.get_weights()])
print([f'{float(each[0]):.4f}' for each in rows.predict(np.concatenate([ids, ids * 7 + 2], axis=1), verbose=0)])
""",
        "before a model": SHOW
        + """
import tensorflow as tf

layer = layers.Hashing(6, output_mode='one_hot')
data = tf.data.Dataset.from_tensor_slices((np.array(words), np.arange(6.0))).batch(2)
for rows, _ in data.map(lambda text, label: (layer(text), label)):
    show(rows)
codes = layers.Hashing(50)(np.arange(40) % 7)
model = keras.Sequential([keras.Input([4]), layers.Dense(1)])
print(int(keras.ops.max(codes)), len(set(keras.ops.convert_to_numpy(codes).tolist())))
""",
        "in a file": SHOW
        + """
model = keras.Sequential([keras.Input((1,), dtype='int64'), layers.Hashing(5), layers.Embedding(5, 2)])
model.save('hashes.keras')
again = keras.models.load_model('hashes.keras')
print(again.layers[0].get_config()['dtype'])
numbers = np.array([[3], [7], [12]])
print(bool((again.predict(numbers, verbose=0) == model.predict(numbers, verbose=0)).all()))
print(layers.HashedCrossing(5).get_config()['dtype'], layers.Hashing(5, output_mode='one_hot').get_config()['dtype']['config'])
""",
    }
)
