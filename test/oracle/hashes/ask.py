"""What TensorFlow's hashes give for strings of all lengths, and Keras's Hashing layer for arrays.

Run with Keras 3 on TensorFlow: python test/oracle/hashes/ask.py > test/oracle/hashes/hashes.json
"""

import json
import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
import tensorflow as tf  # noqa: E402

MOST = 2**62 - 57
texts = ["".join(chr(33 + (7 * i + 13 * length) % 90) for i in range(length)) for length in [*range(0, 70), 96, 127, 128, 129, 200, 256, 300]]
texts += ["naïve café", "数据", "🙂"]
keys = [[1, 2], [133, 133], [2**62 + 5, 7]]
print(
    json.dumps(
        {
            "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
            "buckets": str(MOST),
            "keys": [[str(each) for each in key] for key in keys],
            "cases": [
                {
                    "text": text,
                    "fast": str(int(tf.strings.to_hash_bucket_fast(text, MOST))),
                    "strong": [str(int(tf.strings.to_hash_bucket_strong(text, MOST, key))) for key in keys],
                }
                for text in texts
            ],
        },
        ensure_ascii=False,
        indent=1,
    )
)
