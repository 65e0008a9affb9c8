from ask import ask, case

whole = {"shape": [6], "dtype": "int32"}
ask(
    [
        *(case("layers.Masking()", shape) for shape in ([8], [4, 3], [None, 3], [], {"shape": [4, 3], "dtype": "int32"})),
        case("layers.Masking(mask_value=-1.0)", [4, 3]),
        case("layers.Masking(9, name='gone')", [4, 3]),
        case("layers.Masking()", [2, 4, 3]),
        *(case("layers.Identity()", shape) for shape in ([8], [4, 3], [None, 3], [], whole)),
        case("layers.Identity(name='same')", [8]),
        case("layers.Identity()", [8], call="layer(layer(a))"),
        case("layers.Dense(5)", [8]),
        case("layers.Dense(5)", [4, 8]),
        case("layers.Dense(5)", [4, None, 8]),
        case("layers.Dense(5)", [None]),
        case("layers.Dense(5)", []),
        case("layers.Dense(5)", whole),
        case("layers.Dense(5, use_bias=False, activation='relu')", [8]),
        case("layers.Dense(5, activation='glu')", [8]),
        case("layers.Dense(6, activation='glu')", [8]),
        case("layers.Dense(5, lora_rank=2)", [8]),
        case("layers.Dense(5, lora_rank=2, lora_alpha=4, use_bias=False)", [8]),
        case("layers.Dense(5, lora_rank=2, kernel_constraint='non_neg')", [8]),
        case("layers.Dense(5, trainable=False)", [8]),
        case("layers.Dense(-5)", [8]),
        case("layers.Dense(5, activation=keras.ops.relu)", [8]),
        case("layers.Dense(5, activation=lambda x: x * x)", [8]),
        case("layers.Dense(5, kernel_initializer='orthogonal', bias_initializer=keras.initializers.Constant(0.1))", [8]),
        case("layers.Dense(5, kernel_initializer=lambda shape, dtype=None: keras.ops.ones(shape, dtype))", [8]),
        case("layers.Dense(5, kernel_regularizer=lambda w: 0.0)", [8]),
        case("layers.Dense(5, activation=layers.LeakyReLU(alpha=0.1))", [8]),
        case("layers.Dense(5)", [8], [9], call="[layer(a), layer(b)]"),
    ]
)
