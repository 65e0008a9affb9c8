from ask import ask, case

e = "layers.Embedding"
ask(
    [
        case(f"{e}(1000, 64)", [10]),
        case(f"{e}(1000, 64)", {"shape": [10], "dtype": "int32"}),
        case(f"{e}(1000, 64)", {"shape": [10], "dtype": "int64"}),
        case(f"{e}(1000, 64)", {"shape": [None], "dtype": "int32"}),
        case(f"{e}(input_dim=1000, output_dim=64, input_length=10)", [10]),
        case(f"{e}(input_dim=1000, output_dim=64, mask_zero=True)", [10]),
        case(f"{e}(20, 3, embeddings_initializer='glorot_normal')", [4, 5]),
        case(f"{e}(20, 3, embeddings_regularizer='l2', embeddings_constraint='non_neg')", [4, 5]),
        case(f"{e}(20, 3, trainable=False)", [5]),
        case(f"{e}(20, 3)", []),
        case(f"{e}(20, 3)", {"shape": [5], "batch": 7}),
        case(f"{e}(0, 3)", [5]),
        case(f"{e}(3.5, 3)", [5]),
        case(f"{e}(20, -1)", [5]),
        case(f"{e}(20)", [5]),
        case(f"{e}(20, 3)", [5], [6], call="[layer(a), layer(b)][1]"),
    ]
)
