"""Asks real Keras for the models of `keras.applications`: counts, and every layer's name, class, shape and size.

Run with Keras 3 on TensorFlow: python -P test/oracle/applications.py > test/oracle/applications.json
One case in full:               python -P test/oracle/applications.py "VGG16(weights=None)"

Each line of the answer is one model. Layers are listed for some models only, so that the file stays small; of the
others there is a hash of the list, which the test makes from its own. Nothing is downloaded and no weight is filled:
`weights=None`, and variables that are never made.
"""

import hashlib
import json
import math
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras  # noqa: E402
from keras import applications  # noqa: E402
from keras.src.backend.common.stateless_scope import StatelessScope  # noqa: E402

NAMES = [name for name in dir(applications) if name[0].isupper()]

# Models whose layers are listed, top and all.
LISTED = {"VGG16", "ResNet50", "ResNet50V2", "DenseNet121", "InceptionV3", "InceptionResNetV2", "Xception", "MobileNet",
          "MobileNetV2", "MobileNetV3Small", "NASNetMobile", "EfficientNetB0", "EfficientNetV2B0", "EfficientNetV2S",
          "ConvNeXtTiny"}

CASES = [
    *[f"{name}(weights=None)" for name in NAMES],
    *[f"{name}(weights=None, include_top=False)" for name in NAMES],
    *[f"{name}(weights=None, include_top=False, input_shape=(160, 192, 3), pooling='avg')" for name in NAMES],
    *[f"{name}(weights=None, classes=10, input_shape=(96, 96, 1), classifier_activation=None)" for name in NAMES],
    "VGG16(weights=None, include_top=False, pooling='max')",
    "VGG19(weights=None, include_top=False, input_shape=(None, 224, 3), name='base')",
    "VGG16(False, None, keras.Input((64, 64, 3)))",
    "VGG16(weights=None, input_tensor=keras.Input((64, 64, 3), name='picture'))",
    "ResNet50(weights=None, include_top=False, input_tensor=keras.layers.Rescaling(1 / 255)(keras.Input((64, 64, 3))))",
    "ResNet101(weights=None, input_shape=(32, 32, 3), classes=5)",
    "InceptionV3(weights=None, include_top=False, input_shape=(75, 75, 3))",
    "Xception(weights=None, include_top=False, input_shape=(71, 71, 3), pooling='max')",
    *[f"MobileNet(weights=None, alpha={alpha}, include_top=False)" for alpha in (0.25, 0.5, 0.75, 1.4)],
    "MobileNet((128, 128, 3), 0.5, 2, 0.1, weights=None)",
    "MobileNet(weights=None, input_shape=(100, 120, 3), name='mobile')",
    *[f"MobileNetV2(weights=None, alpha={alpha})" for alpha in (0.35, 0.5, 0.75, 1.3, 1.4)],
    "MobileNetV2((96, 96, 3), include_top=False, weights=None)",
    "MobileNetV2(input_shape=(161, 161, 3), include_top=False, weights=None)",
    "MobileNetV3Small(weights=None, minimalistic=True)",
    "MobileNetV3Large(weights=None, alpha=0.75, include_preprocessing=False)",
    "MobileNetV3Large(weights=None, input_shape=(224, 224, 3), dropout_rate=0, minimalistic=True)",
    "MobileNetV3Small(weights=None, include_top=False, alpha=1.5, pooling='max')",
    "NASNetMobile(weights=None, include_top=False, pooling='max')",
    "EfficientNetB3(weights=None, include_top=False, input_shape=(300, 300, 3), pooling='max')",
    "EfficientNetV2B1(weights=None, include_preprocessing=False)",
    "EfficientNetV2M(weights=None, include_preprocessing=False, include_top=False)",
    "ConvNeXtSmall(weights=None, include_preprocessing=False, include_top=False, pooling='max')",
    # What Keras refuses, before it downloads anything.
    "VGG16(weights='imagenet', classes=10)",
    "ResNet50(weights=None, input_shape=(31, 31, 3))",
    "InceptionV3(weights=None, include_top=False, input_shape=(74, 74, 3))",
    "Xception(weights=None, include_top=False, input_shape=(70, 70, 3))",
    "MobileNetV3Small(weights=None, input_shape=(31, 32, 3))",
    "VGG16(weights=None, input_shape=(224, 224))",
    "VGG16(weights=None, input_shape=(None, None, 3))",
    "VGG16(input_shape=(64, 64, 3))",
    "MobileNet(weights='imagenet', alpha=0.3)",
    "MobileNet(weights='imagenet', depth_multiplier=2)",
    "MobileNetV2(weights='imagenet', alpha=0.6)",
    "ResNet50(weights='imagenet', include_top=False, input_shape=(64, 64, 1))",
    "DenseNet121(weights=None, foo=1)",
    "VGG16(weights='imagenet', classifier_activation='relu')",
    "NASNetLarge(weights='imagenet', include_top=False, input_shape=(None, None, 3))",
]


def layers_of(model):
    return [
        [
            each.name,
            type(each).__name__,
            [list(output.shape) for output in keras.tree.flatten(each.output)],
            each.count_params() if isinstance(each, keras.Layer) else 0,
        ]
        for each in model._operations
    ]


def count(weights):
    return sum(math.prod(each.shape) for each in weights)


def answer(code):
    keras.backend.clear_session()
    try:
        with StatelessScope(initialize_variables=False):
            model = eval(code, {**vars(applications), "keras": keras})
    except Exception as error:  # what Keras refuses is an answer
        return {"error": type(error).__name__}
    layers = layers_of(model)
    text = json.dumps(layers, separators=(",", ":"))
    return {
        "name": model.name,
        "total": count(model.weights),
        "trainable": count(model.trainable_weights),
        "layers": len(model.layers),
        "operations": layers if full(code) else hashlib.sha256(text.encode()).hexdigest(),
    }


def full(code):
    return len(sys.argv) > 1 or (code.endswith("(weights=None)") and code.split("(")[0] in LISTED)


if len(sys.argv) > 1:
    print(json.dumps(answer(sys.argv[1])))
else:
    print(f'{{"keras": "{keras.__version__}", "cases": [')
    for i, code in enumerate(CASES):
        print(json.dumps({"make": code, "answer": answer(code)}, separators=(",", ":")), end="")
        print("," if i < len(CASES) - 1 else "\n]}", flush=True)
