"""Training steps through layers that join several tensors."""

from ask import ask, case

cases = []


def joined(about, shapes, **more):
    names = "abc"[: len(shapes)]
    inputs = "\n".join(f"{name} = keras.Input({shape})" for name, shape in zip(names, shapes))
    dense = ", ".join(f"layers.Dense({shape[-1]})({name})" for name, shape in zip(names, shapes))
    cases.append(
        case(
            f"{about} of {shapes}",
            f"keras.Model([{', '.join(names)}], layers.Dense(1)(layers.Flatten()(layers.{about}([{dense}]))))",
            before=inputs,
            x=[[8, *shape] for shape in shapes],
            **{"optimizer": "keras.optimizers.SGD(0.02)", **more},
        )
    )


for name in ["Add", "Multiply", "Average", "Maximum", "Minimum"]:
    joined(f"{name}()", [[4], [4]])
    joined(f"{name}()", [[3, 4], [3, 4], [3, 4]])
    joined(f"{name}()", [[3, 4], [1, 4]])
joined("Subtract()", [[4], [4]])
joined("Subtract()", [[3, 4], [3, 1]])
for arguments, shapes in [("", [[4], [3]]), ("axis=1", [[3, 4], [2, 4]]), ("axis=-2", [[3, 4], [2, 4], [1, 4]])]:
    joined(f"Concatenate({arguments})", shapes)
for arguments, shapes in [
    ("axes=1", [[4], [4]]),
    ("axes=1, normalize=True", [[4], [4]]),
    ("axes=(2, 2)", [[3, 4], [2, 4]]),
    ("axes=(1, 2)", [[4, 3], [2, 4]]),
    ("axes=-1, normalize=True", [[3, 4], [2, 4]]),
    ("axes=(2, 1)", [[3, 4], [4]]),
]:
    joined(f"Dot({arguments})", shapes)

ask(cases)
