"""What TensorFlow and Pillow make of pictures in files: decoded, and resized as Keras's functions do it.

    python -P test/oracle/pictures.py > test/oracle/pictures.json

The pictures themselves are made by Pillow (and TensorFlow, where that writes no such ones) and kept in `pictures/`.
"""

import base64
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tensorflow as tf
from PIL import Image

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pictures")
random = np.random.RandomState(0)


def photo(height, width):
    """Waves with noise, an even patch and a checkerboard of colours."""
    y, x = np.mgrid[0:height, 0:width]
    made = np.stack([128 + 100 * np.sin(x / 7 + y / 11), 128 + 90 * np.cos(x / 5 - y / 9), x * 255 / width], -1)
    made += random.normal(0, 12, (height, width, 3))
    made[height // 3 : height // 2, width // 4 : width // 2] = [250, 10, 20]
    board = np.where(((x + y) // 4 % 2)[..., None], [10, 240, 30], [20, 20, 230])
    made[height // 2 :, width // 2 :] = board[height // 2 :, width // 2 :]
    return np.clip(made, 0, 255).astype("uint8")


PIXELS = photo(27, 37)
PHOTO = Image.fromarray(PIXELS)
GREY = PHOTO.convert("L")
ALPHA = Image.fromarray(np.dstack([PIXELS, np.linspace(0, 255, 27 * 37).reshape(27, 37).astype("uint8")]), "RGBA")
WIDE = np.stack([np.arange(27 * 37) * k % 65536 for k in (71, 131, 291)], -1).reshape(27, 37, 3).astype("uint16")
TURNED = Image.Exif()
TURNED[0x112] = 6

PICTURES = {
    "4-4-4.jpg": (PHOTO, dict(quality=85, subsampling=0)),
    "4-2-2.jpg": (PHOTO, dict(quality=85, subsampling=1)),
    "4-2-0.jpg": (PHOTO, dict(quality=85, subsampling=2)),
    "coarse.jpg": (PHOTO, dict(quality=25, subsampling=2)),
    "fine.jpg": (PHOTO, dict(quality=98, subsampling=2)),
    "optimized.jpg": (PHOTO, dict(quality=70, optimize=True)),
    "progressive.jpg": (PHOTO, dict(quality=80, progressive=True, subsampling=2)),
    "progressive-4-4-4.jpg": (PHOTO, dict(quality=92, progressive=True, subsampling=0)),
    "progressive-grey.jpg": (GREY, dict(quality=80, progressive=True)),
    "grey.jpg": (GREY, dict(quality=80)),
    "turned.jpg": (PHOTO, dict(quality=80, exif=TURNED)),
    "restarts.jpg": (PHOTO, dict(quality=80, restart_marker_rows=1)),
    "rgb.jpg": (PHOTO, dict(quality=90, keep_rgb=True)),
    "cmyk.jpg": (PHOTO.convert("CMYK"), dict(quality=90)),
    "one.jpg": (PHOTO.crop((0, 0, 1, 1)), dict(quality=90)),
    "narrow.jpg": (PHOTO.crop((0, 0, 3, 20)), dict(quality=90, subsampling=2)),
    "rgb.png": (PHOTO, {}),
    "grey.png": (GREY, {}),
    "rgba.png": (ALPHA, {}),
    "grey-alpha.png": (ALPHA.convert("LA"), {}),
    "palette.png": (PHOTO.quantize(20), {}),
    "palette-2-bits.png": (PHOTO.quantize(3), {}),
    "palette-transparent.png": (PHOTO.quantize(20), dict(transparency=3)),
    "palette-alphas.png": (PHOTO.quantize(4), dict(transparency=bytes([0, 128]))),
    "black-white.png": (PHOTO.convert("1"), {}),
    "rgb-key.png": (PHOTO, dict(transparency=tuple(int(each) for each in PIXELS[0, 0]))),
    "grey-key.png": (GREY, dict(transparency=int(np.array(GREY)[2, 3]))),
    "grey-16.png": (Image.fromarray(WIDE[..., 2]), {}),
    "rgb.bmp": (PHOTO, {}),
    "grey.bmp": (GREY, {}),
    "rgba.bmp": (ALPHA, {}),
    "palette.gif": (PHOTO.quantize(32), {}),
    "interlaced.gif": (PHOTO.quantize(16), dict(interlace=True)),
    "plain.gif": (PHOTO.quantize(16), dict(interlace=False)),
    "transparent.gif": (PHOTO.quantize(16), dict(transparency=2)),
    "animated.gif": (
        PHOTO.quantize(16),
        dict(save_all=True, append_images=[Image.fromarray(255 - PIXELS).quantize(16)], duration=100),
    ),
    "noise.gif": (Image.fromarray(random.randint(0, 256, (90, 90, 3)).astype("uint8")).quantize(256), {}),
}


def interlaced_png(pixels):
    """Adam7, which neither Pillow nor TensorFlow writes."""
    import struct
    import zlib

    raw = b""
    for x, y, across, down in (
        [0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2],
    ):
        for row in pixels[y::down, x::across]:
            if row.size:
                raw += b"\0" + row.tobytes()
    height, width = pixels.shape[:2]
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 1)), (b"IDAT", zlib.compress(raw)), (b"IEND", b""))
    made = b"\x89PNG\r\n\x1a\n"
    for name, body in chunks:
        made += struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    return made


def write():
    os.makedirs(FOLDER, exist_ok=True)
    for name, (picture, options) in PICTURES.items():
        picture.save(os.path.join(FOLDER, name), **options)
    encoded = {
        "rgb-16.png": tf.io.encode_png(WIDE).numpy(),
        "rgba-16.png": tf.io.encode_png(np.dstack([WIDE, WIDE[..., 1]])).numpy(),
        "interlaced.png": interlaced_png(PIXELS),
    }
    for name, content in encoded.items():
        with open(os.path.join(FOLDER, name), "wb") as file:
            file.write(content)


def packed(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def decoded(name, channels):
    content = tf.io.read_file(os.path.join(FOLDER, name))
    try:
        made = tf.image.decode_image(content, channels=channels, expand_animations=False).numpy()
    except tf.errors.InvalidArgumentError:
        return {"name": name, "channels": channels, "refused": True}
    return {"name": name, "channels": channels, "shape": list(made.shape), "data": packed(made)}


def resized(name, size, interpolation, crops):
    made = keras.src.utils.image_dataset_utils._load_image_tf(
        os.path.join(FOLDER, name), size, 3, interpolation, "channels_last", crop_to_aspect_ratio=crops
    ).numpy()
    return {
        **{"name": name, "size": list(size), "interpolation": interpolation, "crops": crops},
        **{"dtype": made.dtype.name, "data": packed(made)},
    }


def loaded(name, mode, **options):
    made = np.array(keras.utils.load_img(os.path.join(FOLDER, name), color_mode=mode, **options))
    return {"name": name, "mode": mode, **options, "shape": list(made.shape), "data": packed(made)}


# Pillow keeps more of these than 8 bits of a channel, or other colours.
NOT_LOADED = ("cmyk.jpg", "grey-16.png", "grey.bmp", "rgba.bmp")

if __name__ == "__main__":
    write()
    names = sorted(os.listdir(FOLDER))
    methods = ("bilinear", "nearest", "bicubic", "lanczos3", "lanczos5")
    answers = {
        "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
        "decoded": [decoded(name, channels) for name in names for channels in (0, 1, 3, 4)],
        "resized": [
            resized(name, size, method, crops)
            for name in ("rgb.png", "4-2-0.jpg")
            for size in ((20, 30), (27, 37), (13, 50), (41, 16))
            for method in methods
            for crops in (False, True)
        ]
        + [resized("noise.gif", (57, 33), "bilinear", False)],
        "loaded": [
            loaded(name, mode)
            for name in names
            if name not in NOT_LOADED and not name.endswith(".gif")
            for mode in ("grayscale", "rgb", "rgba")
        ]
        + [
            loaded(name, "rgb", target_size=size, interpolation=filter, keep_aspect_ratio=keeps)
            for name in ("rgb.png", "4-2-0.jpg")
            for size in ((20, 30), (13, 50), (41, 16))
            for filter in ("nearest", "bilinear", "bicubic", "hamming", "box", "lanczos")
            for keeps in (False, True)
        ],
    }
    lines = [f'"versions": {json.dumps(answers["versions"])}']
    for key in ("decoded", "resized", "loaded"):
        lines.append(f'"{key}": [\n' + ",\n".join(json.dumps(each) for each in answers[key]) + "\n]")
    print("{" + ",\n".join(lines) + "}")
