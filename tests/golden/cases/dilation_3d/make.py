"""A Conv3DTranspose with a dilation_rate, which Keras 2 ignores.

    python3 make.py   # tf-keras 2.21 makes the model and its answers
"""
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import numpy as np
import tf_keras as keras

layers = keras.layers


def array(values):
    """As tests/support/golden_json.hpp reads it."""
    return {"shape": list(values.shape), "data": values.astype("float64").ravel().tolist()}


keras.utils.set_random_seed(8)
model = keras.Sequential([layers.Input((2, 3, 2, 1)), layers.Conv3DTranspose(2, 2, padding="same", dilation_rate=2)])
x = np.random.uniform(-1, 1, (2, 2, 3, 2, 1)).astype("float32")
here = os.path.dirname(os.path.abspath(__file__))
model.save(os.path.join(here, "model.tf_keras.h5"))
with open(os.path.join(here, "tf_keras.json"), "w") as file:
    json.dump({"x": array(x), "y": array(model.predict(x, verbose=0))}, file)
