"""Penalties of regularizers with their gradients, and what constraints make of weights: writes penalties.json."""

import common
import keras
import numpy as np
import tensorflow as tf
from keras import constraints, regularizers

REGULARIZERS = [
    ("l1", regularizers.L1, {}),
    ("l1_half", regularizers.L1, {"l1": 0.5}),
    ("l2", regularizers.L2, {}),
    ("l2_small", regularizers.L2, {"l2": 0.001}),
    ("l1_l2", regularizers.L1L2, {}),
    ("l1_l2_both", regularizers.L1L2, {"l1": 0.25, "l2": 0.125}),
]

CONSTRAINTS = [
    ("max_norm", constraints.MaxNorm, {}, (3, 4)),
    ("max_norm_1", constraints.MaxNorm, {"max_value": 1.0, "axis": 1}, (3, 4)),
    ("max_norm_filters", constraints.MaxNorm, {"max_value": 1.5, "axis": [0, 1, 2]}, (2, 3, 2, 3)),
    ("max_norm_bias", constraints.MaxNorm, {"max_value": 0.5}, (5,)),
    ("min_max_norm", constraints.MinMaxNorm, {}, (3, 4)),
    (
        "min_max_norm_rate",
        constraints.MinMaxNorm,
        {"min_value": 0.8, "max_value": 1.2, "rate": 0.3, "axis": [0, 1]},
        (2, 2, 3, 2),
    ),
    ("unit_norm", constraints.UnitNorm, {}, (3, 4)),
    ("unit_norm_last", constraints.UnitNorm, {"axis": -1}, (2, 3, 4)),
    ("non_neg", constraints.NonNeg, {}, (3, 4)),
]


def weight(rng, shape):
    values = common.normal(rng, shape)
    values.ravel()[1] = 0
    return values


def regularizer(name, regularizer, args):
    x = tf.constant(weight(common.generator(name), (3, 4)))
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = regularizer(**args)(x)
    return {
        "name": name,
        "class": regularizer.__name__,
        "args": args,
        "x": x,
        "value": float(value),
        "gradient": tape.gradient(value, x) if float(value) else np.zeros((3, 4)),
    }


def constraint(name, constraint, args, shape):
    x = weight(common.generator(name), shape)
    if len(shape) == 2:
        x[:, 1] = 0  # a norm of 0
    y = constraint(**args)(keras.ops.convert_to_tensor(x))
    return {"name": name, "class": constraint.__name__, "args": args, "x": x, "y": y}


common.write(
    __file__,
    regularizers=[regularizer(*case) for case in REGULARIZERS],
    constraints=[constraint(*case) for case in CONSTRAINTS],
)
