"""Small models and the numbers that their weights are set to; tests/support/weight_models.hpp makes the same."""

import numpy as np


def dense(keras):
    layers = keras.layers
    return keras.Sequential(
        [
            layers.InputLayer((4,)),
            layers.Dense(3, activation="relu", name="first"),
            layers.Dropout(0.5),
            layers.Dense(2, name="second"),
        ]
    )


def conv(keras):
    layers = keras.layers
    return keras.Sequential(
        [
            layers.InputLayer((8, 8, 1)),
            layers.Conv2D(4, 3, strides=2, padding="same"),
            layers.BatchNormalization(),
            layers.LeakyReLU(),
            layers.PReLU(shared_axes=[1, 2]),
            layers.Flatten(),
            layers.Dense(1, use_bias=False),
        ],
        name="discriminator",
    )


def gan(keras):
    layers = keras.layers
    generator = keras.Sequential(
        [
            layers.InputLayer((5,)),
            layers.Dense(16),
            layers.BatchNormalization(),
            layers.Reshape((4, 4, 1)),
            layers.Conv2DTranspose(1, 4, strides=2, padding="same"),
        ],
        name="generator",
    )
    discriminator = conv(keras)
    discriminator.trainable = False
    model = keras.Sequential([generator, discriminator], name="gan")
    model.build((None, 5))
    model.compile("adam", "binary_crossentropy")
    return model


def numbers(i, shape):
    """Of weight number `i`: exact as float16 too."""
    count = int(np.prod(shape))
    return (((np.arange(count) * 7 + 3 * i) % 101 - 50) / 64).reshape(shape).astype("float32")


def number(model):
    model.set_weights([numbers(i, w.shape) for i, w in enumerate(model.get_weights())])
    return model
