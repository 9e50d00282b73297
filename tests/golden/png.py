"""Writes the images that tests/images/test_load_img.cpp and test_jpeg.cpp read, with Pillow, and what Keras's load_img makes
of them."""

import json
import pathlib

import keras
import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).parent / "png"


JPEG = HERE.parent / "jpeg"


def loaded(path, **options):
    image = keras.utils.img_to_array(keras.utils.load_img(path, **options))
    return [int(level) for level in image.ravel()]


def write_json(path, expected):
    path.write_text(json.dumps({"library": f"keras {keras.__version__}"} | expected) + "\n")


def write_pngs():
    levels = (np.arange(3 * 4 * 4) * 53 % 256).astype("uint8").reshape(3, 4, 4)
    images = {
        "grey": Image.fromarray(levels[..., 0]),
        "rgb": Image.fromarray(levels[..., :3]),
        "rgba": Image.fromarray(levels),
        "palette": Image.fromarray(levels[..., :3]).quantize(8),
        "black_white": Image.fromarray(levels[..., 0]).convert("1"),
    }
    expected = {}
    for name, image in images.items():
        image.save(HERE / f"{name}.png")
        for mode in ("grayscale", "rgb", "rgba"):
            expected[f"{name}.{mode}"] = loaded(HERE / f"{name}.png", color_mode=mode)
    write_json(HERE / "levels.json", expected)


def write_resized():
    levels = np.random.default_rng(1).integers(0, 256, (11, 17, 4)).astype("uint8")
    path = HERE / "large.png"
    Image.fromarray(levels).save(path)
    expected = []
    for interpolation in ("nearest", "box", "bilinear", "hamming", "bicubic", "lanczos"):
        for mode in ("grayscale", "rgba"):
            for size in ((5, 6), (11, 20), (13, 17), (14, 20)):  # Pillow 13 may do rows before columns elsewhere
                for keep in (False, True):
                    options = {
                        "color_mode": mode,
                        "target_size": size,
                        "interpolation": interpolation,
                        "keep_aspect_ratio": keep,
                    }
                    expected.append(options | {"levels": loaded(path, **options)})
    write_json(HERE / "resized.json", {"cases": expected})


def write_jpegs():
    rows, columns = np.mgrid[0:19, 0:21] / 20
    waves = [np.sin(3 * rows + 5 * columns + phase) for phase in (0, 2, 4)]
    rgb = Image.fromarray((127.5 + 127.5 * np.stack(waves, -1)).astype("uint8"))
    files = {
        "grey": (rgb.convert("L"), {}),
        "rgb": (rgb, {}),  # colors at half the resolution
        "full_colors": (rgb, {"quality": 95, "subsampling": 0}),
        "progressive": (rgb, {"progressive": True}),
        "cmyk": (rgb.convert("CMYK"), {}),
    }
    for name, (image, options) in files.items():
        image.save(JPEG / f"{name}.jpg", **options)
    inks = bytearray((JPEG / "cmyk.jpg").read_bytes())
    inks[inks.index(b"Adobe") + 11] = 2  # says that its inks are stored as Y, Cb, Cr and K
    (JPEG / "ycck.jpg").write_bytes(inks)
    expected = {
        f"{name}.{mode}": loaded(JPEG / f"{name}.jpg", color_mode=mode)
        for name in (*files, "ycck")
        for mode in ("grayscale", "rgb", "rgba")
    }
    write_json(JPEG / "levels.json", expected)


write_pngs()
write_resized()
write_jpegs()
