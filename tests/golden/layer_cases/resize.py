"""Cases of Resizing, and of UpSampling2D where it resizes."""

from keras import layers
from case import Case


def resizing():
    def case(name, x, height, width, **args):
        return Case(f"resizing_{name}", layers.Resizing, {"height": height, "width": width, **args}, x)

    # TensorFlow has no gradient of "area": its values stand in the test.
    for interpolation in ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"):
        yield case(f"{interpolation}_larger", (1, 3, 4, 2), 5, 7, interpolation=interpolation)
        yield case(f"{interpolation}_smaller", (1, 9, 7, 1), 4, 3, interpolation=interpolation)
    for interpolation in ("nearest", "bilinear", "bicubic", "lanczos3"):
        args = {"interpolation": interpolation, "antialias": True}
        yield case(f"{interpolation}_antialias_smaller", (1, 9, 7, 1), 4, 3, **args)
        yield case(f"{interpolation}_antialias_mixed", (1, 3, 8, 1), 5, 3, **args)
    yield case("default", (2, 2, 3, 2), 4, 4)
    yield case("same_size", (2, 2, 3, 2), 2, 3, interpolation="bicubic")
    yield case("one_pixel", (1, 1, 1, 3), 2, 3, interpolation="bicubic")
    yield case("crop_wide", (1, 4, 9, 1), 3, 3, crop_to_aspect_ratio=True)
    yield case("crop_tall", (1, 9, 4, 2), 2, 3, crop_to_aspect_ratio=True, interpolation="nearest")
    yield case("pad_wide", (1, 3, 8, 1), 4, 5, pad_to_aspect_ratio=True)
    yield case("pad_tall", (1, 7, 2, 2), 3, 4, pad_to_aspect_ratio=True, fill_value=0.5)
    yield case("pad_nothing", (1, 4, 4, 1), 3, 3, pad_to_aspect_ratio=True)
    yield case("channels_first", (1, 2, 3, 4), 5, 3, data_format="channels_first")


def up_sampling():
    for interpolation in ("bicubic", "lanczos3", "lanczos5"):
        args = {"size": [2, 3], "interpolation": interpolation}
        yield Case(f"up_sampling_2d_{interpolation}", layers.UpSampling2D, args, (1, 4, 3, 2))
    yield Case(
        "up_sampling_2d_bicubic_channels_first",
        layers.UpSampling2D,
        {"interpolation": "bicubic", "data_format": "channels_first"},
        (1, 2, 3, 4),
    )


def cases():
    return [*resizing(), *up_sampling()]
