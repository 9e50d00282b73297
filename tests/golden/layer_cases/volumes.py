"""Cases of the layers that work on volumes: convolutions, pooling, upsampling, padding and cropping in three dimensions."""

from keras import layers

from case import Case
from layer_cases.spatial import distinct, ties


def conv3d():
    def case(filters, kernel_size, x, name, **args):
        return Case(f"conv_3d{name}", layers.Conv3D, {"filters": filters, "kernel_size": kernel_size, **args}, x)

    yield case(3, 3, (2, 4, 5, 3, 2), "")
    yield case(3, 3, (2, 3, 4, 5, 2), "_same", padding="same")
    yield case(2, [2, 3, 4], (2, 4, 5, 6, 2), "_2x3x4_same", padding="same")
    yield case(2, 3, (2, 5, 4, 6, 2), "_stride_2_same", strides=2, padding="same")
    yield case(2, [3, 2, 1], (1, 7, 5, 4, 2), "_stride_3x2x1", strides=[3, 2, 1])
    yield case(2, 2, (2, 5, 4, 6, 3), "_dilation_2", dilation_rate=2)
    yield case(2, [2, 3, 2], (1, 4, 5, 6, 2), "_dilation_3x1x2_same", dilation_rate=[3, 1, 2], padding="same")
    yield case(4, 2, (2, 3, 4, 3, 4), "_groups_2", groups=2)
    yield case(4, 1, (2, 3, 2, 4, 2), "_1x1x1")
    yield case(2, 5, (2, 2, 3, 2, 2), "_larger_than_input_same", padding="same")
    yield case(3, 2, (2, 3, 4, 3, 2), "_no_bias_relu", use_bias=False, activation="relu")
    yield case(16, [2, 3, 3], (1, 3, 5, 4, 17), "_many_channels_same", padding="same")
    # Keras adds the bias to the columns if there are as many as filters.
    yield case(2, [2, 3, 2], (2, 3, 4, 5, 4), "_channels_first", data_format="channels_first")


def conv3d_transpose():
    def case(filters, kernel_size, x, name, **args):
        args = {"filters": filters, "kernel_size": kernel_size, **args}
        return Case(f"conv_3d_transpose{name}", layers.Conv3DTranspose, args, x)

    yield case(2, 3, (2, 2, 3, 4, 2), "")
    yield case(2, 3, (2, 2, 3, 4, 2), "_same", padding="same")
    yield case(2, 3, (2, 2, 3, 2, 3), "_stride_2", strides=2)
    yield case(2, 3, (2, 2, 3, 2, 3), "_stride_2_same", strides=2, padding="same")
    yield case(2, 4, (2, 2, 3, 2, 3), "_4_stride_2_same", strides=2, padding="same")
    yield case(2, [4, 2, 3], (1, 2, 3, 2, 2), "_4x2x3_stride_3x2x1_same", strides=[3, 2, 1], padding="same")
    yield case(2, 2, (2, 2, 1, 3, 2), "_2_stride_3", strides=3)
    yield case(2, 3, (1, 2, 3, 2, 2), "_stride_2_output_padding_1", strides=2, output_padding=1)
    yield case(2, 3, (1, 2, 3, 2, 2), "_stride_2_output_padding_0", strides=2, output_padding=0)
    yield case(
        2, 3, (1, 2, 3, 2, 2), "_stride_2_same_output_padding", strides=2, padding="same", output_padding=[1, 0, 1]
    )
    yield case(2, 2, (1, 3, 2, 4, 2), "_dilation_2", dilation_rate=2)
    yield case(2, 3, (1, 3, 2, 4, 2), "_dilation_2_same", dilation_rate=2, padding="same")
    yield case(2, 3, (2, 2, 2, 3, 2), "_tanh_no_bias", activation="tanh", use_bias=False)
    yield case(16, [2, 3, 3], (1, 2, 3, 2, 16), "_many_channels_stride_2_same", strides=2, padding="same")
    yield case(2, [3, 2, 2], (1, 2, 2, 3, 2), "_channels_first", strides=[2, 1, 2], data_format="channels_first")


def pooling():
    settings = [
        ("", {"pool_size": 2}, (2, 4, 3, 5, 2)),
        ("_2x3x1", {"pool_size": [2, 3, 1]}, (2, 4, 6, 3, 2)),
        ("_3_stride_2_same", {"pool_size": 3, "strides": 2, "padding": "same"}, (1, 4, 5, 3, 2)),
        ("_2_stride_1_same", {"pool_size": 2, "strides": 1, "padding": "same"}, (1, 3, 2, 4, 2)),
        ("_2_stride_3x1x2_same", {"pool_size": 2, "strides": [3, 1, 2], "padding": "same"}, (1, 7, 3, 4, 2)),
        ("_4_same_small", {"pool_size": 4, "padding": "same"}, (2, 3, 2, 1, 2)),
        ("_channels_first", {"pool_size": [1, 2, 2], "data_format": "channels_first"}, (2, 2, 3, 4, 5)),
    ]
    for name, args, x in settings:
        yield Case(f"max_pooling_3d{name}", layers.MaxPooling3D, args, distinct(x))
        yield Case(f"average_pooling_3d{name}", layers.AveragePooling3D, args, distinct(x))
    yield Case("max_pooling_3d_defaults", layers.MaxPooling3D, {}, distinct((2, 4, 5, 2, 2)))
    yield Case("max_pooling_3d_ties", layers.MaxPooling3D, {"pool_size": [1, 2, 2]}, tied_volumes)
    for layer, name in ((layers.GlobalMaxPooling3D, "max"), (layers.GlobalAveragePooling3D, "average")):
        yield Case(f"global_{name}_pooling_3d", layer, {}, distinct((2, 2, 3, 4, 2)))
        yield Case(f"global_{name}_pooling_3d_keepdims", layer, {"keepdims": True}, distinct((2, 3, 2, 2, 3)))
        first = {"data_format": "channels_first"}
        yield Case(f"global_{name}_pooling_3d_channels_first", layer, first, distinct((2, 3, 2, 2, 3)))


def tied_volumes(rng):
    return ties(rng).reshape(2, 5, 6, 1, 2).repeat(2, axis=3)


def sizes():
    first = {"data_format": "channels_first"}
    yield Case("up_sampling_3d", layers.UpSampling3D, {}, (2, 2, 3, 1, 2))
    yield Case("up_sampling_3d_1x2x3", layers.UpSampling3D, {"size": [1, 2, 3]}, (2, 3, 2, 2, 2))
    yield Case("up_sampling_3d_channels_first", layers.UpSampling3D, {"size": [3, 1, 2], **first}, (2, 2, 1, 2, 3))
    yield Case("zero_padding_3d", layers.ZeroPadding3D, {}, (2, 1, 2, 3, 2))
    yield Case("zero_padding_3d_triple", layers.ZeroPadding3D, {"padding": [0, 1, 2]}, (2, 1, 2, 3, 2))
    sides = [[1, 0], [2, 1], [0, 2]]
    yield Case("zero_padding_3d_sides", layers.ZeroPadding3D, {"padding": sides}, (2, 2, 1, 3, 2))
    yield Case("zero_padding_3d_channels_first", layers.ZeroPadding3D, {"padding": sides, **first}, (2, 2, 2, 1, 3))
    yield Case("cropping_3d", layers.Cropping3D, {}, (2, 3, 4, 5, 2))
    yield Case("cropping_3d_triple", layers.Cropping3D, {"cropping": [0, 1, 2]}, (2, 2, 4, 5, 2))
    yield Case("cropping_3d_sides", layers.Cropping3D, {"cropping": sides}, (2, 3, 4, 5, 2))
    yield Case("cropping_3d_channels_first", layers.Cropping3D, {"cropping": sides, **first}, (2, 2, 3, 4, 5))


def cases():
    return [*conv3d(), *conv3d_transpose(), *pooling(), *sizes()]
