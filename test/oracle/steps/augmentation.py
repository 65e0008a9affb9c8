"""Training steps through augmentation layers under real Keras: python test/oracle/steps/augmentation.py > test/oracle/steps/augmentation.json

Factors are ranges of one point, so that nothing is left to chance. In front of colours stands a layer that learns: gradients
go through them. Not so where pixels move: TensorFlow carries gradients back by the inverse movement, which is not the
derivative of what it computes.
"""

from ask import ask, case

COLOURS = "values([6, 5, 7, 3], 3) * 0.5 + 0.5"
FILLS = ["reflect", "wrap", "constant", "nearest"]


def change(layer, *, shape="[5, 7, 3]", x=COLOURS, about=None, learns=True, rate=0.01):
    moves = layer.startswith(("RandomRotation", "RandomZoom", "RandomTranslation", "RandomShear"))
    before = ", layers.Conv2D(3, 1)" if learns and not moves else ""
    return case(
        about or layer,
        f"keras.Sequential([keras.Input({shape}){before}, layers.{layer}, layers.Flatten(), layers.Dense(2)])",
        x=x,
        y="values([6, 2], 5)",
        optimizer=f"keras.optimizers.SGD({rate})",
    )


CASES = [
    *[change(f"RandomRotation((0.08, 0.08), fill_mode='{fill}')") for fill in FILLS],
    *[change(f"RandomRotation((0.3, 0.3), fill_mode='{fill}', fill_value=0.5)") for fill in FILLS],
    change("RandomRotation((-0.13, -0.13), interpolation='nearest')"),
    change("RandomRotation((0.25, 0.25))"),
    change("RandomRotation(0.0)"),
    *[change(f"RandomZoom((0.4, 0.4), fill_mode='{fill}')") for fill in FILLS],
    *[change(f"RandomZoom((-0.3, -0.3), (0.9, 0.9), fill_mode='{fill}', interpolation='nearest')") for fill in FILLS],
    change("RandomZoom((1.0, 1.0), (-0.45, -0.45), fill_mode='constant', fill_value=-1.0)"),
    *[change(f"RandomTranslation((0.3, 0.3), (-0.23, -0.23), fill_mode='{fill}')") for fill in FILLS],
    *[
        change(f"RandomTranslation((-0.9, -0.9), (0.81, 0.81), fill_mode='{fill}', interpolation='nearest', fill_value=2.0)")
        for fill in FILLS
    ],
    change("RandomTranslation((1.0, 1.0), (-1.0, -1.0), fill_mode='wrap')"),
    change("RandomShear((0.0, 0.0), (0.0, 0.0))"),
    change("RandomContrast((0.0, 0.0), value_range=(0, 1))"),
    change("RandomBrightness((0.3, 0.3), value_range=(0, 1))"),
    change("RandomBrightness((-0.2, -0.2), value_range=[1, -1])"),
    change("RandomInvert((1.0, 1.0), value_range=(0, 1))"),
    change("RandomInvert((0.0, 0.0), value_range=(0, 1))"),
    change("RandomGrayscale(1.0)"),
    change("RandomErasing((1.0, 1.0), (1.0, 1.0), 0.3, (0, 1))", learns=False),
    change("RandomErasing((1.0, 1.0), (1.0, 1.0), (0.3, 0.6, 2.0), (0, 1))", learns=False),
    change("RandomErasing((0.0, 0.0), (0.2, 0.4), 0.3)"),
    change("RandomErasing((1.0, 1.0), (0.0, 0.0), 0.3, (0, 1))"),
    change("RandomGrayscale(0.0)"),
    change("RandomColorDegeneration((0.4, 0.4), value_range=(0, 1))"),
    change("RandomSaturation((0.7, 0.7), value_range=(0, 1))", learns=False),
    change("RandomSaturation((0.2, 0.2), value_range=(0, 1))", learns=False),
    change("RandomSaturation((0.5, 0.5), value_range=(0, 1))", learns=False),
    change("RandomHue((0.0, 0.0), value_range=(0, 1))", learns=False),
    change("RandomHue((1.0, 1.0), value_range=(0, 1))", learns=False),
    change("RandomColorJitter((0, 1), brightness_factor=(0.1, 0.1), saturation_factor=(0.4, 0.4))", learns=False),
    change("RandomSharpness((0.9, 0.9), value_range=(0, 1))"),
    change("RandomSharpness((0.1, 0.1), value_range=(-1, 1))"),
    change("RandomPosterization((3, 3), value_range=(0, 1))", learns=False),
    change("RandomPosterization((6, 6))", x="np.floor(values([6, 5, 7, 3], 3) * 127 + 128)", learns=False, rate=1e-7),
    change("RandomGaussianBlur((1.0, 1.0), 3, (0.8, 0.8), value_range=(0, 1))"),
    change("RandomGaussianBlur((1.0, 1.0), (3, 5), (0.6, 0.6), value_range=(-2, 2))"),
    change("RandomGaussianBlur((0.0, 0.0), 5, (0.6, 0.6), value_range=(0, 1))"),
    change("Solarization((0.0, 0.0), (0.0, 0.0), value_range=(0, 1))"),
    change("AutoContrast((0, 1))", learns=False),
    change("AutoContrast()", x="np.floor(values([6, 5, 7, 3], 3) * 60 + 128)", learns=False, rate=1e-7),
    change("RandomPerspective(0.0)", learns=False),
    change("RandomPerspective((1.0, 1.0), 0.0)", learns=False),
    change("RandomPerspective(scale=0.0, interpolation='nearest', fill_value=0.5)", learns=False),
    change("RandomElasticTransform(0.0)", learns=False),
    change("RandomElasticTransform(scale=0.0, value_range=(0, 1))", learns=False),
    change("RandomElasticTransform((0.0, 0.0), 0.5, 'nearest', 'constant', 0.5, (0, 1))", learns=False),
    change("RandAugment(num_ops=0)", learns=False),
    change("AugMix(value_range=(0, 1), num_chains=2, chain_depth=0)", learns=False),
    change("MixUp(alpha=0.4)", x="np.repeat(values([1, 5, 7, 3], 3), 6, 0)", learns=False, about="MixUp of equal pictures"),
    change("CutMix(0.5)", x="np.repeat(values([1, 5, 7, 3], 3), 6, 0)", learns=False, about="CutMix of equal pictures"),
    # Other places of the channels, and other numbers of them.
    *[
        change(f"{layer}, data_format='channels_first')", shape="[3, 5, 7]", x="values([6, 3, 5, 7], 3)", learns=False)
        for layer in [
            "RandomRotation((0.1, 0.1)",
            "RandomZoom((0.2, 0.2), (0.3, 0.3)",
            "RandomTranslation((0.2, 0.2), (0.3, 0.3)",
            "RandomShear((0.0, 0.0), (0.0, 0.0)",
            "RandomSharpness((0.3, 0.3), value_range=(0, 1)",
            "Resizing(3, 3, crop_to_aspect_ratio=True",
            "CenterCrop(2, 9",
            "RandomColorDegeneration((0.3, 0.3), value_range=(0, 1)",
            "RandomPerspective((1.0, 1.0), 0.0",
        ]
    ],
    *[
        change(layer)
        for layer in [
            "CenterCrop(3, 4)",
            "CenterCrop(5, 7)",
            "CenterCrop(7, 4)",
            "CenterCrop(9, 9)",
            "Resizing(4, 4)",
            "Resizing(4, 9, crop_to_aspect_ratio=True)",
            "Resizing(9, 4, 'nearest', crop_to_aspect_ratio=True)",
            "Resizing(6, 3, crop_to_aspect_ratio=True, interpolation='bicubic')",
            "Resizing(4, 9, pad_to_aspect_ratio=True)",
            "Resizing(9, 4, pad_to_aspect_ratio=True, fill_value=0.5)",
            "Resizing(8, 8, pad_to_aspect_ratio=True, fill_value=1, interpolation='nearest')",
        ]
    ],
    # Where there is no room, nothing is drawn; but the layer does nothing while it predicts, so sizes must agree.
    change("RandomCrop(5, 7)"),
    change("RandomRotation((0.2, 0.2), fill_mode='constant')", shape="[4, 4, 1]", x="values([6, 4, 4, 1], 3)", learns=False,
           about="RandomRotation of one channel"),
    change("RandomZoom((0.4, 0.4))", shape="[1, 6, 2]", x="values([6, 1, 6, 2], 3)", learns=False, about="RandomZoom of one row"),
]

ask(CASES)
