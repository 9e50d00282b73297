"""Writes models that are not supported, as real Keras describes them.

    python3 make.py keras      # Keras 3.15.1
    python3 make.py tf_keras   # tf-keras 2.21
"""
import importlib
import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import tensorflow as tf

which = sys.argv[1]
keras = importlib.import_module(which)
layers, Input, Model = keras.layers, keras.layers.Input, keras.Model
is_keras3 = which == "keras"


class Mine(layers.Layer):
    """A user's layer."""

    def call(self, x):
        return x


def chain(*of_layers, shape=(4,)):
    x = i = Input(shape, name="i")
    for layer in of_layers:
        x = layer(x)
    return Model(i, x, name="m")


def quantized(mode):
    model = chain(layers.Dense(3, name="d"))
    model.quantize(mode)
    return model


def two_inputs():
    a, b = Input((4,), name="a"), Input((4,), name="b")
    return Model([a, b], layers.Add(name="sum")([a, b]), name="m")


def two_outputs():
    i = Input((4,), name="i")
    h = layers.Dense(4, name="h")(i)
    return Model(i, [layers.Dense(2, name="y")(h), h], name="m")


def named_inputs():
    i = Input((4,), name="i")
    return Model({"noise": i}, layers.Dense(2, name="y")(i), name="m")


def named_outputs():
    i = Input((4,), name="i")
    return Model(i, {"scores": layers.Dense(2, name="y")(i)}, name="m")


def branches():
    i = Input((4,), name="i")
    h = layers.Dense(4, name="h")(i)
    return Model(i, layers.Add(name="sum")([h, layers.Dense(4, name="g")(h)]), name="m")


def shared_input():
    i = Input((4,), name="i")
    h = layers.Dense(4, name="h")(i)
    layers.Dense(4, name="side")(h)
    return Model(i, [layers.Dense(2, name="y")(h), layers.Dense(2, name="z")(h)], name="m")


def called_twice():
    i = Input((4,), name="i")
    h = layers.Dense(4, name="h")
    return Model(i, h(h(i)), name="m")


def with_mask():
    i = Input((3, 4), name="i")
    x = layers.Dense(4, name="d")(i)
    return Model(i, layers.Softmax(name="s")(x, mask=tf.constant([True, True, False, True])), name="m")


def operation():
    i = Input((4,), name="i")
    return Model(i, layers.Dense(2, name="d")(i * 2.0), name="m")


def function():
    i = Input((4,), name="i")
    h = layers.Dense(6, name="d")(i)
    return Model(i, keras.ops.reshape(h, (-1, 3, 2)) if is_keras3 else tf.reshape(h, (-1, 3, 2)), name="m")


def slicing():
    i = Input((4,), name="i")
    return Model(i, layers.Dense(2, name="d")(i[:, :2]), name="m")


models = {
    "lstm": lambda: chain(layers.LSTM(2, name="lstm"), shape=(3, 4)),
    "bidirectional": lambda: chain(layers.Bidirectional(layers.LSTM(2), name="bi"), shape=(3, 4)),
    "lambda": lambda: chain(layers.Lambda(lambda x: x * 2, name="twice")),
    "mine": lambda: chain(Mine(name="mine")),
    "mask_zero": lambda: chain(layers.Embedding(5, 2, mask_zero=True, name="words")),
    "prelu_as_activation": lambda: chain(layers.Dense(3, activation=layers.PReLU(), name="d")),
    "two_inputs": two_inputs,
    "two_outputs": two_outputs,
    "named_inputs": named_inputs,
    "named_outputs": named_outputs,
    "branches": branches,
    "shared_input": shared_input,
    "called_twice": called_twice,
    "operation": operation,
    "function": function,
    "slicing": slicing,
}
if is_keras3:
    models.update({
        "int8": lambda: quantized("int8"),
        "int4": lambda: quantized("int4"),
        "float8": lambda: quantized("float8"),
        "with_mask": with_mask,
    })


def described(make):
    keras.backend.clear_session()
    keras.utils.set_random_seed(9)
    return json.loads(make().to_json())


def plain(config):
    if isinstance(config, dict):
        return {k: plain(v) for k, v in config.items() if k != "shared_object_id"}
    return [plain(v) for v in config] if isinstance(config, list) else config


here = os.path.dirname(os.path.abspath(__file__))
lines = [f'"{name}": {json.dumps(plain(described(make)))}' for name, make in models.items()]
with open(os.path.join(here, which + ".json"), "w") as file:
    file.write("{\n" + ",\n".join(lines) + "\n}\n")
