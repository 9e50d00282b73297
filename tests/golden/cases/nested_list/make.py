"""A functional model with a Sequential one in it, whose config is made the list that Keras wrote up to 2.2.2.

    python3 make.py   # tf-keras 2.21 makes the model and its weights
"""
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import h5py
import numpy as np
import tf_keras as keras

layers = keras.layers

def array(values):
    """As tests/support/golden_json.hpp reads it."""
    return {"shape": list(values.shape), "data": values.astype("float64").ravel().tolist()}


keras.utils.set_random_seed(8)
inner = keras.Sequential([layers.Dense(3, activation="relu", input_shape=(2,)), layers.Dense(4)],
                         name="sequential_1")
i = layers.Input((2,), name="i")
model = keras.Model(i, layers.Dense(2, name="end")(inner(i)), name="m")
model.set_weights([np.random.uniform(-1, 1, w.shape) for w in model.get_weights()])
x = np.random.uniform(-1, 1, (3, 2)).astype("float32")
here = os.path.dirname(os.path.abspath(__file__))
path = os.path.join(here, "model.h5")
model.save(path)
with h5py.File(path, "a") as file:
    config = json.loads(file.attrs["model_config"])
    config["class_name"] = "Model"
    for layer in config["config"]["layers"]:
        if layer["class_name"] == "Sequential":
            layer["config"] = [one for one in layer["config"]["layers"] if one["class_name"] != "InputLayer"]
    file.attrs["model_config"] = json.dumps(config)
    file.attrs["keras_version"] = "2.1.6"
with open(os.path.join(here, "model.json"), "w") as file:
    json.dump({"x": array(x), "y": array(model.predict(x, verbose=0))}, file)
