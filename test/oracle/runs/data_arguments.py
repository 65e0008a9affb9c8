"""What functions that make data refuse, round and draw."""

from ask import ask

HEAD = """
import os
import tensorflow as tf

def tried(what):
    try:
        print(what())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
"""

ask(
    {
        "sizes of two sides": HEAD
        + """
def sizes(count, **wanted):
    left, right = keras.utils.split_dataset(np.ones((count, 2)), **wanted)
    return int(left.cardinality()), int(right.cardinality())

for count in (3, 5, 6, 7, 10):
    for share in (0.25, 0.5, 0.75): print(sizes(count, left_size=share), sizes(count, right_size=share))
print(sizes(10, left_size=3, right_size=0.5), sizes(10, left_size=0.2, right_size=0.3))
tried(lambda: sizes(5, left_size=7))
tried(lambda: sizes(5, right_size=5))
tried(lambda: sizes(5, left_size=1.0))
tried(lambda: sizes(5, left_size=-0.5))
tried(lambda: sizes(5, left_size=0.05))
tried(lambda: sizes(5, left_size=0.7, right_size=0.7))
tried(lambda: sizes(5))
""",
        "arguments of windows": HEAD
        + """
series = np.arange(20.0)
def shapes(*given, **wanted):
    return [tuple(batch.shape) for batch in keras.utils.timeseries_dataset_from_array(series, None, *given, **wanted)]

print(shapes(np.int64(4), batch_size=np.int32(3)), shapes(4, batch_size=5, start_index=np.int64(2), end_index=15))
tried(lambda: shapes(4, start_index=30))
tried(lambda: shapes(4, start_index=-2))
tried(lambda: shapes(4, end_index=20))
tried(lambda: shapes(4, end_index=-3))
tried(lambda: shapes(4, start_index=5, end_index=3))
tried(lambda: shapes(4, sampling_rate=0))
tried(lambda: shapes(4, sequence_stride=20))
np.random.seed(3)
shuffled = keras.utils.timeseries_dataset_from_array(series, None, 4, shuffle=True)
print(round(np.random.rand(), 6))
keras.utils.timeseries_dataset_from_array(series, None, 4)
print(round(np.random.rand(), 6))
""",
        "texts in folders": HEAD
        + """
for name, count in (('neg', 3), ('pos-old', 2), ('pos', 2), ('.hidden', 1)):
    os.makedirs(f'reviews/{name}/more.txt')
    for at in range(count):
        with open(f'reviews/{name}/{at}.TXT', 'w') as file: file.write(f'{name} number {at}')
os.makedirs('reviews/pos/old')
with open('reviews/pos/old/z.txt', 'w') as file: file.write('old')
with open('reviews/pos/more.txt/last.txt', 'w') as file: file.write('last')
os.makedirs('reviews/zoo/deep/er')
with open('reviews/zoo/deep/er/zoo.txt', 'w') as file: file.write('zoo')
os.makedirs('empty/nothing')
read = keras.utils.text_dataset_from_directory

def texts(**wanted):
    made = read('reviews', shuffle=False, batch_size=None, **wanted)
    return [(text.numpy().decode(), label.numpy().tolist()) for text, label in made]

print(texts(), read('reviews').class_names)
print(texts(class_names=['zoo', 'neg'], label_mode='binary'))
print(texts(labels=[5, 3, 3, 9, 5, 4, 4, 0, 1, 2, 1], label_mode='int'), read('reviews', labels=[5, 3, 3, 9, 5, 4, 4, 0, 1, 2, 1]).class_names)
print([text.numpy().decode() for text in read('reviews/', labels=None, shuffle=False, batch_size=None)])
tried(lambda: texts(labels=[1, 2]))
tried(lambda: texts(labels=None, class_names=['neg', 'pos']))
tried(lambda: texts(label_mode='binary'))
tried(lambda: texts(label_mode='other'))
tried(lambda: len(texts(validation_split=0.1, subset='training')))
tried(lambda: len(texts(validation_split=0.05, subset='training')))
tried(lambda: len(texts(validation_split=0.05, subset='validation')))
tried(lambda: len(read('reviews', validation_split=0.05, subset='both', seed=1)))
tried(lambda: texts(validation_split=0.3, subset='test'))
tried(lambda: texts(validation_split=1.3, subset='training'))
tried(lambda: read('empty'))
np.random.seed(5)
read('reviews', shuffle=False, verbose=False)
print(round(np.random.rand(), 6))
first = read('reviews', batch_size=np.int64(3), verbose=False)
print(round(np.random.rand(), 6), int(first.cardinality()))
""",
        "subsets of a generator's pictures": HEAD
        + """
pictures = np.arange(10 * 2 * 2).reshape(10, 2, 2, 1)
made = tf.keras.preprocessing.image.ImageDataGenerator(validation_split=0.3)
labels = np.array([0, 1] * 5)
for subset in ('training', 'validation'):
    flow = made.flow(pictures, labels, batch_size=np.int64(4), shuffle=False, subset=subset)
    print(len(flow), flow.n, [(x[:, 0, 0, 0].tolist(), y.tolist()) for x, y in (flow[at] for at in range(len(flow)))])
print(len(made.flow(pictures, np.arange(10), subset='validation', batch_size=1, ignore_class_split=True)))
tried(lambda: made.flow(pictures, np.arange(10), subset='validation'))
tried(lambda: made.flow(pictures, subset='test'))
tried(lambda: tf.keras.preprocessing.image.ImageDataGenerator(validation_split=1.5))
np.random.seed(1)
tf.keras.preprocessing.image.ImageDataGenerator(horizontal_flip=True).fit(pictures, seed=4)
print(round(np.random.rand(), 6))
""",
    }
)
