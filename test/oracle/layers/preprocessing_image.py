"""Layers that resize and crop pictures, or change their values in a fixed way."""

from ask import ask, case

image = [32, 48, 3]
uint8 = {"shape": [32, 48, 3], "dtype": "uint8"}

cases = [
    *(
        case(f"layers.Resizing({arguments})", shape)
        for arguments, shape in [
            ("24, 20", image),
            ("64, 64", [None, None, 3]),
            ("height=24, width=20, interpolation='nearest'", uint8),
            ("24, 20, crop_to_aspect_ratio=True", image),
            ("24, 20, pad_to_aspect_ratio=True, fill_value=1.0", image),
            ("24, 20, data_format='channels_first'", [3, 32, 48]),
            ("24, 20, antialias=True, interpolation='bicubic'", [None, 48, 1]),
            ("1, 1", [7, 7, None]),
            ("24, 20, crop_to_aspect_ratio=True, pad_to_aspect_ratio=True", image),
            ("24", image),
            ("24, 20", {"shape": [48, 3], "batch": 32}),
            ("24, 20, dtype='uint8'", uint8),
        ]
    ),
    *(
        case(f"layers.CenterCrop({arguments})", shape)
        for arguments, shape in [
            ("24, 20", image),
            ("24, 20", uint8),
            ("height=32, width=48", image),
            ("64, 64", image),
            ("24, 20", [None, None, 3]),
            ("24, 20, data_format='channels_first'", [3, 32, 48]),
            ("24, 20", {"shape": [48, 3], "batch": 32}),
            ("24, 20", [48]),
            ("24", image),
        ]
    ),
    *(
        case(f"layers.Rescaling({arguments})", shape)
        for arguments, shape in [
            ("1./255", image),
            ("1./255", uint8),
            ("scale=1./127.5, offset=-1", [None, None, 3]),
            ("2, dtype='float16'", image),
            ("[1., 2., 3.]", image),
            ("[1., 2., 3.], offset=[0., 1., 2.]", [3]),
            ("1./255, 0.5", []),
            ("1", {"shape": [4], "dtype": "int64"}),
            ("1./255", {"shape": [4], "dtype": "bool"}),
            ("", image),
        ]
    ),
    *(
        case(f"layers.AutoContrast({arguments})", shape)
        for arguments, shape in [
            ("", image),
            ("", uint8),
            ("value_range=(0, 1)", image),
            ("(0, 255)", [None, None, 3]),
            ("value_range=[0, 1, 2]", image),
            ("value_range=5", image),
            ("", [32, 3]),
            ("data_format='channels_first'", [3, 8, 8]),
        ]
    ),
    *(
        case(f"layers.Equalization({arguments})", shape)
        for arguments, shape in [
            ("", image),
            ("", uint8),
            ("value_range=(0, 1), bins=64", image),
            ("(0, 255), 128", [None, None, 3]),
            ("value_range=[0, 1, 2]", image),
            ("value_range=5", image),
            ("data_format='channels_first'", [3, 8, 8]),
            ("", {"shape": [8, 3], "batch": 8}),
        ]
    ),
    *(
        case(f"layers.Solarization({arguments})", shape)
        for arguments, shape in [
            ("", image),
            ("0.2", uint8),
            ("addition_factor=0.1, threshold_factor=(0.1, 0.4), value_range=(0, 1)", image),
            ("(0.1, 0.2), 0.3, (0, 255), seed=3", [None, None, 3]),
            ("addition_factor=1.5", image),
            ("threshold_factor=-0.5", image),
            ("value_range=[0, 1, 2]", image),
            ("addition_factor=(0.1, 0.2, 0.3)", image),
            ("addition_factor='a'", image),
        ]
    ),
    *(
        case(f"layers.ContrastLimitedAdaptiveHistogramEqualization({arguments})", shape)
        for arguments, shape in [
            ("", image),
            ("value_range=(0, 1), clip_limit=2.0", image),
            ("tile_grid_size=(4, 4)", uint8),
            ("data_format='channels_first'", [3, 8, 8]),
        ]
    ),
]

if __name__ == "__main__":
    ask(cases)
