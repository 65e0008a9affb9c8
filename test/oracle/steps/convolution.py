"""Training steps through convolutions: strided, dilated, grouped, causal, transposed, depthwise, separable, in one to three dimensions."""

from ask import ask, case

cases = []


def through(about, layer, shape, *, first=None, **more):
    """The layer between two others, so that gradients go through it as well as to its weights."""
    channels = shape[-1] if "channels_first" not in layer else None
    before = first or (f"layers.Dense({channels}), " if channels else "layers.Dense(%d), " % shape[-1])
    cases.append(
        case(
            about,
            f"keras.Sequential([keras.Input({list(shape)}), {before}{layer}, layers.Flatten(), layers.Dense(1)])",
            **{"optimizer": f"keras.optimizers.SGD({0.0003 if len(shape) == 4 else 0.01})", **more},
        )
    )


LINE, IMAGE, VOLUME = [9, 2], [6, 7, 2], [4, 5, 4, 2]
for arguments in ["3, 3", "3, 3, padding='same'", "3, 2, strides=2, padding='same'", "3, 3, strides=2", "2, 3, dilation_rate=2", "4, 3, groups=2, padding='same'"]:
    through(f"Conv1D({arguments})", f"layers.Conv1D({arguments})", LINE)
for arguments in ["3, 3, padding='causal'", "3, 2, strides=2, padding='causal'", "3, 2, dilation_rate=3, padding='causal', activation='relu'"]:
    through(f"Conv1D({arguments})", f"layers.Conv1D({arguments})", LINE)
for arguments in [
    "3, 3",
    "3, 3, padding='same', activation='relu'",
    "3, (2, 3), strides=(2, 1), padding='same', use_bias=False",
    "3, 3, strides=2",
    "3, 4, strides=3, padding='same'",
    "2, 2, dilation_rate=(2, 3)",
    "2, 3, dilation_rate=2, padding='same', activation='tanh'",
    "4, 3, groups=2, strides=2, padding='same'",
    "3, 1, strides=2",
    "3, 3, lora_rank=2",
]:
    through(f"Conv2D({arguments})", f"layers.Conv2D({arguments})", IMAGE)
for arguments in ["2, 2", "2, 3, padding='same'", "2, 2, strides=2, padding='same'", "2, (1, 2, 3), strides=(1, 2, 1), activation='relu'", "2, 2, dilation_rate=2"]:
    through(f"Conv3D({arguments})", f"layers.Conv3D({arguments})", VOLUME)
for arguments in ["3, 3", "3, 3, strides=2", "3, 3, strides=2, padding='same'", "2, 3, dilation_rate=2"]:
    through(f"Conv1DTranspose({arguments})", f"layers.Conv1DTranspose({arguments})", LINE)
for arguments in ["3, 3", "3, 3, strides=2, padding='same', activation='relu'", "2, (2, 3), strides=(2, 1)", "2, 3, strides=2, output_padding=1", "2, 2, dilation_rate=2, padding='same'", "3, 2, strides=3, padding='same', use_bias=False"]:
    through(f"Conv2DTranspose({arguments})", f"layers.Conv2DTranspose({arguments})", IMAGE)
for arguments in ["2, 2", "2, 3, strides=2, padding='same'", "2, (1, 2, 2), activation='relu'"]:
    through(f"Conv3DTranspose({arguments})", f"layers.Conv3DTranspose({arguments})", VOLUME)
for arguments in ["3", "3, strides=2, padding='same', depth_multiplier=2", "3, dilation_rate=2, activation='relu'"]:
    through(f"DepthwiseConv1D({arguments})", f"layers.DepthwiseConv1D({arguments})", LINE)
for arguments in ["3", "3, strides=2, padding='same'", "(2, 3), depth_multiplier=3, use_bias=False", "2, dilation_rate=2, padding='same', activation='relu'"]:
    through(f"DepthwiseConv2D({arguments})", f"layers.DepthwiseConv2D({arguments})", IMAGE)
for arguments in ["3, 3", "3, 3, strides=2, padding='same', depth_multiplier=2", "3, 2, dilation_rate=2, activation='tanh'", "2, 3, padding='same', activation='relu', use_bias=False"]:
    through(f"SeparableConv1D({arguments})", f"layers.SeparableConv1D({arguments})", LINE)
for arguments in ["3, 3", "4, 3, strides=2, padding='same', depth_multiplier=2, activation='relu'", "3, 2, dilation_rate=2"]:
    through(f"SeparableConv2D({arguments})", f"layers.SeparableConv2D({arguments})", IMAGE)
cases.append(
    case(
        "a small network of images",
        "keras.Sequential([keras.Input([8, 8, 1]), layers.Conv2D(3, 3, activation='relu'), layers.MaxPooling2D(), layers.Conv2D(4, 2, activation='relu', padding='same'), layers.GlobalAveragePooling2D(), layers.Dense(3, activation='softmax')])",
        y="classes([8], 3)",
        loss="'sparse_categorical_crossentropy'",
        compile="metrics=['accuracy']",
    )
)

ask(cases)
