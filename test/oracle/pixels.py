"""What real Keras makes of pixels before a model of `keras.applications` sees them.

    python -P test/oracle/pixels.py > test/oracle/pixels.json
"""
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
from keras import applications

SNIPPETS = """
applications.vgg16.preprocess_input(np.arange(12, dtype='uint8').reshape(1, 2, 2, 3) * 20)
applications.vgg16.preprocess_input(np.arange(12.0).reshape(2, 2, 3))
applications.resnet50.preprocess_input(np.arange(12.0).reshape(1, 3, 2, 2), data_format='channels_first')
applications.resnet.preprocess_input(np.arange(12.0).reshape(3, 2, 2), 'channels_first')
applications.resnet_v2.preprocess_input(np.arange(12).reshape(1, 2, 2, 3) * 20)
applications.mobilenet_v2.preprocess_input(np.arange(12.0).reshape(2, 2, 3))
applications.inception_v3.preprocess_input(np.float32([0, 127.5, 255]).reshape(1, 1, 3))
applications.densenet.preprocess_input(np.arange(12, dtype='int32').reshape(1, 2, 2, 3))
applications.densenet.preprocess_input(np.arange(12.0).reshape(1, 3, 2, 2), data_format='channels_first')
applications.efficientnet.preprocess_input(np.arange(6.0))
applications.convnext.preprocess_input(np.arange(6))
applications.imagenet_utils.preprocess_input(np.arange(12.0).reshape(2, 2, 3), mode='torch')
applications.imagenet_utils.preprocess_input(np.arange(12.0).reshape(2, 2, 3))
x = np.arange(3.0).reshape(1, 1, 3); y = applications.xception.preprocess_input(x); x
x = np.arange(3.0).reshape(1, 1, 3); y = applications.vgg19.preprocess_input(x); x
x = np.arange(3).reshape(1, 1, 3); y = applications.vgg19.preprocess_input(x); x
""".strip().split("\n")


def ask(snippet):
    *before, last = snippet.split("; ")
    scope = {"np": np, "applications": applications, "keras": keras}
    for statement in before:
        exec(statement, scope)
    answer = eval(last, scope)
    return {"snippet": snippet, "repr": repr(answer), "str": str(answer), "dtype": answer.dtype.name,
            "shape": list(answer.shape)}


print(json.dumps({"versions": {"keras": keras.__version__, "numpy": np.__version__},
                  "answers": [ask(snippet) for snippet in SNIPPETS]}, indent=1))
