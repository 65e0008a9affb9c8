"""Training steps through core layers: dense layers in several dimensions, embeddings and the way back, low-rank adapters."""

from ask import ask, case

cases = []


def through(about, shape, **more):
    model = f"keras.Sequential([keras.Input({shape}), layers.Dense({shape[-1]}), layers.{about}, layers.Flatten(), layers.Dense(1)])"
    cases.append(case(f"{about} on {shape}", model, **{"optimizer": "keras.optimizers.SGD(0.02)", **more}))


for arguments, shape in [
    ("'ab,bc->ac', 4, bias_axes='c'", [6]),
    ("'abc,cd->abd', (5, 4), bias_axes='d'", [5, 3]),
    ("'abc,cd->abd', (5, 4), bias_axes='bd', activation='relu'", [5, 3]),
    ("'abc,bc->ab', 5", [5, 3]),
    ("'abc,bcd->ad', 4", [5, 3]),
    ("'abc,cde->abde', (5, 2, 4), bias_axes='de'", [5, 3]),
    ("'abcd,cde->abe', (5, 6), bias_axes='e'", [5, 2, 3]),
    ("'abcd,bde->abce', (5, 2, 4), bias_axes='be'", [5, 2, 3]),
    ("'...x,xy->...y', 4, bias_axes='y', activation='tanh'", [5, 2, 3]),
    ("'abc...,bd->acd...', (2, 4), bias_axes='d'", [5, 2, 3]),
    ("'abc,cd->adb', (4, 5), bias_axes='d'", [5, 3]),
    ("'abc,cd->abd', (5, 4), lora_rank=2", [5, 3]),
]:
    through(f"EinsumDense({arguments})", shape)
through("Dense(4, lora_rank=2, lora_alpha=3)", [6])
through("Dense(4, use_bias=False, activation='softmax')", [5, 3])
through("Identity()", [6])
through("Activation('softplus')", [6])

WORDS = "keras.Sequential([keras.Input([4], dtype='int32'), {0}, layers.Flatten(), layers.Dense(1)])"
for arguments in ["7, 3", "7, 3, lora_rank=2", "7, 3, embeddings_initializer='zeros'"]:
    cases.append(case(f"Embedding({arguments})", WORDS.format(f"layers.Embedding({arguments})"), x="classes([8, 4], 7)"))
cases.append(case("Embedding of numbers that come as floats", WORDS.replace(", dtype='int32'", "").format("layers.Embedding(7, 3)"), x="classes([8, 4], 7)"))
for arguments in ["7, 3", "7, 3, tie_weights=False", "7, 3, logit_soft_cap=2.0"]:
    cases.append(
        case(
            f"ReversibleEmbedding({arguments})",
            "keras.Model(i, layers.Softmax()(e(layers.Dense(3)(e(i)), reverse=True)))",
            before=f"i = keras.Input([4], dtype='int32')\ne = layers.ReversibleEmbedding({arguments})",
            x="classes([8, 4], 7)",
            y="classes([8, 4], 7)",
            loss="'sparse_categorical_crossentropy'",
        )
    )
cases.append(
    case(
        "kernels that begin with numbers of the program",
        "keras.Sequential([keras.Input([6]), layers.Dense(5, kernel_initializer=keras.initializers.Constant(0.3), bias_initializer='ones'), layers.Dense(1)])",
    )
)

ask(cases)
