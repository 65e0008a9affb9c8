"""Pictures that a program reads by their paths: tf.io.read_file, tf.image.decode_…, tf.strings."""

from ask import ask

HEAD = """
import os
import pathlib
import re
import struct
import tensorflow as tf

def picture(name, height, width, seed):
    os.makedirs(os.path.dirname(name), exist_ok=True)
    pixels = (np.arange(height * width * 3) * (2 * seed + 1) % 251).astype('uint8').reshape(height, width, 3)
    rows = np.zeros((height, (3 * width + 3) // 4 * 4), 'uint8')
    rows[:, :3 * width] = pixels[::-1, :, ::-1].reshape(height, -1)
    with open(name, 'wb') as file:
        file.write(struct.pack('<2sIHHIIiiHHIIiiII', b'BM', 54 + rows.size, 0, 0, 54, 40, width, height, 1, 24, 0, rows.size, 0, 0, 0, 0))
        file.write(rows.tobytes())

for name, count in (('daisy', 5), ('roses', 3), ('tulips', 4)):
    for at in range(count): picture(f'flowers/{name}/{at}.bmp', 6 + at, 9 - at, 5 * at + len(name))
with open('flowers/LICENSE.txt', 'w') as file: file.write('free')

def tried(what):
    try:
        print(what())
    except Exception as error:
        print(type(error).__name__)
"""

ask(
    {
        "the flowers of the tutorial": HEAD
        + """
data_dir = pathlib.Path('flowers')
image_count = len(list(data_dir.glob('*/*.bmp')))
print(image_count)
list_ds = tf.data.Dataset.list_files(str(data_dir / '*/*'), shuffle=False)
for f in list_ds.take(3):
    print(f.numpy())
class_names = np.array(sorted([item.name for item in data_dir.glob('*') if item.name != 'LICENSE.txt']))
print(class_names)
batch_size, img_height, img_width = 4, 8, 8

def get_label(file_path):
    parts = tf.strings.split(file_path, os.path.sep)
    one_hot = parts[-2] == class_names
    return tf.argmax(one_hot)

def decode_img(img):
    img = tf.io.decode_image(img, channels=3, expand_animations=False)
    return tf.image.resize(img, [img_height, img_width])

def process_path(file_path):
    label = get_label(file_path)
    img = tf.io.read_file(file_path)
    img = decode_img(img)
    return img, label

val_size = int(image_count * 0.25)
train_ds = list_ds.skip(val_size).map(process_path, num_parallel_calls=tf.data.AUTOTUNE)
val_ds = list_ds.take(val_size).map(process_path, num_parallel_calls=tf.data.AUTOTUNE)
print(tf.data.experimental.cardinality(train_ds).numpy(), tf.data.experimental.cardinality(val_ds).numpy())
for image, label in train_ds.take(2):
    print('Image shape: ', image.numpy().shape)
    print('Label: ', label.numpy(), np.round(image.numpy()[2, 3], 3).tolist())

def configure(ds):
    return ds.cache().batch(batch_size).prefetch(buffer_size=tf.data.AUTOTUNE)

train_ds, val_ds = configure(train_ds), configure(val_ds)
model = keras.Sequential([layers.Input((8, 8, 3)), layers.Rescaling(1 / 255), layers.Conv2D(2, 3, activation='tanh'), layers.Flatten(), layers.Dense(3)])
model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
model.compile(keras.optimizers.SGD(0.05), keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=['accuracy'])
history = model.fit(train_ds, validation_data=val_ds, epochs=2, verbose=0)
print({name: [round(float(value), 3) for value in values] for name, values in history.history.items()})
""",
        "paths and labels in arrays": HEAD
        + """
paths = sorted(str(each) for each in pathlib.Path('flowers').rglob('*.bmp'))
labels = [{'daisy': 0, 'roses': 1, 'tulips': 2}[pathlib.Path(each).parent.name] for each in paths]

def load(path, label):
    image = tf.io.read_file(path)
    image = tf.image.decode_bmp(image, channels=3)
    image = tf.image.convert_image_dtype(image, tf.float32)
    image = tf.image.resize(image, (5, 6), method=tf.image.ResizeMethod.NEAREST_NEIGHBOR)
    return image, tf.one_hot(label, 3)

made = tf.data.Dataset.from_tensor_slices((paths, labels)).map(load).batch(5, drop_remainder=True)
for x, y in made:
    print(x.shape, y.shape, np.round(x.numpy()[0, 1, 2], 5).tolist(), y.numpy()[0].tolist())
image = tf.image.decode_image(tf.io.read_file(paths[0]))
print(image.shape, image.dtype.name, image.numpy()[0, :2].tolist())
print(tf.image.decode_image(tf.io.read_file(paths[0]), dtype=tf.float32).numpy()[0, 0].round(6).tolist())
tried(lambda: tf.image.decode_png(tf.io.read_file(paths[1]), channels=3).shape)
for size, settings in (([4, 4], {}), ([9, 20], {'preserve_aspect_ratio': True}), ([7, 3], {'method': 'bicubic'}), ([12, 12], {'method': 'nearest'})):
    small = tf.image.resize(image, size, **settings)
    print(small.shape, small.dtype.name, np.round(small.numpy()[1, 1], 2).tolist(), round(float(tf.reduce_mean(tf.cast(small, tf.float32))), 2))
pair = tf.image.resize(tf.stack([image, image]), [3, 3])
print(pair.shape, round(float(pair.numpy().mean()), 3))
print(tf.image.convert_image_dtype(tf.constant([0.0, 0.25, 1.0]), tf.uint8).numpy().tolist())
raw = tf.io.read_file('flowers/LICENSE.txt')
print(raw.numpy(), raw.dtype.name, raw.shape, raw)
print(tf.io.decode_raw(raw, tf.uint8).numpy().tolist())
tf.io.write_file('made/new.txt', 'some text')
print(open('made/new.txt').read(), tf.io.gfile.exists('made/new.txt'), sorted(tf.io.gfile.listdir('flowers')), sorted(tf.io.gfile.glob('flowers/*/0.bmp')))
print(tf.io.matching_files('flowers/r*/[01].bmp').numpy().tolist())
tried(lambda: tf.io.read_file('flowers/none.bmp'))
tried(lambda: tf.io.decode_image(tf.constant('no picture')))
tried(lambda: tf.data.Dataset.list_files('nowhere/*'))
print(sorted(each.numpy().decode() for each in tf.data.Dataset.list_files(['flowers/*/0.bmp', 'flowers/*/1.bmp'])))
print(len(tf.data.Dataset.list_files('flowers/*/*.bmp', seed=3)))
""",
        "pictures that a table names": HEAD
        + """
import pandas as pd
names = [f'{kind}/{at}.bmp' for kind, count in (('daisy', 5), ('roses', 3), ('tulips', 4)) for at in range(count)]
table = pd.DataFrame({'file': names, 'kind': [name.split('/')[0] for name in names], 'size': np.arange(12) / 4.0, 'weight': np.arange(12) % 3 + 1.0})
table['high'] = [6 + int(name[-5]) for name in names]
made = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255, validation_split=0.25)

def flow(**settings):
    return made.flow_from_dataframe(table, 'flowers', x_col='file', target_size=(6, 7), batch_size=5, **settings)

for settings in (
    {'y_col': 'kind', 'shuffle': False},
    {'y_col': 'kind', 'shuffle': False, 'subset': 'validation', 'class_mode': 'sparse'},
    {'y_col': 'kind', 'class_mode': 'binary', 'classes': ['roses', 'daisy'], 'seed': 4},
    {'y_col': 'size', 'class_mode': 'raw', 'seed': 2, 'subset': 'training', 'weight_col': 'weight'},
    {'y_col': ['size', 'high'], 'class_mode': 'raw', 'shuffle': False},
    {'y_col': ['size', 'high'], 'class_mode': 'multi_output', 'shuffle': False},
    {'class_mode': None, 'shuffle': False},
    {'class_mode': 'input', 'shuffle': False, 'color_mode': 'grayscale'},
):
    flowing = flow(**settings)
    print(len(flowing), flowing.n, flowing.filenames[:2], getattr(flowing, 'class_indices', None))
    element = next(flowing)
    for part in element if isinstance(element, tuple) else (element,):
        if isinstance(part, list): print([(each.dtype.name, each.tolist()) for each in part])
        else: print(part.shape, part.dtype.name, part.tolist() if part.ndim < 3 else round(float(part.mean()), 5))
several = pd.DataFrame({'filename': ['flowers/daisy/0.bmp', 'flowers/roses/1.bmp'], 'class': [['plant', 'white'], ['plant', 'red']]})
flowing = made.flow_from_dataframe(several, shuffle=False, target_size=(3, 3))
print(flowing.class_indices, flowing.classes, next(flowing)[1].tolist())
for wrong in ({'y_col': 'size', 'class_mode': 'sparse'}, {'y_col': 'kind', 'class_mode': 'binary'}, {'y_col': 'size'}, {'y_col': 'kind', 'color_mode': 'cmyk'}):
    try:
        flow(**wrong)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, str(error)[:45])
model = keras.Sequential([layers.Input((6, 7, 3)), layers.Flatten(), layers.Dense(1)])
model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
model.compile(keras.optimizers.SGD(0.001), 'mse')
history = model.fit(flow(y_col='size', class_mode='raw', shuffle=False, weight_col='weight'), epochs=2, shuffle=False, verbose=0)
print([round(float(value), 3) for value in history.history['loss']])
""",
        "strings": HEAD
        + """
def told(value): print(value.numpy() if value.shape.rank == 0 else value.numpy().tolist(), value.dtype.name)

words = tf.constant(['Hello, World!', ' some  text ', 'Ünï'])
told(tf.strings.lower(words))
told(tf.strings.upper(words, encoding='utf-8'))
told(tf.strings.lower(words, encoding='utf-8'))
told(tf.strings.strip(words))
told(tf.strings.length(words))
told(tf.strings.length(words, unit='UTF8_CHAR'))
told(tf.strings.regex_replace(words, '[^a-zA-Z ]', ''))
told(tf.strings.regex_replace('a.b-c_d', r'[.\\-_]', ' '))
told(tf.strings.regex_replace('<br />one<br />two', '<br />', ' '))
told(tf.strings.regex_replace("it's (done)!", '[%s]' % re.escape('!"#$%&()*+,-./:;<=>?@[]^_`{|}~'), ''))
told(tf.strings.regex_replace('12-34', r'(\\d+)-(\\d+)', r'\\2/\\1$'))
told(tf.strings.regex_replace('aaa', 'a', 'b', replace_global=False))
told(tf.strings.regex_replace('ab12', '[[:alpha:]]', 'x'))
told(tf.strings.regex_full_match(['dog.png', 'dog.jpg', 'png'], r'.*\\.png'))
told(tf.strings.substr('photo_17.jpg', 6, 2))
told(tf.strings.substr(['hello', 'world'], -3, 2))
told(tf.strings.split('a/b//c', '/'))
told(tf.strings.split('  a b   c '))
told(tf.strings.split('a b c d', maxsplit=2))
told(tf.strings.split('x,y,z', sep=',', maxsplit=1))
told(tf.strings.join(['a', 'b', 'c'], separator='-'))
told(tf.strings.join([['a', 'b'], 'x']))
told(tf.strings.reduce_join([['a', 'b'], ['c', 'd']], axis=0, separator='+'))
told(tf.strings.reduce_join(['a', 'b', 'c'], separator=' '))
told(tf.strings.to_number(['1', ' 2.5 ', '-3e2']))
told(tf.strings.to_number('17', tf.int32))
told(tf.strings.to_number('17', tf.int64))
told(tf.strings.as_string([1, -2]))
told(tf.strings.as_string(3.14159, precision=2))
told(tf.strings.as_string(2.5))
told(tf.strings.as_string(True))
told(tf.strings.bytes_split('abc'))
told(tf.strings.unicode_split('aü€', 'UTF-8'))
told(tf.constant('path/') + 'file')
told('one ' + tf.constant(['two', 'three']))
told(tf.constant(['a', 'b']) == 'a')
told(tf.constant(['a', 'b']) != ['a', 'c'])
told(tf.constant('b') == np.array(['a', 'b', 'c']))
told(tf.cast(tf.constant('b') == np.array(['a', 'b', 'c']), tf.float32))
told(tf.equal(tf.constant(['a', 'b']), 'b'))
tried(lambda: tf.strings.to_number('one'))
tried(lambda: tf.strings.substr('abc', 5, 1))
for each in tf.data.Dataset.from_tensor_slices(['1,2', '3,4']).map(lambda line: tf.strings.to_number(tf.strings.split(line, ','))):
    told(each)
print(tf.data.Dataset.from_tensor_slices(['a', 'b']).map(lambda word: word + '!').batch(2).get_single_element().numpy().tolist())
""",
    }
)
