"""Models with a layer as the activation of another one, and what they predict.

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


def array(values):
    """As tests/support/golden_json.hpp reads it."""
    return {"shape": list(values.shape), "data": values.astype("float64").ravel().tolist()}


ACTIVATIONS = [layers.LeakyReLU(0.3), layers.ReLU(2.0, 0.1, 0.2), layers.ELU(0.5)]

keras.utils.set_random_seed(5)
model = keras.Sequential([layers.Input((6,))])
for activation in ACTIVATIONS:
    model.add(layers.Dense(5, activation=activation))
model.add(layers.Activation(layers.Softmax()))
model.set_weights([np.random.uniform(-1, 1, w.shape) for w in model.get_weights()])
x = np.random.uniform(-3, 3, (4, 6)).astype("float32")
here = os.path.dirname(os.path.abspath(__file__))
model.save(os.path.join(here, "model" + ending))
with open(os.path.join(here, f"{which}.json"), "w") as file:
    json.dump({"x": array(x), "y": array(model.predict(x, verbose=0))}, file)
