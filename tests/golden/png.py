"""Writes the pictures that tests/utils/test_load_img.cpp reads, with Pillow, and what Keras's load_img makes of them."""

import json
import pathlib

import keras
import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).parent / "png"


def main():
    levels = (np.arange(3 * 4 * 4) * 53 % 256).astype("uint8").reshape(3, 4, 4)
    pictures = {
        "grey": Image.fromarray(levels[..., 0]),
        "rgb": Image.fromarray(levels[..., :3]),
        "rgba": Image.fromarray(levels),
        "palette": Image.fromarray(levels[..., :3]).quantize(8),
        "black_white": Image.fromarray(levels[..., 0]).convert("1"),
    }
    expected = {}
    for name, picture in pictures.items():
        picture.save(HERE / f"{name}.png")
        for mode in ("grayscale", "rgb", "rgba"):
            loaded = keras.utils.img_to_array(keras.utils.load_img(HERE / f"{name}.png", color_mode=mode))
            expected[f"{name}.{mode}"] = [int(level) for level in loaded.ravel()]
    (HERE / "levels.json").write_text(json.dumps({"library": f"keras {keras.__version__}"} | expected) + "\n")


main()
