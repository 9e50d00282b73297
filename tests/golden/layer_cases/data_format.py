"""channels_first, wherever Keras has it. Conv2D runs between transpositions, Conv2DTranspose in XLA (case.py)."""

from keras import layers

from case import Case


def cases():
    def case(name, layer, shape, **args):
        return Case(f"channels_first_{name}", layer, {**args, "data_format": "channels_first"}, shape)

    yield case("conv_2d", layers.Conv2D, (2, 3, 5, 4), filters=2, kernel_size=[2, 3])
    yield case("conv_2d_stride_2_same", layers.Conv2D, (2, 2, 6, 5), filters=3, kernel_size=3, strides=2, padding="same")
    yield case("conv_2d_relu", layers.Conv2D, (2, 2, 3, 4), filters=3, kernel_size=2, activation="relu")
    transpose = {"filters": 2, "kernel_size": [3, 2], "strides": [2, 1]}
    yield case("conv_2d_transpose", layers.Conv2DTranspose, (2, 3, 2, 4), **transpose)
    softmax = {"activation": "softmax", "use_bias": False}
    yield case("conv_2d_transpose_softmax", layers.Conv2DTranspose, (2, 3, 2, 4), **softmax, **transpose)
    yield case("conv_2d_transpose_same", layers.Conv2DTranspose, (2, 3, 2, 4), padding="same", **transpose)
    yield case("up_sampling_2d", layers.UpSampling2D, (2, 3, 2, 4), size=[2, 3])
    yield case("up_sampling_2d_bilinear", layers.UpSampling2D, (2, 3, 2, 4), interpolation="bilinear")
    for name, pooling in (("max", layers.MaxPooling2D), ("average", layers.AveragePooling2D)):
        yield case(f"{name}_pooling_2d", pooling, (2, 3, 4, 5), pool_size=[2, 3], strides=[1, 2])
        yield case(f"{name}_pooling_2d_same", pooling, (2, 3, 5, 4), pool_size=2, padding="same")
    for name, pooling in (("max", layers.GlobalMaxPooling2D), ("average", layers.GlobalAveragePooling2D)):
        yield case(f"global_{name}_pooling_2d", pooling, (2, 3, 4, 5))
        yield case(f"global_{name}_pooling_2d_keepdims", pooling, (2, 3, 4, 5), keepdims=True)
    yield case("zero_padding_2d", layers.ZeroPadding2D, (2, 3, 2, 3), padding=[[1, 0], [2, 1]])
    yield case("cropping_2d", layers.Cropping2D, (2, 3, 4, 5), cropping=[[1, 0], [2, 1]])
    yield case("flatten", layers.Flatten, (2, 3, 2, 4))
    yield case("flatten_matrix", layers.Flatten, (2, 3, 4))
    yield case("flatten_row", layers.Flatten, (2, 3))
