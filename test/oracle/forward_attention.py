"""Asks real Keras what its attention layers compute: small scripts that print nothing and leave `y`.

Run with Keras 3 on TensorFlow: python -P test/oracle/forward_attention.py > test/oracle/forward_attention.json
"""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow  # noqa: E402

# A layer's call on q, (2, 4, 6), and v, (2, 3, 6), or on i, (2, 2, 3, 6), images of one row a step.
CASES = [
    "layers.Attention()([q, v])",
    "layers.Attention(use_scale=True)([q, v, v])",
    "layers.Attention(score_mode='concat', use_scale=True)([q, v])",
    "layers.Attention()([q, q], use_causal_mask=True)",
    "layers.Attention()([q, v], return_attention_scores=True)[1]",
    "layers.AdditiveAttention()([q, v])",
    "layers.AdditiveAttention(use_scale=False)([q, v])",
    "layers.MultiHeadAttention(2, 3)(q, v)",
    "layers.MultiHeadAttention(2, 3, value_dim=5, output_shape=4, use_bias=False)(q, v)",
    "layers.MultiHeadAttention(2, 3, output_shape=(2, 4))(q, q, q)",
    "layers.MultiHeadAttention(2, 3)(q, q, use_causal_mask=True)",
    "layers.MultiHeadAttention(2, 3, use_gate=True, dropout=0.5)(q, v)",
    "layers.MultiHeadAttention(2, 3)(q, v, return_attention_scores=True)[1]",
    "layers.MultiHeadAttention(2, 3)(i, i)",
    "layers.MultiHeadAttention(2, 3, attention_axes=2)(i, i)",
    "layers.MultiHeadAttention(2, 3, attention_axes=1)(i, i)",
    "layers.MultiHeadAttention(2, 3)(i, i, return_attention_scores=True)[1]",
    "layers.GroupQueryAttention(3, 4, 2)(q, v)",
    "layers.GroupQueryAttention(3, 4, 1)(q, q, use_causal_mask=True)",
    "layers.GroupQueryAttention(3, 4, 2, use_gate=True)(q, v, return_attention_scores=True)[1]",
]

SCRIPT = """import keras
import numpy as np
from keras import layers
q = keras.Input((4, 6))
v = keras.Input((3, 6))
i = keras.Input((2, 3, 6))
model = keras.Model([{inputs}], {call})
model.set_weights([((np.arange(w.size) * 5 % 7 - 3) / 8).reshape(w.shape) for w in model.get_weights()])
x = [{data}]
y = model.predict(x, verbose=0)
"""

SHAPES = {"q": (2, 4, 6), "v": (2, 3, 6), "i": (2, 2, 3, 6)}


def data(name):
    shape = SHAPES[name]
    return f"((np.arange({int(np.prod(shape))}) * 3 % 11 - 5) / 4).reshape({shape})"


def ask(call):
    names = [name for name in SHAPES if f"({name}" in call or f"[{name}" in call or f" {name}" in call]
    script = SCRIPT.format(inputs=", ".join(names), call=call, data=", ".join(map(data, names)))
    scope = {}
    keras.backend.clear_session()
    exec(script, scope)
    y = scope["y"]
    return {"layer": call, "script": script, "shape": list(y.shape), "output": [float(v) for v in y.ravel()]}


answers = {
    "versions": {"keras": keras.__version__, "tensorflow": tensorflow.__version__},
    "cases": [ask(call) for call in CASES],
}
print(json.dumps(answers))
