"""Writes .h5 files of partly frozen nested models, and what these predict: `python make.py k221` with tf-keras 2.21,
`python make.py k315` with Keras 3.15.1. The former's weights come in the order of what trains first. Then copies whose lists
of layers and weights are in other orders (h5py 3.14). No random number is used: the weights are numbered."""

import json
import pathlib
import shutil
import sys

import h5py
import numpy as np

HERE = pathlib.Path(__file__).parent
label = sys.argv[1]
if label == "k221":
    import tf_keras as keras
else:
    import keras
layers = keras.layers


def dense(name=None, frozen=False):
    return layers.Dense(3, activation="tanh", name=name, trainable=not frozen)


def model_of(name, *chain):
    return keras.Sequential([keras.Input((3,))] + list(chain), name=name)


def frozen():
    return model_of("top", dense("stem"), model_of("base", dense("b1", True), dense("b2"), dense("b3")), dense("head"))


def automatic():
    """The same with names that Keras gives."""
    return model_of("top", dense(), model_of("base", dense(frozen=True), dense(), dense()), dense())


def normalized():
    norm = layers.BatchNormalization
    base = model_of("base", dense("b1", True), norm(name="n1"), dense("b2"), norm(name="n2", trainable=False))
    return model_of("top", base, dense("head"))


def nested_twice():
    inner = model_of("inner", dense("b1", True), dense("b2"))
    return model_of("top", model_of("base", inner, dense("b3", True), dense("b4")), dense("head"))


def repeated_names():
    """Two nested models whose layers are called the same; Keras 2 cannot write this."""
    first = model_of("first", dense("a", True), dense("b"))
    return model_of("top", model_of("base", first, model_of("second", dense("a"), dense("b", True))), dense("head"))


def number(model):
    values = []
    for i, value in enumerate(model.get_weights()):
        count = int(np.prod(value.shape))
        values.append((((np.arange(count) * 7 + 3 * i) % 23 + 1) / 32).reshape(value.shape))
    model.set_weights(values)


def reordered(source, name, change):
    shutil.copy(HERE / source, HERE / name)
    with h5py.File(HERE / name, "r+") as file:
        change(file["model_weights"])


def turn(group, attribute):
    group.attrs[attribute] = group.attrs[attribute][::-1]


answers = {}
for make in [frozen, automatic, normalized, nested_twice] + ([repeated_names] if label == "k315" else []):
    keras.backend.clear_session()
    model = make()
    number(model)
    x = np.arange(1, 7, dtype="float32").reshape(2, 3) / 8
    y = model.predict(x, verbose=0)
    model.save(HERE / f"{make.__name__}.{label}.h5")
    answers[make.__name__] = {
        "params": model.count_params(),
        "x": x.ravel().tolist(),
        "x_shape": x.shape,
        "y": y.ravel().tolist(),
        "y_shape": y.shape,
    }
if label == "k221":
    reordered("frozen.k221.h5", "layers_turned.h5", lambda group: turn(group, "layer_names"))
    reordered("automatic.k221.h5", "automatic_turned.h5", lambda group: turn(group, "layer_names"))
    reordered("frozen.k221.h5", "weights_turned.h5", lambda group: [turn(group[name], "weight_names") for name in group])
(HERE / f"answers.{label}.json").write_text(json.dumps(answers) + "\n")
