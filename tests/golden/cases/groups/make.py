"""Writes models whose layers' groups in a file are named and counted in the ways of different versions of Keras, and what
they predict: `python make.py LABEL`, with a Python that has that Keras. The labels here are k213, k214 and k215 (tf.keras
of TensorFlow 2.13.1, 2.14.1 and 2.15.1), k221 (tf-keras 2.21), k30 (Keras 3.0.5) and k315 (Keras 3.15.1). No random
number is used: the weights are numbered, and all answer the same."""

import json
import ntpath
import pathlib
import sys
import unittest.mock

import numpy as np

HERE = pathlib.Path(__file__).parent
label = sys.argv[1]
if label == "k221":
    import tf_keras as keras
elif label.startswith("k2"):
    from tensorflow import keras
else:
    import keras
layers = keras.layers


def functional(name, inputs, *chain):
    x = start = keras.Input((inputs,), name=name + "_in")
    for layer in chain:
        x = layer(x)
    return keras.Model(start, x, name=name)


def sequential(name, inputs, *chain):
    return keras.Sequential([keras.Input((inputs,))] + list(chain), name=name)


def counted():
    """Layers of one class, with others that have no weights, or two kinds of weights, between."""
    return sequential(
        "counted",
        2,
        layers.Dense(3, name="a"),
        layers.Dropout(0.5),
        layers.BatchNormalization(name="n"),
        layers.Dense(3, name="b"),
        layers.Dropout(0.5),
        layers.Dense(3, name="c"),
        layers.BatchNormalization(name="m"),
        layers.Dense(3, use_bias=False, name="d"),
    )


def sequential_of_functional():
    return sequential(
        "outer",
        2,
        functional("one", 2, layers.Dense(3), layers.Dense(3)),
        functional("two", 3, layers.Dense(3), layers.Dense(3)),
    )


def mixed():
    """Siblings of both classes, all of the same shapes."""
    return functional(
        "outer",
        3,
        sequential("s1", 3, layers.Dense(3)),
        functional("f1", 3, layers.Dense(3)),
        layers.Dense(3),
        functional("f2", 3, layers.Dense(3)),
        sequential("s2", 3, layers.Dense(3)),
    )


def without_weights():
    """A nested model without weights, which Keras 2.13 counts once, between two that have them."""
    return sequential(
        "outer",
        3,
        sequential("first", 3, layers.Dense(3)),
        sequential("second", 3, layers.Dropout(0.5)),
        sequential("third", 3, layers.Dense(3)),
    )


def nested_twice():
    return functional(
        "outer",
        3,
        functional("middle", 3, functional("inner", 3, layers.Dense(3)), sequential("tail", 3, layers.Dense(3))),
        functional("end", 3, layers.Dense(3)),
    )


def number(model):
    values = []
    for i, value in enumerate(model.get_weights()):
        count = int(np.prod(value.shape))
        values.append((((np.arange(count) * 7 + 3 * i) % 23 + 1) / 16).reshape(value.shape))
    model.set_weights(values)


answers = {}
for make in [counted, sequential_of_functional, mixed, without_weights, nested_twice]:
    keras.backend.clear_session()
    model = make()
    number(model)
    x = np.arange(1, 1 + 2 * model.input_shape[1], dtype="float32").reshape(2, -1) / 4
    y = model.predict(x, verbose=0)
    model.save(HERE / f"{make.__name__}.{label}.keras")
    model.save_weights(HERE / f"{make.__name__}.{label}.weights.h5")
    if label in ["k213", "k215"]:  # as on Windows, which joins names with back slashes
        with unittest.mock.patch("tensorflow.compat.v2.io.gfile.join", ntpath.join):
            model.save_weights(HERE / f"{make.__name__}.{label}windows.weights.h5")
    answers[make.__name__] = {
        "params": model.count_params(),
        "x": x.ravel().tolist(),
        "x_shape": x.shape,
        "y": y.ravel().tolist(),
        "y_shape": y.shape,
    }
(HERE / "answers.json").write_text(json.dumps(answers) + "\n")
