"""Pictures in folders."""

from ask import ask

HEAD = """
import os
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

for name, count in (('cats', 5), ('cats/more', 2), ('cats-old', 3), ('dogs', 4)):
    for at in range(count): picture(f'photos/{name}/{at}.{"BMP" if at == 1 else "bmp"}', 6 + at, 9 - at, 5 * at + len(name))
with open('photos/dogs/notes.txt', 'w') as file: file.write('no picture')
read = keras.utils.image_dataset_from_directory

def tried(what):
    try:
        print(what())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)

def told(made):
    for element in made:
        x, y = element if isinstance(element, tuple) else (element, None)
        print(tuple(x.shape), x.dtype.name, round(float(tf.reduce_mean(tf.cast(x, 'float32'))), 3), None if y is None else y.numpy().tolist())
"""

ask(
    {
        "what a folder of pictures gives": HEAD
        + """
made = read('photos', image_size=(8, 10), batch_size=4, shuffle=False)
print(made.class_names, made.file_paths, int(made.cardinality()), made.element_spec)
told(made)
told(read('photos', image_size=(5, 5), batch_size=None, shuffle=False, label_mode='categorical', class_names=['dogs', 'cats']))
told(read('photos', image_size=7, batch_size=8, shuffle=False, label_mode=None, interpolation='nearest'))
told(read('photos', image_size=(4, 12), shuffle=False, labels=[1] * 10 + [0] * 4, label_mode='binary', crop_to_aspect_ratio=True))
told(read('photos', image_size=(4, 12), shuffle=False, labels=None, interpolation='Bicubic', data_format='channels_first'))
told(tf.keras.preprocessing.image_dataset_from_directory('photos', image_size=(3, 4), shuffle=False, color_mode='rgba', verbose=False))
for x, y in read('photos', image_size=(6, 7), shuffle=False, batch_size=1).take(1): print(np.round(x.numpy()[0, 2], 4).tolist(), y.numpy())
""",
        "which pictures are for training": HEAD
        + """
for subset in ('training', 'validation'):
    made = read('photos', image_size=(4, 4), validation_split=0.3, subset=subset, seed=123, batch_size=None)
    print(made.file_paths, sorted(int(label) for _, label in made))
train, judge = read('photos', image_size=(4, 4), validation_split=0.25, subset='both', seed=7, batch_size=3)
print(train.file_paths, judge.file_paths, train.class_names, len(train), len(judge))
told(judge)
print(read('photos', image_size=(4, 4), validation_split=0.3, subset='validation', shuffle=False).file_paths)
print(sorted(read('photos', image_size=(4, 4), seed=3).file_paths) == sorted(made.file_paths + read('photos', validation_split=0.3, subset='training', seed=123).file_paths))
np.random.seed(11)
print(read('photos').file_paths[:4], round(np.random.rand(), 6))
""",
        "what is refused": HEAD
        + """
tried(lambda: read('photos', image_size=(4,)))
tried(lambda: read('photos', color_mode='cmyk'))
tried(lambda: read('photos', interpolation='best'))
tried(lambda: read('photos', label_mode='float'))
tried(lambda: read('photos', label_mode='binary'))
tried(lambda: read('photos', labels=[1, 2, 3]))
tried(lambda: read('photos', class_names=['birds']))
tried(lambda: read('photos', validation_split=0.2))
tried(lambda: read('photos', validation_split=0.2, subset='training'))
tried(lambda: read('photos', validation_split=0.01, subset='training', seed=1))
os.makedirs('empty/nothing')
tried(lambda: read('empty'))
picture('wrong/a/cut.bmp', 6, 6, 1)
with open('wrong/a/cut.bmp', 'rb') as file: content = file.read()
with open('wrong/a/cut.bmp', 'wb') as file: file.write(content[:80])
try:
    told(read('wrong', image_size=(4, 4), verbose=False))
except Exception as error:
    print('refused')
""",
        "training on a folder": HEAD
        + """
train, judge = read('photos', image_size=(6, 6), validation_split=0.3, subset='both', seed=7, batch_size=5)
model = keras.Sequential([
    keras.Input((6, 6, 3)), layers.Rescaling(1 / 255), layers.Conv2D(2, 3, activation='tanh'), layers.GlobalAveragePooling2D(), layers.Dense(3, activation='softmax'),
])
model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
model.compile(keras.optimizers.SGD(0.1), 'sparse_categorical_crossentropy', metrics=['accuracy'])
print([round(float(value), 3) for value in model.evaluate(judge, verbose=0)])
one = read('photos', image_size=(6, 6), shuffle=False, batch_size=5, verbose=False)
history = model.fit(one.map(lambda x, y: (x, y)).prefetch(2), epochs=3, validation_data=judge, verbose=0)
print({name: [round(float(value), 3) for value in values] for name, values in history.history.items()})
print([[round(float(share), 3) for share in row] for row in model.predict(one, verbose=0)])
cached = one.cache().shuffle(100, seed=1)
print(len(model.fit(cached, epochs=2, verbose=0).history['loss']))
""",
        "a generator's folder": HEAD
        + """
os.makedirs('photos/.hidden')
made = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255, validation_split=0.3)
flow = made.flow_from_directory('photos', target_size=(8, 7), batch_size=4, shuffle=False)
print(flow.filenames, flow.filepaths[:2], flow.class_indices, flow.classes.tolist(), flow.samples, flow.num_classes, flow.image_shape, len(flow))
for x, y in (flow[at] for at in range(len(flow))): print(x.shape, x.dtype, round(float(x.mean()), 5), y.tolist())
for subset in ('training', 'validation'):
    part = made.flow_from_directory('photos', target_size=(8, 7), batch_size=3, seed=5, class_mode='sparse', subset=subset, interpolation='bilinear')
    print(part.filenames)
    for _ in range(len(part) + 1):
        x, y = next(part)
        print(x.shape, round(float(x.mean()), 5), y.tolist())
grey = made.flow_from_directory('photos', classes=['dogs', 'cats-old'], class_mode='binary', color_mode='grayscale', target_size=(5, 5), shuffle=False, keep_aspect_ratio=True, interpolation='bicubic')
x, y = next(grey)
print(x.shape, y.dtype, y.tolist(), np.round(x[:2, 2, :, 0], 4).tolist())
same = made.flow_from_directory('photos', class_mode='input', target_size=(4, 4), shuffle=False)
x, y = same[0]
print(x.shape, bool((x == y).all()))
alone = made.flow_from_directory('photos', class_mode=None, target_size=(4, 4), batch_size=20, shuffle=False)
print(alone[0].shape)
tried(lambda: made.flow_from_directory('photos', subset='test'))
tried(lambda: made.flow_from_directory('photos', color_mode='cmyk'))

np.random.seed(3)
changed = tf.keras.preprocessing.image.ImageDataGenerator(horizontal_flip=True, vertical_flip=True).flow_from_directory('photos', target_size=(6, 6), batch_size=5, class_mode='sparse')
for _ in range(3):
    x, y = next(changed)
    print(y.tolist(), x[:, 0, 0, 0].tolist(), x[:, 5, 0, 1].tolist())
""",
        "one picture": HEAD
        + """
one = keras.utils.load_img('photos/cats/4.bmp')
print(one.size, one.mode, one.width, one.height)
x = keras.utils.img_to_array(one)
print(x.shape, x.dtype, x[:2, :2].tolist())
print(np.array(one).shape, np.asarray(one).dtype, np.array(one)[1, :2].tolist(), np.array(one)[np.newaxis].mean().round(4))
print(np.array(keras.utils.load_img('photos/cats/4.bmp', color_mode='grayscale')).shape)
small = keras.preprocessing.image.img_to_array(keras.utils.load_img('photos/cats/4.bmp', target_size=(4, 3), color_mode='grayscale', interpolation='lanczos'), data_format='channels_first', dtype='uint8')
print(small.shape, small.dtype, small.tolist())
tried(lambda: keras.utils.load_img('photos/cats/4.bmp', color_mode='cmyk'))
tried(lambda: keras.utils.load_img('photos/cats/4.bmp', target_size=(4, 3), interpolation='best'))
try:
    keras.utils.load_img('nowhere.png')
except FileNotFoundError:
    print('not there')
batch = np.expand_dims(keras.utils.img_to_array(keras.utils.load_img('photos/dogs/0.bmp', target_size=(6, 6))), 0)
model = keras.Sequential([keras.Input((6, 6, 3)), layers.Rescaling(1 / 255), layers.Flatten(), layers.Dense(2)])
model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
print([[round(float(value), 3) for value in row] for row in model.predict(batch, verbose=0)])
flow = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255).flow_from_directory('photos', target_size=(6, 6), batch_size=5, class_mode='binary', classes=['cats', 'dogs'], shuffle=False)
trained = keras.Sequential([keras.Input((6, 6, 3)), layers.Conv2D(2, 3, activation='tanh'), layers.Flatten(), layers.Dense(1, activation='sigmoid')])
trained.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in trained.get_weights()])
trained.compile(keras.optimizers.SGD(0.1), 'binary_crossentropy', metrics=['accuracy'])
history = trained.fit(flow, epochs=3, validation_data=flow, shuffle=False, verbose=0)
print({name: [round(float(value), 3) for value in values] for name, values in history.history.items()})
""",
    }
)
