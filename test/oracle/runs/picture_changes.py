"""tf.image in pipelines: pictures changed, by chance too, on their way to a training."""

from ask import ask

HEAD = """
import tensorflow as tf

def tried(what):
    try:
        print(what())
    except (ValueError, TypeError, AttributeError) as error:
        print(type(error).__name__, error)

count = np.arange(12 * 10 * 14 * 3)
images = ((count * 7919 + count ** 2 % 65521) % 256).reshape(12, 10, 14, 3).astype('uint8')
labels = np.arange(12) % 3
pairs = tf.data.Dataset.from_tensor_slices((images, labels))
"""

ask(
    {
        "a tutorial's pipeline trains": HEAD
        + """
IMG_SIZE = 8

def resize_and_rescale(image, label):
    image = tf.cast(image, tf.float32)
    image = tf.image.resize(image, [IMG_SIZE, IMG_SIZE])
    image = image / 255.0
    return image, label

def augment(image, label):
    image, label = resize_and_rescale(image, label)
    image = tf.image.resize_with_crop_or_pad(image, IMG_SIZE + 6, IMG_SIZE + 6)
    image = tf.image.random_crop(image, size=[IMG_SIZE, IMG_SIZE, 3])
    image = tf.image.random_flip_left_right(image)
    image = tf.image.random_brightness(image, max_delta=0.5)
    image = tf.image.random_contrast(image, 0.8, 1.2)
    image = tf.image.random_saturation(image, lower=0.5, upper=1.5)
    image = tf.image.random_hue(image, 0.08)
    image = tf.clip_by_value(image, 0, 1)
    return image, label

train = pairs.shuffle(12).map(augment, num_parallel_calls=tf.data.AUTOTUNE).batch(5).prefetch(tf.data.AUTOTUNE)
judge = pairs.map(resize_and_rescale).batch(5)
for x, y in train.take(1):
    print(x.shape, x.dtype.name, float(tf.reduce_min(x)) >= 0, float(tf.reduce_max(x)) <= 1)
model = keras.Sequential([keras.Input([8, 8, 3]), layers.Flatten(), layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
history = model.fit(train, validation_data=judge, epochs=2, verbose=0)
print(sorted(history.history), len(history.history['loss']), all(np.isfinite(history.history['loss'])))
""",
        "what chance does to a picture": HEAD
        + """
picture = tf.constant(images[0])
unit = tf.image.convert_image_dtype(picture, tf.float32)

# A crop is a part of the picture, somewhere in it.
def place(part):
    high, wide = part.shape[0], part.shape[1]
    return [(y, x) for y in range(11 - high) for x in range(15 - wide) if np.array_equal(part.numpy(), images[0][y:y + high, x:x + wide])]
places = [place(tf.image.random_crop(picture, [9, 12, 3])) for _ in range(60)]
print(all(len(each) == 1 for each in places), sorted(set(each[0] for each in places)))

# A picture is mirrored or it is not, each of a batch for itself.
mirrored = set()
for _ in range(40):
    made = tf.image.random_flip_left_right(picture).numpy()
    mirrored.add('as it was' if np.array_equal(made, images[0]) else 'mirrored' if np.array_equal(made, images[0][:, ::-1]) else 'neither')
print(sorted(mirrored))
seen = set()
for _ in range(20):
    made = tf.image.random_flip_up_down(images[:3]).numpy()
    seen.add(tuple(bool(np.array_equal(each, whole[::-1])) for each, whole in zip(made, images)))
    if not all(np.array_equal(each, whole) or np.array_equal(each, whole[::-1]) for each, whole in zip(made, images)): print('neither')
print(len(seen) > 3)

# Brightness is one number for the whole picture, within what was said.
offsets = []
for _ in range(30):
    apart = (tf.image.random_brightness(unit, 0.2) - unit).numpy()
    offsets.append(float(apart.mean()))
    if float(apart.max() - apart.min()) > 1e-6: print('not one number')
print(min(offsets) < -0.05, max(offsets) > 0.05, max(abs(each) for each in offsets) <= 0.2)
factors = []
for _ in range(30):
    made = tf.image.random_contrast(unit, 0.5, 0.9).numpy()
    spread = made.std(axis=(0, 1)) / unit.numpy().std(axis=(0, 1))
    factors.append(float(spread[0]))
    if float(spread.max() - spread.min()) > 1e-5: print('not one factor')
print(0.5 <= min(factors) < 0.65, 0.75 < max(factors) <= 0.9)
for change in (lambda: tf.image.random_hue(unit, 0.2), lambda: tf.image.random_saturation(unit, 0.2, 0.7)):
    before, after = tf.image.rgb_to_hsv(unit).numpy(), tf.image.rgb_to_hsv(change()).numpy()
    print(float(np.abs(before[..., 2] - after[..., 2]).max()) < 1e-5, float(np.abs(before - after).max()) > 1e-3)

# Each element of a pipeline draws anew; a pair of seeds repeats.
flips = [bool(np.array_equal(each, images[0])) for each in tf.data.Dataset.from_tensors(images[0]).repeat(40).map(tf.image.random_flip_left_right)]
print(5 < sum(flips) < 35)
seeded = pairs.enumerate().map(lambda at, pair: tf.image.stateless_random_brightness(pair[0], 0.3, seed=tf.stack([at, at + 1])))
print([int(tf.reduce_sum(tf.cast(each, tf.int32))) for each in seeded])
for seed in [(1, 2), (7, 9)]:
    made = tf.image.stateless_random_crop(tf.image.stateless_random_flip_left_right(picture, seed), size=[4, 4, 3], seed=seed)
    print(made.numpy()[:, 0].tolist())
tf.random.set_seed(5)
one = [tf.image.random_crop(picture, [3, 3, 3]).numpy().tolist() for _ in range(3)]
tf.random.set_seed(5)
print(one == [tf.image.random_crop(picture, [3, 3, 3]).numpy().tolist() for _ in range(3)])
""",
        "pictures as the measure of a training": HEAD
        + """
y = (np.sin(np.arange(8*16*16*3)*0.37)*0.5+0.5).reshape(8,16,16,3).astype('float32')
x = y[:, ::2, ::2]
def psnr(a, b): return tf.image.psnr(a, b, max_val=1.0)
def ssim_loss(a, b): return 1 - tf.reduce_mean(tf.image.ssim(a, b, 1.0))
i = keras.Input((8,8,3))
h = layers.Conv2D(4, 3, padding='same', activation='relu')(i)
h = layers.UpSampling2D()(h)
m = keras.Model(i, layers.Conv2D(3, 3, padding='same', activation='sigmoid')(h))
m.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.3 for w in m.get_weights()])
m.compile('sgd', ssim_loss, metrics=[psnr])
h = m.fit(x, y, epochs=2, batch_size=4, verbose=0, shuffle=False)
print({k: [round(float(v), 4) for v in vs] for k, vs in h.history.items()})
print([round(float(v),4) for v in m.evaluate(x, y, verbose=0)])
def tv(a, b): return tf.reduce_mean(tf.abs(a-b)) + 1e-3*tf.reduce_mean(tf.image.total_variation(b)) + tf.reduce_mean(tf.abs(tf.image.sobel_edges(a) - tf.image.sobel_edges(b)))
m.compile('sgd', tv)
print([round(float(v),3) for v in m.fit(x, y, epochs=2, batch_size=4, verbose=0, shuffle=False).history['loss']])
""",
        "a layer of the program's own changes pictures": HEAD
        + """
class Augment(layers.Layer):
    def call(self, x, training=False):
        if not training: return tf.image.rgb_to_grayscale(x)
        x = tf.image.random_flip_left_right(x)
        x = tf.image.random_brightness(x, 0.2)
        x = tf.image.random_contrast(x, 0.5, 1.5)
        x = tf.image.random_hue(x, 0.1)
        x = tf.image.random_saturation(x, 0.5, 1.5)
        return tf.image.rgb_to_grayscale(tf.image.random_flip_up_down(x))

unit = images.astype('float32') / 255
model = keras.Sequential([keras.Input([10, 14, 3]), Augment(), layers.Flatten(), layers.Dense(3, activation='softmax', kernel_initializer='ones')])
model.compile('sgd', 'sparse_categorical_crossentropy')
print([round(float(each), 4) for each in model.predict(unit, verbose=0).sum(axis=1)])
history = model.fit(unit, labels, epochs=2, verbose=0)
print(len(history.history['loss']), all(np.isfinite(history.history['loss'])))

class OnlyMirrored(layers.Layer):
    def call(self, x, training=False):
        return tf.image.random_flip_left_right(x) if training else x

mirror = keras.Sequential([keras.Input([10, 14, 3]), OnlyMirrored()])
seen = set()
for _ in range(20):
    made = mirror(unit[:4], training=True).numpy()
    each = [bool(np.array_equal(a, b)) for a, b in zip(made, unit)]
    if not all(same or np.array_equal(a, b[:, ::-1]) for same, a, b in zip(each, made, unit)): print('neither')
    seen.add(tuple(each))
print(len(seen) > 4, bool(np.array_equal(mirror(unit[:4], training=False).numpy(), unit[:4])))
""",
        "pictures that do not fit": HEAD
        + """
picture = tf.constant(images[0])
tried(lambda: tf.image.random_brightness(picture, -0.1))
tried(lambda: tf.image.random_hue(picture, 0.6))
tried(lambda: tf.image.stateless_random_hue(picture, -0.6, (1, 2)))
tried(lambda: tf.image.random_contrast(picture, 0.5, 0.5))
tried(lambda: tf.image.random_saturation(picture, -0.5, 0.5))
tried(lambda: tf.image.adjust_hue(picture, 1.5))
tried(lambda: tf.image.adjust_gamma(picture, -1))
tried(lambda: tf.image.resize_with_crop_or_pad(picture, 0, 3))
tried(lambda: tf.image.crop_to_bounding_box(picture, 0, 0, 11, 3))
tried(lambda: tf.image.crop_to_bounding_box(picture, 0, -1, 7, 3))
tried(lambda: tf.image.crop_to_bounding_box(picture, 0, 0, 3, 30))
tried(lambda: tf.image.pad_to_bounding_box(picture, 0, 0, 3, 3))
tried(lambda: tf.image.pad_to_bounding_box(picture, -1, 0, 13, 23))
tried(lambda: tf.image.central_crop(picture, 1.5))
tried(lambda: tf.image.grayscale_to_rgb(picture))
for change in (tf.image.flip_left_right, tf.image.random_flip_up_down, tf.image.rot90, tf.image.transpose, tf.image.per_image_standardization):
    tried(lambda: change(images[0, 0]))
tried(lambda: tf.image.convert_image_dtype(picture > 3, tf.float32))
tried(lambda: tf.image.convert_image_dtype(picture, tf.bool))
for what in (lambda: tf.image.random_crop(picture, [11, 3, 3]), lambda: tf.image.adjust_saturation(picture[..., :2], 0.5), lambda: tf.image.stateless_random_crop(picture, [3, 3, 3], 3)):
    try:
        what()
    except tf.errors.InvalidArgumentError as error:
        print(str(error).split('}} ')[-1])
""",
    }
)
