"""Training steps through normalizations."""

from ask import ask, case

cases = []


def through(about, shape=(6,), layer=None, **more):
    model = f"keras.Sequential([keras.Input({list(shape)}), layers.Dense({shape[-1]}), layers.{layer or about}, layers.Flatten(), layers.Dense(1)])"
    cases.append(case(about if len(shape) == 1 else f"{about} on {list(shape)}", model, **{"optimizer": "keras.optimizers.SGD(0.01)", **more}))


IMAGE = (3, 4, 4)
for arguments in ["", "epsilon=0.1", "center=False", "scale=False", "rms_scaling=True"]:
    through(f"LayerNormalization({arguments})")
for arguments in ["", "axis=1", "axis=[1, 2, 3]", "axis=(2, 3), epsilon=1e-5", "axis=[-2, -1], center=False"]:
    through(f"LayerNormalization({arguments})", IMAGE)
for arguments in ["", "epsilon=0.1"]:
    through(f"RMSNormalization({arguments})")
for arguments in ["", "axis=[1, 2, 3]", "axis=2"]:
    through(f"RMSNormalization({arguments})", IMAGE)
for arguments in ["groups=2", "groups=-1", "groups=4, scale=False", "groups=1, epsilon=0.1", "groups=3, axis=1", "groups=2, axis=2, center=False"]:
    through(f"GroupNormalization({arguments})", IMAGE)
through("GroupNormalization(groups=3)")
for arguments in ["", "momentum=0.5, epsilon=0.1", "center=False", "scale=False"]:
    through(f"BatchNormalization({arguments})")
for arguments in ["", "axis=1", "axis=2, momentum=0.9"]:
    through(f"BatchNormalization({arguments})", IMAGE)
for arguments in ["", "axis=-1"]:
    through(f"UnitNormalization({arguments})")
for arguments in ["axis=1", "axis=[1, 2]", "axis=[1, 2, 3]"]:
    through(f"UnitNormalization({arguments})", IMAGE)
SEQUENCE = (5, 3)
for layer in ["layers.Dense(4)", "layers.Dense(4, activation='relu'), power_iterations=3"]:
    through(f"SpectralNormalization({layer})", layer=f"SpectralNormalization({layer})")
through("SpectralNormalization(layers.Conv2D(3, 2))", IMAGE)
through("SpectralNormalization(layers.Conv1D(3, 2), power_iterations=2)", SEQUENCE)
cases.append(
    case(
        "SpectralNormalization(layers.Embedding(7, 3)), whose results Keras cuts to whole numbers",
        "keras.Sequential([keras.Input([4], dtype='int32'), layers.SpectralNormalization(layers.Embedding(7, 3)), layers.Flatten(), layers.Dense(1)])",
        x="classes([8, 4], 7)",
    )
)
ask(cases)
