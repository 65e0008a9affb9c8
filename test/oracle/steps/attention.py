"""Training steps through attention: masks given and causal, scores, several heads."""

from ask import ask, case

cases = []
START = "i = keras.Input([5, 4])\nj = keras.Input([6, 4])"
ONE = "keras.Model(i, layers.Dense(1)(layers.Flatten()({0})))"
TWO = "keras.Model([i, j], layers.Dense(1)(layers.Flatten()({0})))"
RATE = "keras.optimizers.SGD(0.05)"


def itself(about, call, **more):
    cases.append(case(about, ONE.format(call), before=START + "\nd = layers.Dense(4)(i)", **{"optimizer": RATE, **more}))


def both(about, call, **more):
    before = START + "\nd = layers.Dense(4)(i)\ne = layers.Dense(4)(j)"
    cases.append(case(about, TWO.format(call), before=before, x=[[8, 5, 4], [8, 6, 4]], **{"optimizer": RATE, **more}))


for arguments in ["", "use_scale=True", "score_mode='concat'", "use_scale=True, score_mode='concat'"]:
    itself(f"Attention({arguments})", f"layers.Attention({arguments})([d, d])")
    both(f"Attention({arguments}) on a query and values", f"layers.Attention({arguments})([d, e])")
itself("Attention with a causal mask", "layers.Attention(use_scale=True)([d, d], use_causal_mask=True)")
itself("Attention with keys of their own", "layers.Attention()([d, d, layers.Dense(4)(i)])")
itself("Attention's scores", "layers.Attention()([d, d], return_attention_scores=True)[1]")
for arguments in ["", "use_scale=False"]:
    itself(f"AdditiveAttention({arguments})", f"layers.AdditiveAttention({arguments})([d, d])")
    both(f"AdditiveAttention({arguments}) on a query and values", f"layers.AdditiveAttention({arguments})([d, e])")
itself("AdditiveAttention with a causal mask", "layers.AdditiveAttention()([d, d], use_causal_mask=True)")
for arguments in ["2, 3", "1, 4", "2, 3, value_dim=2", "2, 3, use_bias=False", "3, 2, output_shape=5", "2, 3, use_gate=True"]:
    itself(f"MultiHeadAttention({arguments})", f"layers.MultiHeadAttention({arguments})(d, d)")
itself("MultiHeadAttention with a causal mask", "layers.MultiHeadAttention(2, 3)(d, d, use_causal_mask=True)")
itself("MultiHeadAttention's scores", "layers.MultiHeadAttention(2, 3)(d, d, return_attention_scores=True)[1]")
both("MultiHeadAttention on a query and values", "layers.MultiHeadAttention(2, 3)(d, e)")
both("MultiHeadAttention with keys of their own", "layers.MultiHeadAttention(2, 3)(d, e, layers.Dense(3)(j))")
for about, axes in [("one axis of images", "attention_axes=2"), ("two axes of images", "attention_axes=(1, 2)")]:
    cases.append(
        case(
            f"MultiHeadAttention along {about}",
            f"keras.Model(k, layers.Dense(1)(layers.Flatten()(layers.MultiHeadAttention(2, 3, {axes})(layers.Dense(4)(k), k))))",
            before="k = keras.Input([3, 4, 4])",
            optimizer=RATE,
        )
    )
for arguments in ["3, 4, 2", "3, 2, 1", "4, 2, 2, use_bias=False", "3, 4, 2, use_gate=True"]:
    itself(f"GroupQueryAttention({arguments})", f"layers.GroupQueryAttention({arguments})(d, d)")
itself("GroupQueryAttention with a causal mask", "layers.GroupQueryAttention(3, 4, 2)(d, d, use_causal_mask=True)")
cases.append(
    case(
        "a transformer's block",
        "keras.Model(i, layers.Dense(3, activation='softmax')(layers.GlobalAveragePooling1D()(f)))",
        before=START
        + "\na = layers.LayerNormalization()(layers.Add()([i, layers.MultiHeadAttention(2, 4)(i, i)]))"
        + "\nf = layers.LayerNormalization()(layers.Add()([a, layers.Dense(4)(layers.Dense(8, activation='gelu')(a))]))",
        y="classes([8], 3)",
        loss="'sparse_categorical_crossentropy'",
        optimizer="'adam'",
        compile="metrics=['accuracy']",
    )
)

ask(cases)
