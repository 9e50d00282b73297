"""Convolutions by groups of channels, of each channel alone, and separable ones; XLA takes what TensorFlow's own
kernels for CPUs do not (case.py)."""

from keras import layers

from case import Case


def grouped():
    def case(name, shape, **args):
        return Case(f"conv_2d_groups{name}", layers.Conv2D, args, shape)

    yield case("_2", (2, 4, 5, 4), filters=6, kernel_size=[2, 3], groups=2)
    yield case("_3_same", (2, 5, 4, 6), filters=3, kernel_size=3, groups=3, padding="same", activation="relu")
    yield case("_2_stride_2", (2, 5, 6, 2), filters=4, kernel_size=3, groups=2, strides=2, use_bias=False)
    yield case("_2_dilation_2", (1, 6, 5, 4), filters=2, kernel_size=2, groups=2, dilation_rate=2)
    yield case("_2_first", (2, 4, 3, 4), filters=4, kernel_size=2, groups=2, data_format="channels_first")


def depthwise():
    def case(name, shape, **args):
        return Case(f"depthwise_conv_2d{name}", layers.DepthwiseConv2D, args, shape)

    yield case("", (2, 5, 4, 3), kernel_size=[3, 2])
    yield case("_same", (2, 5, 4, 3), kernel_size=3, padding="same")
    yield case("_stride_2_same", (2, 6, 5, 3), kernel_size=3, strides=2, padding="same")
    yield case("_4_stride_2_same", (2, 6, 5, 2), kernel_size=4, strides=2, padding="same")
    yield case("_stride_1x2", (2, 5, 6, 2), kernel_size=[2, 3], strides=[1, 2])
    yield case("_stride_3x2_same", (1, 7, 6, 2), kernel_size=2, strides=[3, 2], padding="same")
    yield case("_multiplier_2", (2, 4, 5, 3), kernel_size=[2, 3], depth_multiplier=2)
    yield case("_multiplier_3_same", (2, 4, 5, 2), kernel_size=2, depth_multiplier=3, padding="same")
    yield case("_dilation_2", (1, 6, 7, 2), kernel_size=3, dilation_rate=2)
    yield case("_dilation_2x3_same", (1, 5, 8, 2), kernel_size=[3, 2], dilation_rate=[2, 3], padding="same")
    yield case("_stride_2_dilation_2", (1, 9, 8, 2), kernel_size=3, strides=2, dilation_rate=2)
    yield case("_stride_2_dilation_3_same", (1, 8, 9, 2), kernel_size=2, strides=2, dilation_rate=3, padding="same")
    yield case("_no_bias_relu", (2, 4, 5, 3), kernel_size=2, use_bias=False, activation="relu")
    yield case("_softmax", (2, 4, 5, 3), kernel_size=2, activation="softmax")
    yield case("_many_channels_same", (1, 3, 4, 35), kernel_size=3, padding="same")
    yield case("_first", (2, 3, 5, 4), kernel_size=[3, 2], depth_multiplier=2, data_format="channels_first")


def separable():
    def case(name, shape, **args):
        return Case(f"separable_conv_2d{name}", layers.SeparableConv2D, args, shape)

    yield case("", (2, 5, 4, 3), filters=4, kernel_size=[3, 2])
    yield case("_same", (2, 5, 4, 3), filters=2, kernel_size=3, padding="same", activation="relu")
    yield case("_stride_2_same", (2, 6, 5, 2), filters=3, kernel_size=3, strides=2, padding="same")
    yield case("_multiplier_2", (2, 4, 5, 3), filters=4, kernel_size=[2, 3], depth_multiplier=2)
    yield case("_dilation_2", (1, 6, 7, 2), filters=3, kernel_size=3, dilation_rate=2, use_bias=False)
    yield case("_stride_2_dilation_2_same", (1, 8, 7, 2), filters=2, kernel_size=3, strides=2, dilation_rate=2, padding="same")
    yield case("_first", (2, 3, 5, 4), filters=2, kernel_size=2, data_format="channels_first", activation="tanh")


def cases():
    return [*grouped(), *depthwise(), *separable()]
