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
