"""Models with hard_sigmoid, which is another function in Keras 2 than in Keras 3, what they predict and its
gradient.

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
import tensorflow as tf

which = sys.argv[1]
keras = importlib.import_module(which)
layers = keras.layers
endings = [".keras"] if which == "keras" else [".tf_keras.keras", ".tf_keras.h5"]


def array(values):
    """As tests/support/golden_json.hpp reads it."""
    return {"shape": list(values.shape), "data": values.astype("float64").ravel().tolist()}


keras.utils.set_random_seed(6)
model = keras.Sequential([
    layers.Input((3,), name="hard_sigmoid_input"),
    layers.Dense(4, activation="hard_sigmoid"),
    layers.Dense(4),
    layers.Activation("hard_sigmoid", name="hard_sigmoid"),
])
model.set_weights([np.random.uniform(-3, 3, w.shape) for w in model.get_weights()])
x = np.random.uniform(-1, 1, (5, 3)).astype("float32")
points = tf.constant([-4.0, -2.5, -2.4, 0.0, 1.0, 2.5, 2.75, 4.0])
with tf.GradientTape() as tape:
    tape.watch(points)
    values = keras.activations.hard_sigmoid(points)
gradients = tape.gradient(values, points)
here = os.path.dirname(os.path.abspath(__file__))
for ending in endings:
    model.save(os.path.join(here, "model" + ending))
with open(os.path.join(here, f"{which}.json"), "w") as file:
    json.dump({"x": array(x), "y": array(model.predict(x, verbose=0)), "points": array(points.numpy()),
               "values": array(values.numpy()), "gradients": array(gradients.numpy())}, file)
