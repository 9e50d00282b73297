"""Cases of the layers that work on sequences (batch, steps, channels) or make them."""

import numpy as np
from keras import layers
from case import Case, fixed


def distinct(shape, highest=2.0):
    """No two equal numbers, so that every window has one maximum."""
    return lambda rng: np.round(highest - 0.05 * rng.permutation(np.prod(shape)).reshape(shape), 2).astype(
        "float32"
    )


def makers():
    yield Case("repeat_vector", layers.RepeatVector, {"n": 3}, (2, 4))
    yield Case("repeat_vector_1", layers.RepeatVector, {"n": 1}, (3, 2))
    embedding = {"input_dim": 5, "output_dim": 3}
    yield Case("embedding", layers.Embedding, embedding, fixed([0, 4, 2, 2, 2, 1, 0, 2], (2, 4)))
    yield Case("embedding_vector", layers.Embedding, embedding, fixed([3, 3, 0], (3,)))
    yield Case("embedding_3d", layers.Embedding, embedding, fixed([0, 1, 2, 3, 4, 4, 4, 0], (2, 2, 2)))


def resized():
    yield Case("up_sampling_1d", layers.UpSampling1D, {}, (2, 3, 2))
    yield Case("up_sampling_1d_3", layers.UpSampling1D, {"size": 3}, (2, 2, 3))
    yield Case("zero_padding_1d", layers.ZeroPadding1D, {}, (2, 3, 2))
    yield Case("zero_padding_1d_2", layers.ZeroPadding1D, {"padding": 2}, (2, 3, 2))
    yield Case("zero_padding_1d_0x3", layers.ZeroPadding1D, {"padding": [0, 3]}, (2, 2, 3))
    yield Case("cropping_1d", layers.Cropping1D, {}, (2, 5, 2))
    yield Case("cropping_1d_2", layers.Cropping1D, {"cropping": 2}, (2, 5, 2))
    yield Case("cropping_1d_3x0", layers.Cropping1D, {"cropping": [3, 0]}, (2, 5, 3))
    yield Case("cropping_1d_0x1", layers.Cropping1D, {"cropping": [0, 1]}, (2, 4, 1))


def pooling():
    settings = [
        ("", {"pool_size": 2}, (2, 4, 3)),
        ("_odd", {"pool_size": 2}, (2, 5, 2)),
        ("_3_stride_2", {"pool_size": 3, "strides": 2}, (2, 7, 2)),
        ("_3_stride_2_same", {"pool_size": 3, "strides": 2, "padding": "same"}, (2, 6, 2)),
        ("_2_stride_1_same", {"pool_size": 2, "strides": 1, "padding": "same"}, (2, 4, 2)),
        ("_2_stride_3", {"pool_size": 2, "strides": 3}, (2, 8, 1)),
        ("_4_same_small", {"pool_size": 4, "padding": "same"}, (2, 3, 2)),
    ]
    for name, args, shape in settings:
        yield Case(f"max_pooling_1d{name}", layers.MaxPooling1D, args, distinct(shape))
        yield Case(f"average_pooling_1d{name}", layers.AveragePooling1D, args, distinct(shape))
    yield Case("max_pooling_1d_defaults", layers.MaxPooling1D, {}, distinct((2, 5, 2)))
    ties = fixed([1, 0, 0, 2, 1, 2, 1, 2, 3, -1, -1, 3], (2, 3, 2))
    yield Case("max_pooling_1d_ties", layers.MaxPooling1D, {"pool_size": 3}, ties)
    for layer, name in ((layers.GlobalMaxPooling1D, "max"), (layers.GlobalAveragePooling1D, "average")):
        yield Case(f"global_{name}_pooling_1d", layer, {}, ties)
        yield Case(f"global_{name}_pooling_1d_keepdims", layer, {"keepdims": True}, (2, 4, 3))


def conv(layer, prefix, filters, kernel_size, shape, suffix, **options):
    args = {"filters": filters, "kernel_size": kernel_size, **options}
    return Case(f"{prefix}{suffix}", layer, args, shape)


def conv1d():
    def case(*args, **options):
        return conv(layers.Conv1D, "conv_1d", *args, **options)

    yield case(3, 3, (2, 5, 2), "")
    yield case(3, 3, (2, 5, 2), "_same", padding="same")
    yield case(3, 3, (2, 5, 2), "_causal", padding="causal")
    yield case(2, 3, (2, 7, 2), "_stride_2", strides=2)
    yield case(2, 4, (2, 7, 2), "_4_stride_3_same", strides=3, padding="same")
    yield case(2, 3, (2, 6, 2), "_stride_2_causal", strides=2, padding="causal")
    yield case(2, 3, (2, 7, 3), "_dilation_2", dilation_rate=2)
    yield case(2, 2, (2, 7, 3), "_dilation_3_same", dilation_rate=3, padding="same")
    yield case(2, 3, (2, 6, 2), "_dilation_2_causal", dilation_rate=2, padding="causal")
    yield case(2, 5, (2, 3, 2), "_longer_than_input_causal", padding="causal")
    yield case(4, 1, (2, 3, 2), "_1_no_bias", use_bias=False)
    yield case(2, 3, (2, 5, 2), "_relu_causal", padding="causal", activation="relu")
    yield case(17, 3, (1, 6, 18), "_many_channels_same", padding="same")


def conv1d_transpose():
    def case(*args, **options):
        return conv(layers.Conv1DTranspose, "conv_1d_transpose", *args, **options)

    yield case(3, 3, (2, 4, 2), "")
    yield case(3, 3, (2, 4, 2), "_same", padding="same")
    yield case(2, 3, (2, 4, 2), "_stride_2", strides=2)
    yield case(2, 4, (2, 4, 3), "_4_stride_2_same", strides=2, padding="same")
    yield case(2, 2, (2, 3, 3), "_2_stride_3", strides=3)
    yield case(2, 3, (2, 4, 2), "_stride_2_output_padding_1", strides=2, output_padding=1)
    yield case(2, 5, (2, 3, 2), "_5_stride_3_output_padding_2", strides=3, padding="same", output_padding=2)
    yield case(2, 3, (2, 4, 2), "_stride_2_output_padding_0", strides=2, padding="same", output_padding=0)
    yield case(2, 4, (2, 3, 2), "_tanh_no_bias", strides=2, activation="tanh", use_bias=False)
    yield case(2, 3, (2, 4, 2), "_dilation_2", dilation_rate=2)


def channels_first():
    def case(name, layer, shape, **args):
        return Case(f"channels_first_{name}", layer, {**args, "data_format": "channels_first"}, shape)

    conv = {"filters": 4, "kernel_size": 3}
    yield case("conv_1d_causal", layers.Conv1D, (2, 2, 5), padding="causal", **conv)
    yield case("conv_1d_groups", layers.Conv1D, (2, 6, 4), groups=2, activation="relu", **conv)
    yield case("conv_1d_transpose", layers.Conv1DTranspose, (2, 2, 3), strides=2, **conv)
    yield case("max_pooling_1d", layers.MaxPooling1D, (2, 3, 5), pool_size=2)
    yield case("average_pooling_1d", layers.AveragePooling1D, (2, 3, 5), pool_size=2, padding="same")
    yield case("global_max_pooling_1d", layers.GlobalMaxPooling1D, (2, 3, 5))
    yield case("global_average_pooling_1d", layers.GlobalAveragePooling1D, (2, 3, 5), keepdims=True)
    yield case("zero_padding_1d", layers.ZeroPadding1D, (2, 3, 2), padding=[2, 1])


def cases():
    groups = {"filters": 6, "kernel_size": 2, "groups": 3}
    return [
        *makers(),
        *resized(),
        *pooling(),
        *conv1d(),
        Case("conv_1d_groups_3", layers.Conv1D, groups, (2, 5, 6)),
        *conv1d_transpose(),
        *channels_first(),
    ]
