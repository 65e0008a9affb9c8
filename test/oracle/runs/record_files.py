"""TFRecord files: tf.train.Example written and read, and other files that tf.data reads by pieces."""

from ask import ask

HEAD = """
import tensorflow as tf

def bytes_feature(value):
    if isinstance(value, type(tf.constant(0))):
        value = value.numpy()
    return tf.train.Feature(bytes_list=tf.train.BytesList(value=[value]))

def float_feature(value): return tf.train.Feature(float_list=tf.train.FloatList(value=[value]))

def int64_feature(value): return tf.train.Feature(int64_list=tf.train.Int64List(value=[value]))

def shown(value):
    if isinstance(value, tuple): return tuple(shown(each) for each in value)
    if isinstance(value, dict): return {key: shown(each) for key, each in value.items()}
    if isinstance(value, tf.Tensor): return value.numpy().tolist() if value.shape.rank else value.numpy()
    return value

def tried(what):
    try:
        print(what())
    except Exception as error:
        print(type(error).__name__)
"""

ask(
    {
        "examples written and read": HEAD
        + """
rng = np.arange(12) * 7 % 5

def serialize_example(feature0, feature1, feature2, feature3):
    feature = {
        'feature0': int64_feature(feature0),
        'feature1': int64_feature(feature1),
        'feature2': bytes_feature(feature2),
        'feature3': float_feature(feature3),
    }
    example_proto = tf.train.Example(features=tf.train.Features(feature=feature))
    return example_proto.SerializeToString()

serialized = serialize_example(0, 4, b'goat', 0.9876)
print(len(serialized))
decoded = tf.train.Example.FromString(serialized)
print(decoded.features.feature['feature2'].bytes_list.value[0], list(decoded.features.feature['feature1'].int64_list.value), decoded.features.feature['feature3'].WhichOneof('kind'), sorted(decoded.features.feature))
filename = 'test.tfrecord'
with tf.io.TFRecordWriter(filename) as writer:
    for i in range(12):
        writer.write(serialize_example(i % 2, int(rng[i]) - 2, np.array(['cat', 'dog', 'chicken'])[i % 3].encode(), i / 4))

raw_dataset = tf.data.TFRecordDataset([filename])
for raw_record in raw_dataset.take(2):
    example = tf.train.Example()
    example.ParseFromString(raw_record.numpy())
    result = {}
    for key, feature in sorted(example.features.feature.items()):
        kind = feature.WhichOneof('kind')
        result[key] = list(getattr(feature, kind).value)
    print(result)

feature_description = {
    'feature0': tf.io.FixedLenFeature([], tf.int64, default_value=0),
    'feature1': tf.io.FixedLenFeature([], tf.int64, default_value=0),
    'feature2': tf.io.FixedLenFeature([], tf.string, default_value=''),
    'feature3': tf.io.FixedLenFeature([], tf.float32, default_value=0.0),
}

def _parse_function(example_proto):
    return tf.io.parse_single_example(example_proto, feature_description)

parsed_dataset = raw_dataset.map(_parse_function)
for parsed_record in parsed_dataset.take(3):
    print(shown(parsed_record))
print(shown(next(iter(raw_dataset.batch(4).map(lambda batch: tf.io.parse_example(batch, feature_description))))))
print(sum(1 for _ in raw_dataset))
""",
        "arrays in records": HEAD
        + """
images = (np.arange(6 * 4 * 4 * 1) * 37 % 256).astype('uint8').reshape(6, 4, 4, 1)
labels = np.array([0, 1, 2, 1, 0, 2])

def example_of(image, label):
    return tf.train.Example(features=tf.train.Features(feature={
        'image_raw': tf.train.Feature(bytes_list=tf.train.BytesList(value=[image.tobytes()])),
        'tensor': bytes_feature(tf.io.serialize_tensor(tf.cast(image, tf.float32))),
        'label': tf.train.Feature(int64_list=tf.train.Int64List(value=[label])),
        'box': tf.train.Feature(float_list=tf.train.FloatList(value=(image.ravel()[:4] / 256).tolist())),
        'words': tf.train.Feature(int64_list=tf.train.Int64List(value=range(label))),
    }))

for kind in ('', 'GZIP', 'ZLIB'):
    with tf.io.TFRecordWriter(f'data{kind}.tfrecord', tf.io.TFRecordOptions(compression_type=kind)) as writer:
        for image, label in zip(images, labels):
            writer.write(example_of(image, label).SerializeToString())
writer = tf.io.TFRecordWriter('second.tfrecord', options='GZIP')
writer.write(b'alone')
writer.close()
print([shown(each) for each in tf.data.TFRecordDataset('second.tfrecord', compression_type='GZIP')])

features = {
    'image_raw': tf.io.FixedLenFeature([], tf.string),
    'tensor': tf.io.FixedLenFeature([], tf.string),
    'label': tf.io.FixedLenFeature([], tf.int64),
    'box': tf.io.FixedLenFeature([2, 2], tf.float32),
    'words': tf.io.VarLenFeature(tf.int64),
    'none': tf.io.FixedLenFeature([2], tf.float32, default_value=[1.5, 2.5]),
    'more': tf.io.FixedLenSequenceFeature([], tf.string, allow_missing=True),
}

def parse(record):
    example = tf.io.parse_single_example(record, features)
    image = tf.reshape(tf.io.decode_raw(example['image_raw'], tf.uint8), [4, 4, 1])
    image = tf.cast(image, tf.float32) / 255.0
    other = tf.io.parse_tensor(example['tensor'], out_type=tf.float32)
    words = tf.sparse.to_dense(example['words'], default_value=-1)
    return image, other, example['label'], example['box'], words, example['none'], example['more']

for kind in ('', 'GZIP', 'ZLIB'):
    for image, other, label, box, words, none, more in tf.data.TFRecordDataset(f'data{kind}.tfrecord', kind).map(parse).skip(2).take(1):
        print(image.shape, round(float(tf.reduce_sum(image)), 4), other.shape, float(tf.reduce_max(other)), shown(label), shown(box), shown(words), shown(none), shown(more))
batch = next(iter(tf.data.TFRecordDataset('data.tfrecord').batch(3)))
parsed = tf.io.parse_example(batch, {'words': tf.io.VarLenFeature(tf.int64), 'label': tf.io.FixedLenFeature([1], tf.int64), 'count': tf.io.FixedLenSequenceFeature([], tf.int64, allow_missing=True)})
print(list(parsed), shown(tf.sparse.to_dense(parsed['words'])), shown(parsed['words'].indices), shown(parsed['words'].dense_shape), shown(parsed['label']), parsed['count'].shape)

def pair(record):
    image, other, label, *rest = parse(record)
    return image, label

dataset = tf.data.TFRecordDataset(['data.tfrecord', 'data.tfrecord']).map(pair, num_parallel_calls=tf.data.AUTOTUNE).batch(4).prefetch(1)
model = keras.Sequential([layers.Input((4, 4, 1)), layers.Flatten(), layers.Dense(3)])
model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
model.compile(keras.optimizers.SGD(0.1), keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=['accuracy'])
history = model.fit(dataset, epochs=2, verbose=0)
print({name: [round(float(value), 3) for value in values] for name, values in history.history.items()})

last = next(iter(tf.data.TFRecordDataset('data.tfrecord')))
tried(lambda: tf.io.parse_single_example(last, {'label': tf.io.FixedLenFeature([], tf.float32)}))
tried(lambda: tf.io.parse_single_example(last, {'box': tf.io.FixedLenFeature([3], tf.float32)}))
tried(lambda: tf.io.parse_single_example(last, {'nothing': tf.io.FixedLenFeature([], tf.float32)}))
tried(lambda: tf.io.parse_single_example(b'no example', {'box': tf.io.FixedLenFeature([4], tf.float32)}))
tried(lambda: tf.train.Feature(bytes_list=tf.train.BytesList(value=['text'])))
tried(lambda: tf.train.Feature(int64_list=tf.train.Int64List(value=[1.5])))
tried(lambda: list(tf.data.TFRecordDataset('nowhere.tfrecord')))
with open('data.tfrecord', 'rb') as file: content = file.read()
with open('cut.tfrecord', 'wb') as file: file.write(content[:-5])
with open('wrong.tfrecord', 'wb') as file: file.write(content[:40] + b'x' + content[41:])
for name in ('cut', 'wrong'):
    seen = 0
    try:
        for _ in tf.data.TFRecordDataset(f'{name}.tfrecord'): seen += 1
    except tf.errors.DataLossError as error:
        print(name, seen, type(error).__name__)
""",
        "lines and pieces": HEAD
        + """
for name, start in (('a', 0), ('b', 10), ('c', 20)):
    with open(f'{name}.txt', 'w', newline='') as file: file.write(''.join(f'{name}{start + at}\\r\\n' if at % 2 else f'{name}{start + at}\\n' for at in range(4)))
with open('open.txt', 'w') as file: file.write('one\\n\\nthree')
with open('pieces.bin', 'wb') as file: file.write(b'HEAD' + bytes(range(12)) + b'END')
print([shown(line) for line in tf.data.TextLineDataset(['a.txt', 'open.txt'])])
print([shown(line) for line in tf.data.TextLineDataset('a.txt').skip(1).filter(lambda line: tf.strings.length(line) > 1).map(lambda line: tf.strings.upper(line))])
print([shown(piece) for piece in tf.data.FixedLengthRecordDataset('pieces.bin', 4, header_bytes=4, footer_bytes=3)])
print([shown(piece) for piece in tf.data.FixedLengthRecordDataset('pieces.bin', 4, 4, 3).map(lambda piece: tf.io.decode_raw(piece, tf.uint8))])
tried(lambda: list(tf.data.FixedLengthRecordDataset('pieces.bin', 5)))
files = tf.data.Dataset.list_files('?.txt', shuffle=False)
print([shown(line) for line in files.interleave(tf.data.TextLineDataset, cycle_length=2)])
print([shown(line) for line in files.interleave(lambda name: tf.data.TextLineDataset(name).skip(1), cycle_length=3, block_length=2, num_parallel_calls=2)])
print(sorted(shown(line) for line in files.interleave(tf.data.TextLineDataset, num_parallel_calls=tf.data.AUTOTUNE)))
print([shown(line) for line in tf.data.TextLineDataset(files)])
print([shown(line) for line in tf.data.TextLineDataset(['a.txt', 'b.txt'], num_parallel_reads=2)])
print([shown(line) for line in files.flat_map(tf.data.TextLineDataset).batch(5)])
with open('rows.csv', 'w') as file: file.write('1.5,2,red\\n,4,"blue, dark"\\n-3,,\\n')
for row in tf.data.TextLineDataset('rows.csv').map(lambda line: tf.io.decode_csv(line, [0.5, tf.constant(7, tf.int32), 'none'])):
    print(shown(row))
print([shown(column) for column in tf.io.decode_csv(['1|a', '2|b'], [[0], ['']], field_delim='|')])
tried(lambda: tf.io.decode_csv('1,2', [[0.0], [0.0], [0.0]]))
tried(lambda: tf.io.decode_csv('1,two', [[0.0], [0.0]]))
tried(lambda: tf.io.decode_csv('1,', [[0.0], tf.constant([], tf.float32)]))
""",
    }
)
