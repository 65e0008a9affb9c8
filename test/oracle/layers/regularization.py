from ask import ask, case

whole = {"shape": [6], "dtype": "int32"}
shapes = {1: [5, 3], 2: [5, 4, 3], 3: [5, 4, 2, 3]}
ask(
    [
        c
        for name in ("Dropout", "GaussianDropout", "GaussianNoise", "AlphaDropout")
        for c in (
            *(case(f"layers.{name}(0.5)", shape) for shape in ([8], [4, 4, 3], [None, 3], [None], whole)),
            case(f"layers.{name}(0.2, seed=1)", [8]),
            case(f"layers.{name}(0)", [8]),
            case(f"layers.{name}(1)", [8]),
            case(f"layers.{name}(1.5)", [8]),
            case(f"layers.{name}(-0.5)", [8]),
            case(f"layers.{name}()", [8]),
            case(f"layers.{name}('0.5')", [8]),
        )
    ]
    + [
        case("layers.Dropout(0.5, noise_shape=(None, 1, 3))", [5, 3]),
        case("layers.Dropout(0.5, noise_shape=[1, 3])", [3]),
        case("layers.Dropout(0.5, noise_shape=(0, 3))", [3]),
        case("layers.Dropout(0.5, noise_shape='all')", [3]),
        case("layers.AlphaDropout(0.5, noise_shape=(None, 1, 3))", [5, 3]),
    ]
    + [
        c
        for axes in (1, 2, 3)
        for c in (
            case(f"layers.SpatialDropout{axes}D(0.5)", shapes[axes]),
            case(f"layers.SpatialDropout{axes}D(rate=0.1, seed=3, name='gone')", shapes[axes]),
            case(f"layers.SpatialDropout{axes}D(0)", shapes[axes]),
            case(f"layers.SpatialDropout{axes}D(0.5)", [None] * axes + [3]),
            case(f"layers.SpatialDropout{axes}D(0.5)", [3]),
            case(f"layers.SpatialDropout{axes}D(0.5)", shapes[axes] + [2]),
            case(f"layers.SpatialDropout{axes}D(2)", shapes[axes]),
            case(f"layers.SpatialDropout{axes}D(0.5)", {"shape": shapes[axes], "dtype": "int32"}),
            case(f"layers.SpatialDropout{axes}D(0.5, data_format='channels_first')", shapes[axes]),
            case(f"layers.SpatialDropout{axes}D(0.5, data_format='first')", shapes[axes]),
        )
    ]
    + [
        *(case("layers.ActivityRegularization()", shape) for shape in ([8], [4, 3], [None, 3], whole)),
        case("layers.ActivityRegularization(0.1)", [8]),
        case("layers.ActivityRegularization(l1=0.1, l2=0.2)", [8]),
        case("layers.ActivityRegularization(l2=0.2, name='small')", [8]),
        case("layers.ActivityRegularization(l3=0.2)", [8]),
    ]
)
