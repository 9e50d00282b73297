"""Cases of the layers that work on images: upsampling, pooling and the convolutions."""

import numpy as np
from keras import layers
from case import Case


def upsampling():
    yield Case("up_sampling_2d", layers.UpSampling2D, {}, (2, 2, 3, 2))
    yield Case("up_sampling_2d_3", layers.UpSampling2D, {"size": 3}, (2, 3, 2, 1))
    yield Case("up_sampling_2d_2x3", layers.UpSampling2D, {"size": [2, 3]}, (2, 3, 2, 3))
    yield Case("up_sampling_2d_1x2", layers.UpSampling2D, {"size": [1, 2]}, (2, 3, 2, 3))
    for size in ([2, 2], [2, 3], [3, 1], [4, 5]):
        yield Case(
            f"up_sampling_2d_bilinear_{size[0]}x{size[1]}",
            layers.UpSampling2D,
            {"size": size, "interpolation": "bilinear"},
            (2, 3, 4, 2),
        )
    yield Case(
        "up_sampling_2d_bilinear_one_pixel",
        layers.UpSampling2D,
        {"size": [2, 3], "interpolation": "bilinear"},
        (2, 1, 1, 3),
    )


def ties(rng):
    return rng.integers(-1, 2, (2, 5, 6, 2)).astype("float32")


def distinct(shape, highest=2.0):
    """No two equal numbers, so that every window has one maximum."""
    return lambda rng: np.round(highest - 0.03 * rng.permutation(np.prod(shape)).reshape(shape), 2).astype(
        "float32"
    )


def pooling():
    settings = [
        ("", {"pool_size": 2}, (2, 4, 6, 3)),
        ("_odd", {"pool_size": 2}, (2, 5, 7, 2)),
        ("_2x3", {"pool_size": [2, 3]}, (2, 5, 7, 2)),
        ("_3_stride_2", {"pool_size": 3, "strides": 2}, (2, 5, 6, 2)),
        ("_3_stride_2_same", {"pool_size": 3, "strides": 2, "padding": "same"}, (2, 5, 6, 2)),
        ("_2_stride_1_same", {"pool_size": 2, "strides": 1, "padding": "same"}, (2, 3, 4, 2)),
        ("_same_odd", {"pool_size": 2, "padding": "same"}, (2, 5, 3, 2)),
        ("_2_stride_3x1_same", {"pool_size": 2, "strides": [3, 1], "padding": "same"}, (2, 7, 4, 2)),
        ("_4_same_small", {"pool_size": 4, "padding": "same"}, (2, 3, 2, 2)),
        (
            "_3_same_negative",
            {"pool_size": 3, "strides": 2, "padding": "same"},
            distinct((2, 5, 4, 2), highest=-0.5),
        ),
    ]
    for name, args, x in settings:
        x = x if callable(x) else distinct(x)
        yield Case(f"max_pooling_2d{name}", layers.MaxPooling2D, args, x)
        yield Case(f"average_pooling_2d{name}", layers.AveragePooling2D, args, x)
    yield Case("max_pooling_2d_defaults", layers.MaxPooling2D, {}, distinct((2, 4, 5, 2)))
    yield Case("max_pooling_2d_ties", layers.MaxPooling2D, {"pool_size": 2}, ties)
    yield Case("max_pooling_2d_ties_overlap", layers.MaxPooling2D, {"pool_size": 3, "strides": 1}, ties)
    yield Case(
        "max_pooling_2d_ties_same",
        layers.MaxPooling2D,
        {"pool_size": 3, "strides": 2, "padding": "same"},
        ties,
    )
    for layer, name in ((layers.GlobalMaxPooling2D, "max"), (layers.GlobalAveragePooling2D, "average")):
        yield Case(f"global_{name}_pooling_2d", layer, {}, distinct((2, 3, 5, 4)))
        yield Case(f"global_{name}_pooling_2d_keepdims", layer, {"keepdims": True}, distinct((3, 2, 3, 2)))
    yield Case("global_max_pooling_2d_ties", layers.GlobalMaxPooling2D, {}, ties)


def conv(layer, prefix, filters, kernel_size, x, name, **args):
    return Case(f"{prefix}{name}", layer, {"filters": filters, "kernel_size": kernel_size, **args}, x)


def conv2d():
    def case(*args, **options):
        return conv(layers.Conv2D, "conv_2d", *args, **options)

    yield case(4, 3, (2, 5, 6, 3), "")
    yield case(4, 3, (2, 5, 6, 3), "_same", padding="same")
    yield case(3, 3, (2, 7, 6, 2), "_stride_2", strides=2)
    yield case(3, 3, (2, 7, 6, 2), "_stride_2_same", strides=2, padding="same")
    yield case(3, 3, (2, 6, 5, 2), "_stride_2_same_even", strides=2, padding="same")
    yield case(2, [2, 3], (2, 5, 7, 3), "_2x3_stride_2x1", strides=[2, 1])
    yield case(2, [4, 2], (2, 7, 5, 2), "_4x2_stride_3x2_same", strides=[3, 2], padding="same")
    yield case(3, 4, (2, 6, 5, 2), "_4_same", padding="same")
    yield case(3, 2, (2, 4, 5, 2), "_2_same", padding="same")
    yield case(5, 1, (2, 3, 4, 2), "_1x1")
    yield case(3, 1, (2, 5, 4, 2), "_1x1_stride_2", strides=2)
    yield case(2, 3, (2, 7, 6, 2), "_dilation_2", dilation_rate=2)
    yield case(2, 3, (2, 7, 6, 2), "_dilation_2_same", dilation_rate=2, padding="same")
    yield case(2, [3, 2], (2, 8, 5, 3), "_dilation_3x1", dilation_rate=[3, 1])
    yield case(2, [2, 4], (2, 4, 8, 3), "_dilation_2x3_same", dilation_rate=[2, 3], padding="same")
    yield case(2, 5, (2, 3, 2, 2), "_larger_than_input_same", padding="same")
    yield case(2, 5, (2, 3, 2, 2), "_larger_than_input_stride_2_same", padding="same", strides=2)
    yield case(3, [3, 4], (2, 3, 4, 2), "_whole_input")
    yield case(1, 3, (3, 5, 4, 2), "_one_filter_same", padding="same")
    yield case(3, 3, (2, 4, 5, 2), "_no_bias", use_bias=False)
    yield case(3, 3, (2, 4, 5, 2), "_relu", activation="relu", padding="same")
    yield case(3, 3, (2, 4, 5, 2), "_tanh_stride_2_same", activation="tanh", strides=2, padding="same")
    yield case(3, 2, (2, 4, 5, 2), "_softmax", activation="softmax")
    yield case(17, 3, (1, 5, 4, 18), "_many_channels_same", padding="same")


def conv2d_transpose():
    def case(*args, **options):
        return conv(layers.Conv2DTranspose, "conv_2d_transpose", *args, **options)

    yield case(1, 1, (1, 2, 2, 1), "_1x1_stride_2", strides=2)
    yield case(3, 3, (2, 3, 4, 2), "")
    yield case(3, 3, (2, 3, 4, 2), "_same", padding="same")
    yield case(3, 3, (2, 3, 4, 2), "_stride_2", strides=2)
    yield case(3, 3, (2, 3, 4, 2), "_stride_2_same", strides=2, padding="same")
    yield case(2, 4, (2, 3, 4, 3), "_4_stride_2", strides=2)
    yield case(2, 4, (2, 3, 4, 3), "_4_stride_2_same", strides=2, padding="same")
    yield case(2, 5, (2, 3, 2, 3), "_5_stride_2_same", strides=2, padding="same")
    yield case(2, 2, (2, 3, 2, 3), "_2_stride_3", strides=3)
    yield case(2, 2, (2, 3, 2, 3), "_2_stride_3_same", strides=3, padding="same")
    yield case(2, [2, 3], (2, 3, 4, 2), "_2x3_stride_1x2", strides=[1, 2])
    yield case(2, [5, 2], (2, 3, 4, 2), "_5x2_stride_3x2_same", strides=[3, 2], padding="same")
    yield case(2, 3, (2, 3, 4, 2), "_stride_2_output_padding_1", strides=2, output_padding=1)
    yield case(2, 3, (2, 3, 4, 2), "_stride_2_output_padding_0", strides=2, output_padding=0)
    yield case(
        2, 3, (2, 3, 4, 2), "_stride_2_same_output_padding_1", strides=2, padding="same", output_padding=1
    )
    yield case(
        2, 3, (2, 3, 4, 2), "_stride_2_same_output_padding_0", strides=2, padding="same", output_padding=0
    )
    yield case(2, [3, 5], (2, 3, 2, 2), "_stride_3_output_padding_1x2", strides=3, output_padding=[1, 2])
    yield case(
        2, 5, (2, 3, 2, 2), "_5_stride_3_same_output_padding_2", strides=3, padding="same", output_padding=2
    )
    yield case(2, 3, (2, 4, 3, 2), "_dilation_2", dilation_rate=2)
    yield case(2, 3, (2, 4, 3, 2), "_dilation_2_same", dilation_rate=2, padding="same")
    yield case(2, [2, 3], (2, 4, 3, 2), "_dilation_3x2", dilation_rate=[3, 2])
    yield case(4, 1, (2, 3, 4, 2), "_1x1")
    yield case(3, 3, (2, 3, 4, 2), "_no_bias_stride_2", strides=2, use_bias=False)
    yield case(3, 4, (2, 2, 3, 2), "_relu_stride_2_same", strides=2, padding="same", activation="relu")
    yield case(1, 3, (2, 3, 4, 2), "_sigmoid_same", padding="same", activation="sigmoid")
    yield case(2, 4, (2, 1, 1, 5), "_one_pixel", strides=2)
    yield case(17, 3, (1, 3, 2, 18), "_many_channels_stride_2_same", strides=2, padding="same")


def cases():
    return [*upsampling(), *pooling(), *conv2d(), *conv2d_transpose()]
