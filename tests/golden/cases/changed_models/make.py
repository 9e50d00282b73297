"""Has Keras 3.15.1 train models that were changed after compile(): `python make.py` writes changed_models.json. Before the
first step Keras trains the new layers too; after it, it goes on with the layers that were there. No number is random."""

import json
import pathlib

import keras
import numpy as np

L = keras.layers
X = np.sin(np.arange(12)).reshape(4, 3).astype("float32")
Y = np.cos(np.arange(8)).reshape(4, 2).astype("float32")


def train(change):
    model = keras.Sequential([L.Input((3,)), L.Dense(3, activation="tanh", name="a"), L.Dense(2, name="b")])
    model.compile(keras.optimizers.Adam(0.1), "mean_squared_error")
    change(model)
    model.set_weights([0.6 * np.cos(np.arange(w.size) * 0.9 + i).reshape(w.shape) for i, w in
                       enumerate(model.get_weights())])
    before = [w.ravel().tolist() for w in model.get_weights()]
    for _ in range(3):
        model.train_on_batch(X, Y)
    return {"before": before, "after": [w.ravel().tolist() for w in model.get_weights()],
            "iterations": int(model.optimizer.iterations)}


def replace(model):
    model.pop()
    model.add(L.Dense(2, activation="sigmoid", name="c"))


cases = {"added": train(lambda model: model.add(L.Dense(2, name="c"))), "replaced": train(replace)}
result = {"library": "keras " + keras.__version__, "batch": [X.ravel().tolist(), Y.ravel().tolist()], "cases": cases}
(pathlib.Path(__file__).parent / "changed_models.json").write_text(json.dumps(result) + "\n")
