"""Preprocessing layers in a row, as one layer."""

from ask import ask, case

image = [32, 48, 3]
uint8 = {"shape": [32, 48, 3], "dtype": "uint8"}

cases = [
    *(
        case(f"layers.Pipeline({arguments})", shape)
        for arguments, shape in [
            ("[layers.Resizing(16, 16), layers.RandomFlip('horizontal')]", image),
            ("[layers.Rescaling(1./255)]", uint8),
            ("[]", image),
            ("layers=[layers.RandomRotation(0.1), layers.RandomZoom(0.2)]", image),
            ("[layers.Rescaling(2), layers.CenterCrop(8, 8), layers.Resizing(4, 4)]", [None, None, 3]),
            ("[layers.RandomCrop(8, 8), layers.AutoContrast()]", image),
            ("[layers.Resizing(16, 16), layers.RandomFlip()], name='augment'", image),
            ("", image),
        ]
    ),
    case("layers.Pipeline([layers.Normalization(), layers.RandomBrightness(0.1)])", image),
]

if __name__ == "__main__":
    ask(cases)
