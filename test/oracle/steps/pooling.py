"""Training steps through poolings: padded, overlapping, global, adaptive."""

from ask import ask, case

cases = []


def through(about, shape):
    model = f"keras.Sequential([keras.Input({shape}), layers.Dense({shape[-1]}), layers.{about}, layers.Flatten(), layers.Dense(1)])"
    cases.append(case(about, model, optimizer=f"keras.optimizers.SGD({0.0005 if len(shape) == 4 else 0.01})"))


SHAPES = {1: [9, 2], 2: [6, 7, 2], 3: [4, 5, 6, 2]}
for kind in ["Max", "Average"]:
    for rank in [1, 2, 3]:
        for arguments in ["2", "3, strides=1", "2, padding='same'", "3, strides=2, padding='same'", "3, strides=1, padding='same'"]:
            # Where windows of 27 overlap, two elements come so close that rounding says which is the largest.
            if (kind, rank, arguments) != ("Max", 3, "3, strides=1, padding='same'"):
                through(f"{kind}Pooling{rank}D({arguments})", SHAPES[rank])
    through(f"{kind}Pooling2D((2, 3), strides=(1, 2))", SHAPES[2])
for kind in ["Max", "Average"]:
    for rank in [1, 2, 3]:
        for arguments in ["", "keepdims=True"]:
            through(f"Global{kind}Pooling{rank}D({arguments})", SHAPES[rank])
        # TensorFlow's maxima of whole axes end the process.
        for size in [2, 3, 4]:
            if (kind, rank, size) != ("Max", 3, 3):
                through(f"Adaptive{kind}Pooling{rank}D({size})", SHAPES[rank])
    through(f"Adaptive{kind}Pooling2D((3, 5))", SHAPES[2])

ask(cases)
