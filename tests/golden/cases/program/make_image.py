"""Image models with nested models of a fixed size, an image, and what the same layers make of the whole of it: for
tests/tool/test_nested_image.cpp. Written with Keras 3.15.1; random weights."""

import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # noqa: E402
import numpy as np  # noqa: E402

HERE = pathlib.Path(__file__).parent
layers = keras.layers


def smoothing(filters, name):
    """A convolution that blurs: weights that are positive and sum up to 1."""
    random = np.random.default_rng(len(name))
    return layers.Conv2D(filters, 3, padding="same", name=name, use_bias=False,
                         kernel_initializer=lambda shape, dtype: (w := random.uniform(size=shape)) / w.sum((0, 1, 2)))


def doubler(size):
    """A Sequential in a Sequential in a functional model."""
    inner = keras.Sequential([layers.Input((size, size, 3)), smoothing(4, "same_name"), layers.UpSampling2D()])
    middle = keras.Sequential([layers.Input((size, size, 3)), inner, smoothing(3, "same_name")])
    start = layers.Input((size, size, 3))
    return keras.Model(start, middle(start))


def halving_and_back(size):
    """Its strides do not divide an odd number of rows."""
    start = layers.Input((size, size, 3))
    halved = layers.MaxPooling2D(padding="same")(start)
    inner = keras.Sequential([layers.Input((size and size // 2, size and size // 2, 3)), layers.UpSampling2D()])
    return keras.Model(start, inner(halved))


def main():
    image = np.random.default_rng(1).integers(0, 256, (13, 11, 3)).astype("float32")
    np.save(HERE / "image.npy", image)
    for make in (doubler, halving_and_back):
        fixed, free = make(8), make(None)
        free.set_weights(fixed.get_weights())
        strip(fixed)
        fixed.save(HERE / f"{make.__name__}.keras")
        made = free.predict(image[None] / 255, verbose=0)[0]
        factor = 2 if make is doubler else 1
        np.save(HERE / f"{make.__name__}.npy", np.round(made * 255)[:13 * factor, :11 * factor])


def strip(model):
    """Functions are not saved; the weights are."""
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            strip(layer)
        elif hasattr(layer, "kernel_initializer"):
            layer.kernel_initializer = keras.initializers.Zeros()


main()
