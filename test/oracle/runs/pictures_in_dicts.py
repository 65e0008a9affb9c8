"""Layers that change pictures, called on a dict of pictures and labels; of what is drawn nothing is printed."""

from ask import ask

SHOW = """
x = np.sin(np.arange(3 * 4 * 5 * 2)).reshape(3, 4, 5, 2).astype('float32')
labels = np.eye(3)


def show(found):
    for name, value in found.items():
        value = keras.ops.convert_to_numpy(value)
        print(name, value.dtype, value.shape, [f'{each:.4f}' for each in value.sum(axis=tuple(range(1, value.ndim))).astype('float64')])


given = {'images': x, 'labels': labels}
"""

ask(
    {
        "labels stay with their pictures": SHOW
        + """
for layer in [layers.RandomRotation((0.25, 0.25)), layers.RandomBrightness((0.3, 0.3), value_range=(-1, 1)), layers.CenterCrop(2, 2), layers.Resizing(2, 3)]:
    show(layer(given, training=True))
    show(layer(given, training=False))
show(layers.RandomFlip()({'images': x, 'labels': np.arange(3)}, training=False))
show(layers.RandomCrop(4, 5)({'labels': np.arange(3), 'images': x[:1]}))
show({'images': given['images'], 'labels': given['labels']})
""",
        "mixtures": SHOW
        + """
alike = {'images': np.repeat(x[:1], 3, axis=0), 'labels': np.repeat(labels[:1], 3, axis=0)}
for layer in [layers.MixUp(), layers.MixUp(alpha=0.8), layers.CutMix(), layers.CutMix(factor=(0.2, 0.4))]:
    show(layer(alike))
    show(layer(given, training=False))
    found = layer(given)
    print(sorted(found), found['images'].shape, found['labels'].shape, f"{float(keras.ops.sum(found['labels'])):.4f}")
    print(keras.ops.convert_to_numpy(layer(x)).shape)
""",
        "mixtures in a model": SHOW
        + """
pictures, rows = keras.Input((4, 5, 2)), keras.Input((3,))
for layer in [layers.MixUp(alpha=0.4), layers.CutMix()]:
    both = layer({'images': pictures, 'labels': rows})
    print(sorted(both), both['images'].shape, both['labels'].shape)
    model = keras.Model([pictures, rows], [layers.Flatten()(both['images']), both['labels']])
    for training in [False, True]:
        flat, mixed = model([x, labels], training=training)
        print(flat.shape, [f'{each:.4f}' for each in keras.ops.convert_to_numpy(mixed).sum(axis=1)])
        if not training:
            print(float(keras.ops.max(keras.ops.abs(flat - x.reshape(3, -1)))), keras.ops.convert_to_numpy(mixed))
""",
        "pictures by themselves": SHOW
        + """
for layer in [layers.MixUp(), layers.CutMix()]:
    show({name: value[None] for name, value in layer({'images': x[0], 'labels': labels[0]}).items()})
""",
        "batches of a dataset": SHOW
        + """
import tensorflow as tf

mix = layers.MixUp(alpha=0.4)
data = tf.data.Dataset.from_tensor_slices((x, labels.astype('float32'))).batch(3)
data = data.map(lambda images, labels: mix({'images': images, 'labels': labels}, training=True))
for batch in data:
    print(sorted(batch), batch['images'].shape, [f'{each:.4f}' for each in batch['labels'].numpy().sum(axis=1)])
""",
    }
)
