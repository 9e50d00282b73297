"""Writes random_numbers.json: what NumPy, Python, TensorFlow and Keras draw after given seeds.

Not called random.py, which would hide Python's module of that name from every script of this folder.
Usage: python random_numbers.py
"""

import random

import common
import keras
import numpy as np
import tensorflow as tf


def floats(values):
    return np.concatenate([np.ravel(v) for v in values]).astype("float32")


def integers(values):
    return [int(v) for v in np.concatenate([np.ravel(v) for v in values])]


def numpy_case(name, seed, draw):
    """`draw` makes the calls; the C++ test of that name makes the same ones."""
    np.random.seed(seed)
    values = draw()
    return {"name": name, "values": floats(values) if values[0].dtype.kind == "f" else integers(values)}


def shuffled(array):
    np.random.shuffle(array)
    return array


def after_seeding_again():
    first = np.random.randn(3)
    np.random.seed(1)
    return [first, np.random.randn(3)]


P = [0.1, 0.65, 0.0, 0.25]


def labels_of_tutorials():
    """What "How to Implement GAN Hacks" does to labels."""
    positive = np.ones((8, 1)) - 0.3 + np.random.random((8, 1)) * 0.5
    negative = np.zeros((8, 1)) + np.random.random((8, 1)) * 0.3
    noisy = np.ones((8, 1))
    flipped = np.random.choice(8, size=int(0.4 * 8))
    noisy[flipped] = 1 - noisy[flipped]
    return positive, negative, noisy


def label_cases():
    names = ("smooth positive labels", "smooth negative labels", "noisy labels")
    return [numpy_case(name, 1, lambda i=i: [labels_of_tutorials()[i]]) for i, name in enumerate(names)]


def numpy_cases():
    r = np.random
    return [
        numpy_case("rand", 42, lambda: [r.rand(2, 3)]),
        numpy_case("rand over one regeneration", 7, lambda: [r.rand(400)[300:]]),
        numpy_case("rand of seed 0", 0, lambda: [r.rand(4)]),
        numpy_case("rand of the largest seed", 2**32 - 1, lambda: [r.rand(4)]),
        numpy_case("randn", 1, lambda: [r.randn(5), r.randn(4)]),
        numpy_case("randn between rand", 1, lambda: [r.randn(1), r.rand(2), r.randn(2), r.rand(1)]),
        numpy_case("randn after seeding again", 1, after_seeding_again),
        numpy_case("randint", 42, lambda: [r.randint(0, 1797, 20), r.randint(0, 2, 20), r.randint(-5, 100, (4, 5))]),
        numpy_case("randint of one value", 3, lambda: [r.randint(7, 8, 3), r.randint(0, 10, 3)]),
        numpy_case("randint over all", 5, lambda: [r.randint(-(2**31), 2**31 - 1, 9)]),
        numpy_case("uniform", 42, lambda: [r.uniform(-1.5, 2.5, (3, 4)), r.uniform(0.1, 0.1, 2)]),
        numpy_case("normal", 42, lambda: [r.normal(10, 0.02, (3, 5)), r.normal(0, 1, 2), r.normal(3, 0, 2)]),
        numpy_case("permutation", 42, lambda: [r.permutation(10), r.permutation(100), r.permutation(1)]),
        numpy_case("shuffle of rows", 42, lambda: [shuffled(np.arange(15, dtype="float32").reshape(5, 3))]),
        numpy_case("shuffle of integers", 42, lambda: [shuffled(np.arange(12)), shuffled(np.arange(12).reshape(6, 2))]),
        numpy_case("permutation of rows", 42, lambda: [r.permutation(np.arange(15, dtype="float32").reshape(5, 3))]),
        numpy_case("permutation of integers", 42, lambda: [r.permutation(np.arange(12)), r.randint(0, 9, 2)]),
        numpy_case("choice without replacement", 42, lambda: [r.choice(9, (2, 3), False), r.choice(5, 5, False)]),
        numpy_case("choice by probability", 42, lambda: [r.choice(4, (4, 5), True, P), r.choice(1, 2, True, [1.0])]),
        numpy_case("choice of different ones by probability", 42, lambda: [r.choice(4, 3, False, P) for _ in range(9)]),
        numpy_case("choice, then others", 42, lambda: [r.choice(4, 3, True, P), r.choice(4, 3), r.randint(0, 99, 3)]),
        numpy_case("choice", 42, lambda: [r.choice(60000, (4, 5)), r.choice(10, 10), r.choice(1, 2)]),
        numpy_case("real samples", 1, lambda: [np.arange(14.0).reshape(7, 2)[r.randint(0, 7, 5)]]),
        numpy_case("latent points", 1, lambda: [r.randn(3 * 2).reshape(2, 3)]),
    ] + label_cases()


def python_case(seed):
    random.seed(seed)
    return {"name": str(seed), "values": [random.randint(1, 10**9) for _ in range(8)]}


FUNCTIONS = {
    "uniform": tf.random.stateless_uniform,
    "normal": tf.random.stateless_normal,
    "truncated_normal": tf.random.stateless_truncated_normal,
}


def stateless_case(function, seed, call, begin, count, **arguments):
    pair = [int(v) % (2**31 - 2) for v in (seed, call)]
    values = FUNCTIONS[function]([begin + count], pair, **arguments)[begin:]
    name = f"{function} {seed} {call} {begin}"
    return {"name": name, "function": function, "seed": seed, "call": call, "begin": begin,
            "arguments": [float(v) for v in arguments.values()], "values": values}


def stateless_cases():
    cases = []
    for function in FUNCTIONS:
        for seed, call, begin in ((1337, 0, 0), (5, 3, 100001), (2**31 + 5, 2**20, 3), (-7, 1, 255), (10**15, 0, 62)):
            cases.append(stateless_case(function, seed, call, begin, 41))
    cases.append(stateless_case("uniform", 8, 0, 0, 33, minval=-0.3, maxval=0.7))
    cases.append(stateless_case("normal", 8, 0, 0, 33, mean=0.1, stddev=0.02))
    cases.append(stateless_case("truncated_normal", 8, 0, 0, 33, mean=-3.0, stddev=1.7))
    return cases


def dropout_case(rate, seed, count):
    layer = keras.layers.Dropout(rate, seed=seed)
    values = [layer(np.ones((count,), "float32"), training=True) for _ in range(3)]
    state = [int(v) for v in np.asarray(layer.seed_generator.state)] if rate > 0 else [seed, 0]
    return {"name": f"{rate} {seed}", "rate": str(rate), "seed": seed, "values": values, "state": state}


def initializer_case(name, shape, **arguments):
    """Made after set_random_seed(42) where no seed is given."""
    keras.utils.set_random_seed(42)
    initializer = getattr(keras.initializers, name)(**arguments)
    listed = " ".join(f"{k}={v}" for k, v in arguments.items())
    return {"name": f"{name}({listed}) {shape}", "class": name, "shape": shape,
            "arguments": {k: str(v) for k, v in arguments.items()}, "values": initializer(shape)}


def initializer_cases():
    cases = [initializer_case(name, shape)
             for name in ("GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal", "LecunUniform", "LecunNormal")
             for shape in ((4, 3), (3, 3, 2, 5), (7,), ())]
    cases += [initializer_case("HeNormal", (3, 4), seed=-3), initializer_case("GlorotUniform", (0, 3))]
    for distribution in ("uniform", "Normal", "truncated_normal", "untruncated_normal"):
        for mode in ("fan_in", "fan_out", "fan_avg"):
            cases.append(initializer_case("VarianceScaling", (2, 3, 4, 5), scale=0.3, mode=mode,
                                          distribution=distribution, seed=11))
    cases += [initializer_case("VarianceScaling", (5, 2)), initializer_case("RandomNormal", (3, 4)),
              initializer_case("RandomNormal", (3, 4), mean=0.5, stddev=0.02, seed=3),
              initializer_case("RandomUniform", (3, 4)),
              initializer_case("RandomUniform", (3, 4), minval=-0.2, maxval=1.1, seed=3),
              initializer_case("TruncatedNormal", (3, 4)),
              initializer_case("TruncatedNormal", (3, 4), mean=-1.0, stddev=0.3, seed=2**31),
              initializer_case("Zeros", (2, 2)), initializer_case("Ones", (2, 2)), initializer_case("Constant", (3,)),
              initializer_case("Constant", (2, 2), value=0.1), initializer_case("Identity", (2, 3)),
              initializer_case("Identity", (3, 2), gain=0.7)]
    cases += [initializer_case("Orthogonal", shape) for shape in ((4, 4), (6, 3), (3, 6), (2, 3, 4, 5), (1, 1), (5, 1))]
    cases += [initializer_case("Orthogonal", (30, 30), gain=1.5, seed=4)]
    return cases


if __name__ == "__main__":
    common.write(
        __file__,
        numpy=numpy_cases(),
        python=[python_case(seed) for seed in (42, 0, 1, 2**32 - 1, 2**32, 1234567890123456789)],
        stateless=stateless_cases(),
        dropout=[dropout_case(*case) for case in ((0.4, 7, 150), (0.1, 1337, 20), (0.5, -7, 20), (0.25, 2**31 + 1, 20),
                                                  (0.0, 7, 4), (1.0, 7, 4))],
        initializers=initializer_cases(),
    )
