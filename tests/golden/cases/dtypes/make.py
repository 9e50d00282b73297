"""Models of other types of numbers than float32, compiled, and what they predict.

    python3 make.py keras      # Keras 3.15.1
    python3 make.py tf_keras   # tf-keras 2.21
"""
import importlib
import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import numpy as np

which = sys.argv[1]
keras = importlib.import_module(which)
layers = keras.layers
ending = ".keras" if which == "keras" else ".tf_keras.h5"
here = os.path.dirname(os.path.abspath(__file__))
set_policy = getattr(keras.mixed_precision, "set_dtype_policy", keras.mixed_precision.set_global_policy)


def array(values):
    """As tests/support/golden_json.hpp reads it."""
    return {"shape": list(values.shape), "data": values.astype("float64").ravel().tolist()}


answers = {}
for policy in ["float64", "mixed_float16"] if which == "keras" else ["float16", "mixed_float16"]:
    set_policy(policy)
    keras.utils.set_random_seed(7)
    model = keras.Sequential([
        layers.Input((3,)),
        layers.Dense(4, activation="relu"),
        layers.BatchNormalization(),
        layers.Dense(2, dtype="float32"),
    ])
    model.set_weights([np.random.uniform(0.1, 1, w.shape) for w in model.get_weights()])
    model.compile("sgd", "mean_squared_error")
    x = np.random.uniform(-1, 1, (4, 3)).astype("float32")
    y = model.predict(x, verbose=0)
    model.train_on_batch(x, y)
    y = model.predict(x, verbose=0)
    model.save(os.path.join(here, policy + ending))
    answers[policy] = {"x": array(x), "y": array(y)}
with open(os.path.join(here, f"{which}.json"), "w") as file:
    json.dump(answers, file)
