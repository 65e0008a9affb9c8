"""What layers compute in and keep their weights in: dtype= of a layer, and the global policy."""

from ask import ask, case

IMAGE, WORDS, STEPS = (8, 8, 3), {"shape": (5,), "dtype": "int32"}, (6, 4)
MIXED = "keras.config.set_dtype_policy('mixed_float16')"
BRAIN = "keras.mixed_precision.set_dtype_policy('mixed_bfloat16')"
HALF = "keras.config.set_dtype_policy('float16')"
POLICY = "policy = keras.mixed_precision.Policy('mixed_float16')"


def typed(make, *inputs, **named):
    return {**case(make, *inputs, **named), "dtypes": True}


DENSE = [
    *[typed(f"layers.Dense(3, dtype={name!r})", (4,)) for name in ("float16", "bfloat16", "float64", "float32", "mixed_float16", "mixed_bfloat16")],
    typed("layers.Dense(3, dtype=keras.mixed_precision.Policy('mixed_float16'))", (4,)),
    typed("layers.Dense(3, dtype=keras.DTypePolicy('float16'))", (4,)),
    typed("layers.Dense(3, dtype='strange')", (4,)),
    typed("layers.Dense(3)", (4,), before=MIXED),
    typed("layers.Dense(3)", (4,), before=BRAIN),
    typed("layers.Dense(3)", (4,), before=HALF),
    typed("layers.Dense(3, dtype='float32')", (4,), before=MIXED),
    typed("layers.Dense(3)", {"shape": (4,), "dtype": "int32"}, before=MIXED),
    typed("layers.Dense(3)", {"shape": (4,), "dtype": "float64"}),
    typed("layers.Dense(3, dtype=keras.config.dtype_policy())", (4,), before=MIXED),
]
LAYERS = [
    typed("layers.Conv2D(4, 3)", IMAGE),
    typed("layers.BatchNormalization()", IMAGE),
    typed("layers.LayerNormalization()", IMAGE),
    typed("layers.Flatten()", IMAGE),
    typed("layers.Flatten()", {"shape": (4, 2), "dtype": "int32"}),
    typed("layers.Reshape((6, 32))", IMAGE),
    typed("layers.MaxPooling2D()", IMAGE),
    typed("layers.GlobalAveragePooling2D()", IMAGE),
    typed("layers.Activation('softmax')", (4,)),
    typed("layers.Dropout(0.5)", (4,)),
    typed("layers.Concatenate()", (4,), (3,)),
    typed("layers.Add()", (4,), (4,)),
    typed("layers.Embedding(10, 3)", WORDS),
    typed("layers.LSTM(3)", STEPS),
    typed("layers.GRU(3, return_sequences=True)", STEPS),
    typed("layers.Bidirectional(layers.LSTM(3))", STEPS),
    typed("layers.TimeDistributed(layers.Dense(3))", STEPS),
    typed("layers.MultiHeadAttention(2, 3)", STEPS, call="layer(a, a)"),
    typed("layers.Rescaling(1 / 255)", IMAGE),
    typed("layers.Rescaling(1 / 255)", {"shape": IMAGE, "dtype": "uint8"}),
    typed("layers.PReLU()", (4,)),
    typed("layers.EinsumDense('ab,bc->ac', 3)", (4,)),
]
CASES = [*DENSE, *[{**each, "before": before} for before in (MIXED, HALF) for each in LAYERS]]

if __name__ == "__main__":
    ask(CASES)
