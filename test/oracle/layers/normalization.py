from ask import ask, case

bn = "layers.BatchNormalization"
ask(
    [
        case(f"{bn}()", [8]),
        case(f"{bn}()", [28, 28, 3]),
        case(f"{bn}(axis=1)", [3, 28, 28]),
        case(f"{bn}(axis=-2)", [28, 28, 3]),
        case(f"{bn}(1)", [3, 28]),
        case(f"{bn}(scale=False)", [8]),
        case(f"{bn}(center=False)", [8]),
        case(f"{bn}(scale=False, center=False)", [8]),
        case(f"{bn}(momentum=0.9, epsilon=1e-5)", [None, 8]),
        case(f"{bn}(gamma_initializer='zeros', beta_regularizer='l2')", [8]),
        case(f"{bn}(renorm=True)", [8]),
        case(f"{bn}(renorm=True, scale=False, renorm_clipping={{'rmax': 3.0}})", [8]),
        case(f"{bn}(synchronized=True)", [8]),
        case(f"{bn}(trainable=False)", [8]),
        case(f"{bn}(axis=4)", [8, 8, 3]),
        case(f"{bn}(axis=-5)", [8, 8, 3]),
        case(f"{bn}()", [None]),
        case(f"{bn}()", {"shape": [8], "dtype": "int32"}),
        case(f"{bn}()", [8], [9], call="[layer(a), layer(b)]"),
        case(f"{bn}()", [4, 8], [5, 8], call="[layer(a), layer(b)][1]"),
    ]
)
