"""CSV files that tf.data reads row by row."""

from ask import ask

ask(
    {
        "rows of CSV files": """
import tensorflow as tf

def shown(dataset): return [tuple(cell.numpy() for cell in row) for row in dataset]

def tried(what):
    try:
        print(what())
    except tf.errors.InvalidArgumentError as error:
        print(type(error).__name__)

for name, start in (('a', 0), ('b', 3)):
    with open(f'{name}.csv', 'w') as file:
        file.write('x,kind,count,share\\n')
        for at in range(start, start + 3): file.write(f'{at / 2},"kind, {at}",{at if at != 1 else ""},{at}e-1\\n')
with open('plain.csv', 'w') as file: file.write('1|NA|z\\n|2|y\\n')
rows = tf.data.experimental.CsvDataset(['a.csv', 'b.csv'], [tf.float32, tf.string, tf.constant([7], tf.int32), tf.float64], header=True)
print(shown(rows))
print(shown(tf.data.experimental.CsvDataset('a.csv', [tf.constant([0], tf.int64), tf.float32], header=True, select_cols=[2, 3])))
print(shown(tf.data.experimental.CsvDataset('plain.csv', [[0.5], [1.5], ['']], field_delim='|', na_value='NA')))
tried(lambda: shown(tf.data.experimental.CsvDataset('a.csv', [tf.float32, tf.string, tf.int32, tf.float64], header=True)))
tried(lambda: shown(tf.data.experimental.CsvDataset('a.csv', [tf.float32, tf.string], header=True)))
tried(lambda: shown(tf.data.experimental.CsvDataset('a.csv', [tf.float32, tf.float32, [0], tf.float64], header=True)))

def packed(x, kind, count, share): return tf.stack([x, tf.cast(share, tf.float32)]), tf.cast(count, tf.float32)

model = keras.Sequential([layers.Input((2,)), layers.Dense(1)])
model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
model.compile(keras.optimizers.SGD(0.01), 'mse')
print([round(float(value), 3) for value in model.fit(rows.map(packed).batch(4), epochs=2, verbose=0).history['loss']])
""",
    }
)
