"""The models of training.json, written so that a reader can rebuild them."""

import keras
from keras import layers


def mlp_classifier():
    return keras.Sequential(
        [
            keras.Input((5,)),
            layers.Dense(7, activation="relu"),
            layers.Dense(3, activation="softmax"),
        ]
    )


def convnet():
    return keras.Sequential(
        [
            keras.Input((7, 6, 2)),
            layers.Conv2D(4, 3, strides=2, padding="same"),
            layers.LeakyReLU(negative_slope=0.2),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )


def generator():
    return keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(18),
            layers.LeakyReLU(negative_slope=0.2),
            layers.Reshape((2, 3, 3)),
            layers.UpSampling2D(),
            layers.Conv2D(4, 3, padding="same", activation="relu"),
            layers.Conv2DTranspose(2, 4, strides=2, padding="same"),
            layers.Activation("tanh"),
        ]
    )


def batch_norm():
    return keras.Sequential(
        [
            keras.Input((4, 5, 2)),
            layers.Conv2D(3, [3, 2], use_bias=False),
            layers.BatchNormalization(),
            layers.Activation("tanh"),
            layers.Flatten(),
            layers.Dense(4, use_bias=False),
            layers.BatchNormalization(momentum=0.8, epsilon=0.01),
            layers.Dense(3, activation="softmax"),
        ]
    )


def saturated():
    """Its start weights make sigmoids of exactly 0 and 1: Keras trains such a layer through its logits."""
    return keras.Sequential([keras.Input((2,)), layers.Dense(1, activation="sigmoid")])
