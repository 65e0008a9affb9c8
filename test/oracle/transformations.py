"""What Keras's layers make of pictures by transformations that are given: python test/oracle/transformations.py > test/oracle/transformations.json

Layers draw their transformations; here they are given, so that the numbers can be compared.
"""

import base64
import json

import keras
import numpy as np
import tensorflow as tf

random = np.random.RandomState(3)


def plain(array):
    """A shape, and the bytes of its numbers in float32."""
    data = np.asarray(array, "float32")
    return {"shape": list(data.shape), "data": base64.b64encode(data.tobytes()).decode()}


def pictures(*shape):
    return np.floor(random.uniform(0, 256, shape)).astype("float32")


def perspective(corners, interpolation, fill_value, size=(5, 7)):
    height, width = size
    x = pictures(len(corners), height, width, 2)
    layer = keras.layers.RandomPerspective(interpolation=interpolation, fill_value=fill_value)
    start = np.array([[[0, 0], [width - 1, 0], [0, height - 1], [width - 1, height - 1]]], "float32")
    start = np.repeat(start, len(corners), 0)
    by = np.array([[[0, 0], [a, 0], [0, b], [c, d]] for a, b, c, d in corners], "float32")
    transformation = {
        "apply_perspective": np.ones(len(corners), bool),
        "start_points": start,
        "end_points": start + start * by,
        "input_shape": x.shape,
    }
    return {
        **{"corners": corners, "interpolation": interpolation, "fill_value": fill_value, "x": plain(x)},
        "y": plain(layer.transform_images(x, transformation)),
    }


def elastic(by, fill_mode, interpolation="bilinear", fill_value=0.0, size=(22, 45), channels=1):
    x = pictures(2, *size, channels)
    noise = random.normal(size=(2, *size)).astype("float32")
    layer = keras.layers.RandomElasticTransform(
        fill_mode=fill_mode, interpolation=interpolation, fill_value=fill_value
    )
    drawn, tf.random.stateless_normal = tf.random.stateless_normal, lambda **_: tf.constant(noise)
    transformation = {"apply_transform": np.ones(2, bool), "distortion_factor": np.float32(by), "seed": 1}
    y = layer.transform_images(x, transformation)
    tf.random.stateless_normal = drawn
    return {
        **{"by": by, "fill_mode": fill_mode, "interpolation": interpolation, "fill_value": fill_value},
        **{"x": plain(x), "noise": plain(noise[..., None]), "y": plain(y)},
    }


def equalized(arguments, x):
    layer = eval(f"keras.layers.Equalization({arguments})")
    return {"arguments": arguments, "x": plain(x), "y": plain(layer(x))}


def parts(factor, value_range=(0, 255)):
    """What each change that RandAugment and AugMix choose from gives, by itself."""
    low, high = value_range
    x = pictures(3, 6, 5, 3) / 255 * (high - low) + low
    whole = keras.layers.RandAugment(factor=(factor, factor), value_range=value_range)
    found = {}
    for name in whole._AUGMENT_LAYERS:
        # What these draw does not follow from the factor alone.
        if name in ("random_shear", "solarization", "random_contrast", "random_posterization"):
            continue
        layer = getattr(whole, name)
        found[name] = plain(layer.transform_images(x, layer.get_random_transformation(x)))
    return {"factor": factor, "value_range": value_range, "x": plain(x), "y": found}


asked = {
    "keras": keras.__version__,
    "perspective": [
        perspective([[0.3, -0.2, 0.1, 0.25], [-0.5, 0.5, 0.4, -0.3]], "bilinear", 0.0),
        perspective([[0.0, 0.0, 0.0, 0.0], [0.12, 0.07, -0.43, -0.37]], "nearest", 7.0),
        perspective([[0.5, -0.5, -0.5, 0.5]], "bilinear", 3.0, (8, 4)),
        perspective([[-0.45, -0.4, 0.5, 0.5]], "nearest", 0.0, (9, 9)),
    ],
    "elastic": [
        elastic(1.0, "reflect"),
        elastic(0.4, "reflect", channels=2, size=(9, 7)),
        elastic(1.0, "constant", fill_value=4.0),
        elastic(0.95, "wrap"),
        elastic(0.9, "nearest", "nearest"),
        elastic(1.0, "constant", "nearest", 9.0),
    ],
    # A functional model of Keras 3.15 leaves this layer out, or refuses it: it is asked by itself.
    "equalization": [
        equalized("", pictures(2, 9, 8, 3)),
        equalized("bins=16", pictures(2, 9, 8, 3) / 3),
        equalized("(0, 1)", pictures(3, 5, 7, 2) / 255),
        equalized("value_range=(1, -1), bins=40", pictures(1, 5, 7, 3) / 127.5 - 1),
        equalized("(-1, 1), data_format='channels_first'", pictures(2, 3, 5, 7) / 127.5 - 1),
        equalized("", pictures(2, 1, 1, 3) * 0 + 17),
        equalized("", pictures(6, 5, 3)),
    ],
    "parts": [parts(0.3), parts(0.6, (0, 1))],
}
print(json.dumps(asked))
