from ask import ask, case

each = ["Add", "Multiply", "Average", "Maximum", "Minimum", "Subtract"]
ask(
    [
        c
        for name in each
        for c in (
            case(f"layers.{name}()", [8], [8]),
            case(f"layers.{name}(name='joined')", [4, 5, 3], [4, 5, 3]),
            case(f"layers.{name}()", [4, 5, 3], [4, 1, 3]),
            case(f"layers.{name}()", [None, 3], [7, 3]),
            case(f"layers.{name}()", [None, 3], [1, 3]),
            case(f"layers.{name}()", [None, 3], [None, 3]),
            case(f"layers.{name}()", [5], [3, 5]),
            case(f"layers.{name}()", [3, 5], [5]),
            case(f"layers.{name}()", [3, 4, 5], [5]),
            case(f"layers.{name}()", [8], [9]),
            case(f"layers.{name}()", [8, 2], [2, 8]),
            case(f"layers.{name}()", {"shape": [8], "batch": 2}, [8]),
            case(f"layers.{name}()", {"shape": [8], "batch": 2}, {"shape": [8], "batch": 3}),
            case(f"layers.{name}()", {"shape": [8], "dtype": "int32"}, {"shape": [8], "dtype": "int32"}),
            case(f"layers.{name}()", [8], [8], call="layer((a, b))"),
            case(f"layers.{name}()", [8], [8], [1]),
            case(f"layers.{name}()", [8], call="layer([a, a])"),
            case(f"layers.{name}()", [8], call="layer(a)"),
            case(f"layers.{name}()", [8], call="layer([a])"),
            case(
                f"layers.{name}()", [8], [8],
                call="layer([layers.Dense(4)(a), layers.Dense(4)(b)])",
            ),
        )
    ]
    + [
        case("layers.Concatenate()", [8], [9]),
        case("layers.Concatenate()", [8], [9], [10]),
        case("layers.Concatenate(axis=1)", [8], [9]),
        case("layers.Concatenate(axis=-1)", [4, 4, 3], [4, 4, 5]),
        case("layers.Concatenate(axis=3)", [4, 4, 3], [4, 4, 5]),
        case("layers.Concatenate(axis=1)", [4, 4, 3], [2, 4, 3]),
        case("layers.Concatenate(axis=-2)", [4, 4, 3], [4, 2, 3]),
        case("layers.Concatenate(axis=1)", [None, 3], [7, 3]),
        case("layers.Concatenate()", [None, 3], [7, 3]),
        case("layers.Concatenate()", [7, 3], [None, 3]),
        case("layers.Concatenate()", [None, 3], [None, 4]),
        case("layers.Concatenate(axis=0)", [8], [8]),
        case("layers.Concatenate(axis=0)", {"shape": [8], "batch": 2}, {"shape": [8], "batch": 3}),
        case("layers.Concatenate()", [8], call="layer([a])"),
        case("layers.Concatenate()", [8], call="layer(a)"),
        case("layers.Concatenate()", [4, 4], [4, 4, 4]),
        case("layers.Concatenate()", [4, 4, 3], [5, 4, 3]),
        case("layers.Concatenate(axis=4)", [4, 4, 3], [4, 4, 3]),
        case("layers.Concatenate(axis=-5)", [4, 4, 3], [4, 4, 3]),
        case("layers.Concatenate()", {"shape": [8], "dtype": "int32"}, [8]),
        case("layers.Concatenate()", {"shape": [8], "dtype": "int32"}, {"shape": [8], "dtype": "int32"}),
        case("layers.Concatenate()", [1], [1], call="layer([a, layers.Concatenate()([a, b])])"),
        case("layers.Dot(axes=1)", [8], [8]),
        case("layers.Dot(1)", [8], [8]),
        case("layers.Dot(axes=-1)", [8], [8]),
        case("layers.Dot(axes=1)", [8], [9]),
        case("layers.Dot(axes=(1, 2))", [3, 5], [10, 3]),
        case("layers.Dot(axes=(2, 1))", [3, 5], [5, 10]),
        case("layers.Dot(axes=[2, 2])", [3, 5], [4, 5]),
        case("layers.Dot(axes=2, normalize=True)", [3, 5], [4, 5]),
        case("layers.Dot(axes=(1, 1))", [3, 5], [3, 7]),
        case("layers.Dot(axes=(1, 2))", [5], [4, 5]),
        case("layers.Dot(axes=(2, 1))", [4, 5], [5]),
        case("layers.Dot(axes=(-1, -1))", [4, 5], [5]),
        case("layers.Dot(axes=(3, 1))", [2, 4, 5], [5, 6]),
        case("layers.Dot(axes=(3, 3))", [2, 4, 5], [3, 6, 5]),
        case("layers.Dot(axes=(2, 2))", [None, 5], [None, 5]),
        case("layers.Dot(axes=(1, 1))", [None, 5], [None, 6]),
        case("layers.Dot(axes=(1, 1))", [None, 5], [7, 6]),
        case("layers.Dot(axes=3)", [3, 5], [3, 5]),
        case("layers.Dot(axes=(1, 2, 3))", [3, 5], [3, 5]),
        case("layers.Dot(axes='last')", [3, 5], [3, 5]),
        case("layers.Dot()", [3, 5], [3, 5]),
        case("layers.Dot(axes=1)", [8], [8], [8]),
        case("layers.Dot(axes=1)", [8], call="layer(a)"),
        *(
            case("layers.Identity()", *shapes, call=call, layer=call.split("(")[0])
            for call, *shapes in (
                ("layers.add([layer(a), b])", [8], [8]),
                ("layers.subtract([layer(a), b])", [8], [8]),
                ("layers.multiply([layer(a), b])", [8], [8]),
                ("layers.average([layer(a), b])", [8], [8]),
                ("layers.maximum([layer(a), b])", [8], [8]),
                ("layers.minimum([layer(a), b])", [8], [8]),
            )
        ),
    ]
)
