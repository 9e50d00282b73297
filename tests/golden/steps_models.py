"""The models of steps.json, written so that a reader can rebuild them."""

import keras
from keras import constraints, layers, regularizers


def dense():
    return [keras.Input((3,)), layers.Dense(4, activation="tanh")], {}


def norm():
    hidden = [
        keras.Input((3, 4, 1)),
        layers.Conv2D(2, 2, use_bias=False),
        layers.BatchNormalization(momentum=0.9),
        layers.LeakyReLU(negative_slope=0.2),
        layers.Flatten(),
    ]
    return hidden, {}


def weight_penalties():
    hidden = [
        keras.Input((3,)),
        layers.Dense(4, kernel_regularizer=regularizers.L2(0.1), bias_regularizer="l1"),
        layers.PReLU(alpha_regularizer=regularizers.L1L2(l1=0.02, l2=0.03)),
    ]
    return hidden, {"kernel_regularizer": "l2"}


def image_penalties():
    hidden = [
        keras.Input((3, 4, 1)),
        layers.Conv2D(
            2, 2, kernel_regularizer=regularizers.L1L2(l1=0.01, l2=0.02), bias_regularizer=regularizers.L2(0.1)
        ),
        layers.BatchNormalization(beta_regularizer="l2", gamma_regularizer=regularizers.L1(0.03)),
        layers.Conv2DTranspose(2, 2, kernel_regularizer="l2", bias_regularizer="l1", activation="tanh"),
        layers.Flatten(),
    ]
    return hidden, {}


def activity_penalties():
    """Layers that run with their neighbours as one where no penalty of an output forbids it."""
    hidden = [
        keras.Input((3, 4, 1)),
        layers.Conv2D(2, 2, activity_regularizer=regularizers.L2(0.05)),
        layers.LeakyReLU(negative_slope=0.2),
        layers.Conv2DTranspose(2, 2, activation="relu", activity_regularizer=regularizers.L1(0.02)),
        layers.Flatten(),
        layers.Dense(3, activation="tanh", activity_regularizer="l2"),
    ]
    return hidden, {"activity_regularizer": regularizers.L1L2(l1=0.01, l2=0.02)}


def constrained():
    hidden = [
        keras.Input((3, 4, 1)),
        layers.Conv2D(
            2, 2, kernel_constraint=constraints.MaxNorm(0.8, axis=[0, 1, 2]), bias_constraint="non_neg"
        ),
        layers.PReLU(alpha_constraint=constraints.MaxNorm(0.4), shared_axes=[1, 2]),
        layers.Conv2DTranspose(
            2,
            2,
            kernel_constraint=constraints.MinMaxNorm(min_value=0.3, max_value=0.7, rate=0.6, axis=[0, 1]),
            bias_constraint=constraints.MaxNorm(0.05),
            activation="tanh",
        ),
        layers.Flatten(),
    ]
    return hidden, {"kernel_constraint": "unit_norm"}


def norm_constrained():
    hidden = [
        keras.Input((3, 4, 1)),
        layers.Conv2D(2, 2, use_bias=False),
        layers.BatchNormalization(beta_constraint="non_neg", gamma_constraint=constraints.MaxNorm(1)),
        layers.LeakyReLU(negative_slope=0.2),
        layers.Flatten(),
    ]
    return hidden, {}


def model(kind, loss):
    hidden, options = globals()[kind]()
    units, activation = {
        "mse": (2, None),
        "binary_crossentropy": (1, "sigmoid"),
        "categorical_crossentropy": (3, "softmax"),
    }[loss]
    return keras.Sequential([*hidden, layers.Dense(units, activation=activation, **options)])
