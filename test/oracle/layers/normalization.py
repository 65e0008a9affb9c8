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
        *(
            case(f"layers.LayerNormalization({given})", shape)
            for given, shape in (
                ("", [8]),
                ("", [4, 8]),
                ("axis=1", [4, 8]),
                ("axis=[1, 2]", [4, 8]),
                ("axis=(-1, -2)", [4, 8]),
                ("axis=[1, -1]", [4, 5, 8]),
                ("epsilon=1e-6", [None, 8]),
                ("center=False", [8]),
                ("scale=False", [8]),
                ("scale=False, center=False", [8]),
                ("rms_scaling=True", [8]),
                ("gamma_initializer='zeros', beta_regularizer='l2'", [8]),
                ("axis=3", [4, 8]),
                ("axis='last'", [4, 8]),
                ("", [None]),
                ("", {"shape": [8], "dtype": "int32"}),
            )
        ),
        *(
            case(f"layers.GroupNormalization({given})", shape)
            for given, shape in (
                ("", [64]),
                ("", [8, 8, 64]),
                ("groups=4", [8, 8, 12]),
                ("groups=-1", [8, 8, 12]),
                ("groups=1", [8, 8, 12]),
                ("groups=3, axis=1", [12, 8, 8]),
                ("4, axis=-1, epsilon=1e-5", [None, 12]),
                ("groups=2, scale=False", [12]),
                ("groups=2, center=False", [12]),
                ("groups=5", [12]),
                ("groups=24", [12]),
                ("groups=0", [12]),
                ("groups=2.5", [12]),
                ("groups=2", [None]),
                ("groups=2, axis=4", [12]),
                ("groups=2", {"shape": [12], "dtype": "int32"}),
            )
        ),
        case("layers.GroupNormalization(groups=-1)", [8], [9], call="[layer(a), layer(b)]"),
        *(
            case(f"layers.UnitNormalization({given})", shape)
            for given, shape in (
                ("", [8]),
                ("", [4, 8]),
                ("axis=1", [4, 8]),
                ("axis=[1, 2]", [4, 8]),
                ("axis=-2, name='unit'", [None, 8]),
                ("axis=3", [4, 8]),
                ("axis='last'", [4, 8]),
                ("", {"shape": [8], "dtype": "int32"}),
                ("order=1", [8]),
            )
        ),
        *(
            case(f"layers.RMSNormalization({given})", shape)
            for given, shape in (
                ("", [8]),
                ("", [4, 8]),
                ("axis=1", [4, 8]),
                ("axis=[1, 2]", [4, 8]),
                ("axis=(-1, -2)", [4, 8]),
                ("epsilon=1e-3", [None, 8]),
                ("axis=3", [4, 8]),
                ("", [None]),
                ("scale=False", [8]),
                ("", {"shape": [8], "dtype": "int32"}),
            )
        ),
    ]
)
