"""Layers that bring numbers into range and sound into spectra."""

from ask import ask, case

ints = {"shape": [4], "dtype": "int64"}
adapt = "(layer.adapt(np.ones({shape}, 'float32')), layer(a))[1]"

cases = [
    *(
        case(f"layers.Normalization({arguments})", shape)
        for arguments, shape in [
            ("", [5]),
            ("axis=-1", [8, 3]),
            ("axis=None", [8, 3]),
            ("axis=1", [8, 3]),
            ("axis=(1, 2)", [8, 3]),
            ("axis=[1]", [None, 3]),
            ("mean=0.5, variance=2.0", [5]),
            ("mean=[1., 2., 3.], variance=[1., 1., 1.]", [8, 3]),
            ("axis=None, mean=3.0, variance=4.0", [None, None, 1]),
            ("invert=True, mean=3.0, variance=4.0", [5]),
            ("invert=True", ints),
            ("dtype='float16'", [5]),
            ("axis=-1", [8, None]),
            ("axis=3", [8, 3]),
            ("axis=-4", [8, 3]),
            ("mean=3.0", [5]),
            ("variance=3.0", [5]),
            ("mean=[1., 2.], variance=[1., 2., 3.]", [3]),
            ("mean=[[1.], [2.]], variance=[[1.], [2.]]", [1]),
            ("mean=[1., 2.], variance=[1., 2.]", [3]),
            ("axis=None, mean=[1.], variance=[1.]", [3]),
            ("axis=0", {"shape": [3], "batch": 4}),
            ("", []),
        ]
    ),
    case(
        "layers.Normalization(axis=-1)", [3], call=adapt.format(shape="(10, 3)"), before="import numpy as np"
    ),
    case("layers.Normalization()", [8, 3], call=adapt.format(shape="(10, 8, 3)"), before="import numpy as np"),
    *(
        case(f"layers.Discretization({arguments})", shape)
        for arguments, shape in [
            ("[0., 1., 2.]", [5]),
            ("bin_boundaries=[0., 1., 2.]", ints),
            ("num_bins=4", [5]),
            ("num_bins=4, output_mode='one_hot'", [1]),
            ("[0., 1., 2.], output_mode='one_hot'", [1]),
            ("[0., 1., 2.], output_mode='one_hot'", [5]),
            ("[0., 1., 2.], output_mode='multi_hot'", [5]),
            ("[0., 1., 2.], output_mode='count'", [5]),
            ("[0., 1., 2.], output_mode='multi_hot'", [5, 2]),
            ("[0., 1., 2.], output_mode='one_hot'", []),
            ("[0., 1., 2.], output_mode='count'", []),
            ("[0., 1., 2.], output_mode='multi_hot', sparse=True", [5]),
            ("[0., 1., 2.], sparse=True", [5]),
            ("[0., 1., 2.], output_mode='tf_idf'", [5]),
            ("[0., 1., 2.], num_bins=3", [5]),
            ("num_bins=-1", [5]),
            ("", [5]),
            ("[0., 1., 2.], output_mode='one_hot', dtype='float16'", [1]),
            ("[0., 1., 2.], dtype='int64'", [1]),
        ]
    ),
    case(
        "layers.Discretization(num_bins=4, output_mode='one_hot')",
        [1],
        call=adapt.format(shape="(10, 1)"),
        before="import numpy as np",
    ),
    case(
        "layers.Discretization([0., 1.])", [1], call=adapt.format(shape="(10, 1)"), before="import numpy as np"
    ),
    *(
        case(f"layers.MelSpectrogram({arguments})", shape)
        for arguments, shape in [
            ("", [16000]),
            ("num_mel_bins=64, sampling_rate=8000, sequence_stride=256, fft_length=2048", [16000]),
            ("1024, 256, 512", [8000]),
            ("num_mel_bins=80", [None]),
            ("", {"shape": [], "batch": 16000}),
            ("fft_length=512, sequence_length=1024", [16000]),
            ("power_to_db=False, max_freq=4000", [1000]),
            ("dtype='float16'", [16000]),
            ("", {"shape": [16000], "dtype": "int16"}),
        ]
    ),
    *(
        case(f"layers.STFTSpectrogram({arguments})", shape)
        for arguments, shape in [
            ("", [16000, 1]),
            ("'stft', 512, 128", [16000, 2]),
            ("mode='real', frame_length=200, frame_step=100", [16000, 1]),
            ("mode='imag', frame_length=200, fft_length=400", [16000, 1]),
            ("mode='magnitude', padding='same'", [16000, 2]),
            ("mode='psd', expand_dims=True", [16000, 2]),
            ("mode='angle', data_format='channels_first'", [2, 16000]),
            ("mode='log', expand_dims=True, data_format='channels_first'", [2, 16000]),
            ("", [None, 1]),
            ("trainable=False", [16000, 1]),
            ("mode='phase'", [16000, 1]),
            ("frame_length=256, frame_step=300", [16000, 1]),
            ("frame_length=256, fft_length=128", [16000, 1]),
            ("padding='causal'", [16000, 1]),
            ("scaling='log'", [16000, 1]),
            ("", [16000]),
            ("window=None", [16000, 1]),
        ]
    ),
]

if __name__ == "__main__":
    ask(cases)
