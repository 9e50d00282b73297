"""Weights after each of ten updates by given gradients, as Keras computes them: writes optimizers.json."""

import common
import keras
import numpy as np
import tensorflow as tf
from keras import optimizers

SHAPES = [(3, 4), (4,), (1, 2, 2, 3), (1,)]
STEPS = 10

rng = common.generator("optimizers")
START = [common.normal(rng, shape) for shape in SHAPES]
# Gradients over several orders of magnitude; some stay zero, one turns zero half way.
SCALES = [np.round(10 ** rng.uniform(-3, 1, shape), 3) for shape in SHAPES]
GRADIENTS = [
    [(common.normal(rng, s) * scale).astype("float32") for s, scale in zip(SHAPES, SCALES)]
    for _ in range(STEPS)
]
for step, gradients in enumerate(GRADIENTS):
    gradients[0][1, 2] = 0
    gradients[1][0] = 0 if step > 4 else gradients[1][0]

CASES = [
    ("sgd", optimizers.SGD, {}),
    ("sgd_learning_rate", optimizers.SGD, {"learning_rate": 0.3}),
    ("sgd_momentum", optimizers.SGD, {"learning_rate": 0.05, "momentum": 0.9}),
    ("sgd_nesterov", optimizers.SGD, {"learning_rate": 0.05, "momentum": 0.9, "nesterov": True}),
    ("rmsprop", optimizers.RMSprop, {}),
    ("rmsprop_options", optimizers.RMSprop, {"learning_rate": 0.01, "rho": 0.8, "epsilon": 1e-3}),
    ("rmsprop_momentum", optimizers.RMSprop, {"learning_rate": 0.01, "momentum": 0.7}),
    ("rmsprop_centered", optimizers.RMSprop, {"learning_rate": 0.01, "centered": True}),
    ("rmsprop_centered_momentum", optimizers.RMSprop, {"momentum": 0.5, "centered": True}),
    ("adam", optimizers.Adam, {}),
    ("adam_amsgrad", optimizers.Adam, {"learning_rate": 0.01, "amsgrad": True}),
    ("adam_gan", optimizers.Adam, {"learning_rate": 2e-4, "beta_1": 0.5}),
    (
        "adam_options",
        optimizers.Adam,
        {"learning_rate": 0.02, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-4},
    ),
]


def compute(name, optimizer, args):
    optimizer = optimizer(**args)
    variables = [keras.Variable(value) for value in START]
    weights = []
    for gradients in GRADIENTS:
        optimizer.apply([tf.constant(g) for g in gradients], variables)
        weights.append([v.numpy() for v in variables])
    return {
        "name": name,
        "class": type(optimizer).__name__,
        "args": args,
        "start": START,
        "gradients": GRADIENTS,
        "weights": weights,
    }


common.write(__file__, cases=[compute(*case) for case in CASES])
