"""Training steps with masks: of Embedding and Masking, carried on and taken by layers, losses and metrics."""

from ask import ask, case

# Rows that end with zeros, one that begins with them, one of zeros alone.
PADDED = "np.where(np.arange(6)[None] < np.array([6, 4, 3, 0, 5, 1, 2, 6])[:, None], values([8, 6], 2) * 0 + (np.arange(48) * 7 % 5 + 1).reshape(8, 6), 0) * np.array([1, 1, 1, 1, 1, 1, 1, 1])[:, None]"
GAPS = "np.where(np.arange(48).reshape(8, 6) % 5 < 2, 0, (np.arange(48) * 7 % 5 + 1).reshape(8, 6))"
ROWS = "np.where(np.arange(48).reshape(8, 6, 1) % 5 < 2, 0.0, values([8, 6, 3], 3))"
HEAD = "layers.Dense(1)"
ALL = "layers.Dense(2), layers.Flatten(), layers.Dense(1)"


def words(*rest, x=GAPS, **more):
    about, layers_ = rest
    return case(
        about,
        f"keras.Sequential([keras.Input([6], dtype='int32'), layers.Embedding(6, 3, mask_zero=True), {layers_}])",
        x=x,
        **more,
    )


def rows(about, layers_, x=ROWS, **more):
    return case(about, f"keras.Sequential([keras.Input([6, 3]), layers.Masking(), {layers_}])", x=x, **more)


ask(
    [
        words("LSTM of words", f"layers.LSTM(4), {HEAD}"),
        words("LSTM of padded words", f"layers.LSTM(4), {HEAD}", x=PADDED),
        words("GRU of padded words", f"layers.GRU(4), {HEAD}", x=PADDED),
        words("GRU, reset before, of words", f"layers.GRU(4, reset_after=False), {HEAD}"),
        words("SimpleRNN of words", f"layers.SimpleRNN(4), {HEAD}"),
        words("LSTM backwards", f"layers.LSTM(4, go_backwards=True), {HEAD}", x=PADDED),
        words("LSTM, all steps", f"layers.LSTM(4, return_sequences=True), {ALL}"),
        words("LSTM backwards, all steps", f"layers.LSTM(4, return_sequences=True, go_backwards=True), {ALL}"),
        words("zero_output_for_mask", f"layers.LSTM(4, return_sequences=True, zero_output_for_mask=True), {ALL}"),
        words("zero_output_for_mask, the last step", f"layers.GRU(4, zero_output_for_mask=True), {HEAD}"),
        words("two layers", f"layers.LSTM(4, return_sequences=True), layers.GRU(3), {HEAD}"),
        words("through Dropout and Dense", f"layers.Dropout(0.0), layers.Dense(4, activation='tanh'), layers.LSTM(3), {HEAD}"),
        words("through a layer that loses it", f"layers.Reshape([6, 3]), layers.LSTM(3), {HEAD}"),
        words("Bidirectional", f"layers.Bidirectional(layers.LSTM(4)), {HEAD}", x=PADDED),
        words("Bidirectional, all steps", f"layers.Bidirectional(layers.GRU(3, return_sequences=True), merge_mode='sum'), {ALL}", x=PADDED),
        words("Bidirectional, then a layer", f"layers.Bidirectional(layers.LSTM(3, return_sequences=True)), layers.LSTM(3), {HEAD}"),
        words("GlobalAveragePooling1D", f"layers.GlobalAveragePooling1D(), {HEAD}"),
        words("GlobalMaxPooling1D", f"layers.GlobalMaxPooling1D(), {HEAD}"),
        words("RNN with a cell", f"layers.RNN(layers.LSTMCell(4)), {HEAD}"),
        words("RNN with stacked cells", f"layers.RNN([layers.GRUCell(4), layers.LSTMCell(3)]), {HEAD}"),
        words("TimeDistributed", f"layers.TimeDistributed(layers.Dense(4)), layers.LSTM(3), {HEAD}"),
        words("a nested model", f"keras.Sequential([keras.Input([6, 3]), layers.LSTM(4)]), {HEAD}"),
        words("the loss at each step", "layers.LSTM(4, return_sequences=True), layers.Dense(1)", y="values([8, 6, 1], 5)", compile="metrics=['mae']"),
        words(
            "the loss of classes at each step",
            "layers.LSTM(4, return_sequences=True), layers.Dense(3, activation='softmax')",
            y="classes([8, 6], 3)",
            loss="'sparse_categorical_crossentropy'",
            compile="metrics=['accuracy'], weighted_metrics=['accuracy']",
        ),
        words(
            "the loss at each step, with sample weights",
            "layers.GRU(4, return_sequences=True), layers.Dense(1)",
            y="values([8, 6, 1], 5)",
            fit="sample_weight=np.abs(values([8, 6], 4))",
        ),
        words(
            "the loss at each step, of padded words",
            "layers.Dense(4), layers.Dense(1)",
            x=PADDED,
            y="values([8, 6, 1], 5)",
        ),
        words("BatchNormalization", f"layers.BatchNormalization(momentum=0.9), layers.LSTM(3), {HEAD}"),
        case(
            "BatchNormalization in TimeDistributed, without masks",
            "keras.Sequential([keras.Input([4, 5]), layers.TimeDistributed(layers.Dense(3)), layers.TimeDistributed(layers.BatchNormalization(momentum=0.9)), layers.LSTM(3), layers.Dense(1)])",
        ),
        case(
            "a model with BatchNormalization in TimeDistributed, without masks",
            "keras.Sequential([keras.Input([4, 5]), layers.TimeDistributed(keras.Sequential([keras.Input([5]), layers.Dense(3), layers.BatchNormalization()])), layers.LSTM(3), layers.Dense(1)])",
        ),
        rows("Masking, LSTM", f"layers.LSTM(4), {HEAD}"),
        rows("Masking, GRU, all steps", f"layers.GRU(4, return_sequences=True), {ALL}"),
        rows("Masking, Bidirectional", f"layers.Bidirectional(layers.SimpleRNN(4)), {HEAD}"),
        rows("Masking, GlobalAveragePooling1D", f"layers.GlobalAveragePooling1D(), {HEAD}"),
        rows("Masking, TimeDistributed", f"layers.TimeDistributed(layers.Dense(2)), layers.GRU(3), {HEAD}"),
        rows("Masking, the loss at each step", "layers.Dense(2)", y="values([8, 6, 2], 5)"),
        case(
            "Masking of another value",
            "keras.Sequential([keras.Input([6, 3]), layers.Masking(mask_value=-1.0), layers.LSTM(4), layers.Dense(1)])",
            x="np.where(np.arange(48).reshape(8, 6, 1) % 5 < 2, -1.0, values([8, 6, 3], 3))",
        ),
        case(
            "a functional model",
            "keras.Model(i, layers.Dense(1)(layers.LSTM(4)(layers.Embedding(6, 3, mask_zero=True)(i))))",
            before="i = keras.Input([6], dtype='int32')",
            x=GAPS,
        ),
        case(
            "masks added",
            "keras.Model(i, layers.Dense(1)(layers.LSTM(4)(layers.Add()([e(i), m(i)]))))",
            before="i = keras.Input([6], dtype='int32')\ne = layers.Embedding(6, 3, mask_zero=True)\nm = layers.Embedding(6, 3, mask_zero=True)",
            x=GAPS,
        ),
        case(
            "masks put together",
            "keras.Model([i, j], layers.Dense(1)(layers.LSTM(4)(layers.Concatenate(axis=1)([e(i), m(j)]))))",
            before="i = keras.Input([6], dtype='int32')\nj = keras.Input([6], dtype='int32')\ne = layers.Embedding(6, 3, mask_zero=True)\nm = layers.Embedding(6, 3, mask_zero=True)",
            x=[GAPS, PADDED],
        ),
        case(
            "an initial state",
            "keras.Model([i, s], layers.Dense(1)(layers.Flatten()(layers.GRU(4, return_sequences=True)(layers.Embedding(6, 3, mask_zero=True)(i), initial_state=s))))",
            before="i = keras.Input([6], dtype='int32')\ns = keras.Input([4])",
            x=[PADDED, [8, 4]],
        ),
        case(
            "a mask that the program gives",
            "keras.Model([i, m], layers.Dense(1)(layers.GRU(4)(i, mask=m)))",
            before="i = keras.Input([6, 3])\nm = keras.Input([6], dtype='bool')",
            x=["values([8, 6, 3], 3)", "np.arange(48).reshape(8, 6) % 5 < 3"],
        ),
        case(
            "a mask that the program gives, with an initial state",
            "keras.Model([i, m, s], layers.Dense(1)(layers.Flatten()(layers.GRU(4, return_sequences=True)(i, mask=m, initial_state=s))))",
            before="i = keras.Input([6, 3])\nm = keras.Input([6], dtype='bool')\ns = keras.Input([4])",
            x=["values([8, 6, 3], 3)", "np.arange(48).reshape(8, 6) % 5 > 1", [8, 4]],
        ),
        case(
            "Attention",
            "keras.Model([i, j], layers.Dense(1)(layers.Flatten()(layers.Attention()([e(i), e(j)]))))",
            before="i = keras.Input([6], dtype='int32')\nj = keras.Input([6], dtype='int32')\ne = layers.Embedding(6, 3, mask_zero=True)",
            x=[GAPS, "np.roll(" + GAPS + ", 1, axis=1)"],
        ),
        case(
            "MultiHeadAttention",
            "keras.Model(i, layers.Dense(1)(layers.GlobalAveragePooling1D()(layers.MultiHeadAttention(2, 3)(e(i), e(i)))))",
            before="i = keras.Input([6], dtype='int32')\ne = layers.Embedding(6, 4, mask_zero=True)",
            x=GAPS,
        ),
    ]
)
