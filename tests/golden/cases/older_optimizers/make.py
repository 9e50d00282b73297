"""Writes models that the optimizers of Keras before 2.11 trained for 5 steps, and their weights after 5 more in the Keras
that loads the file again: `python make.py keras 2.3.1` with standalone Keras 2.3.1 (and 2.2.4) on TensorFlow 1.15,
`python make.py tensorflow.keras 2.4` with TensorFlow 2.4, 2.10 and 2.15, where they are `optimizers.legacy`.
<version>.zip holds the files, <version>.json the numbers, of which none is random.

Standalone Keras reads the count of steps before or after it is moved on, as TensorFlow happens to run: 2.2.4 in Adam and
Adamax before, 2.3.1 after; with a decay this changes from run to run, so that only tf.keras has such cases here. With 2.2.4
all numbers do, so that of it the files alone are kept."""

import importlib
import json
import pathlib
import sys
import tempfile
import zipfile

import numpy as np

HERE = pathlib.Path(__file__).parent
STEPS = 5
keras = importlib.import_module(sys.argv[1])
version = sys.argv[2]
standalone = sys.argv[1] == "keras"


def cases():
    o = keras.optimizers
    o = o.legacy if not standalone and hasattr(getattr(o, "legacy", None), "SGD") else o
    found = {
        "sgd": o.SGD(0.1),
        "sgd_momentum": o.SGD(0.1, momentum=0.9, nesterov=True),
        "adam": o.Adam(0.02, beta_1=0.5, clipnorm=0.1),
        "amsgrad": o.Adam(0.02, amsgrad=True, beta_2=0.9),
        "rmsprop": o.RMSprop(0.01),
        "adagrad": o.Adagrad(0.1),
        "adadelta": o.Adadelta(1.0),
        "adamax": o.Adamax(0.02),
        "nadam": o.Nadam(0.02),
    }
    if not standalone:
        found["sgd_decay"] = o.SGD(0.1, momentum=0.5, decay=0.1)
        found["adam_decay"] = o.Adam(0.02, decay=0.1)
        found["rmsprop_everything"] = o.RMSprop(0.01, momentum=0.5, centered=True)
    return found


def make():
    layers = keras.layers
    model = keras.models.Sequential(
        [layers.Dense(3, activation="tanh", input_shape=(3,), name="first"), layers.Dense(2, name="second")]
    )
    model.set_weights([0.6 * np.cos(np.arange(w.size) * 0.9 + i).reshape(w.shape) for i, w in
                       enumerate(model.get_weights())])
    return model


def batch(step):
    x = np.sin(np.arange(12) * 0.7 + step).reshape(4, 3)
    y = np.cos(np.arange(8) * 1.1 + step).reshape(4, 2)
    return x.astype("float32"), y.astype("float32")


def train(model, first, last):
    for step in range(first, last):
        model.train_on_batch(*batch(step))
    return [w.ravel().tolist() for w in model.get_weights()]


expected = {}
with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(str(HERE / (version + ".zip")), "w") as archive:
    for name, optimizer in cases().items():
        model = make()
        model.compile(optimizer=optimizer, loss="mean_squared_error")
        train(model, 0, STEPS)
        file = folder + "/" + name + ".h5"
        model.save(file)
        with open(file, "rb") as stream:
            archive.writestr(zipfile.ZipInfo(name + ".h5"), stream.read(), zipfile.ZIP_DEFLATED)
        expected[name] = train(keras.models.load_model(file), STEPS, 2 * STEPS)
        unbroken = train(model, STEPS, 2 * STEPS)
        apart = max(abs(a - b) for u, w in zip(unbroken, expected[name]) for a, b in zip(u, w))
        print(name, "in the same process: %.1e apart" % apart)
data = [[a.ravel().tolist() for a in batch(step)] for step in range(2 * STEPS)]
result = {"library": sys.argv[1] + " " + version, "batches": data, "weights": expected}
(HERE / (version + ".json")).write_text(json.dumps(result) + "\n")
