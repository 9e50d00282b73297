"""Functional models whose layers are called with training=True or False, what they predict, and what they become
when they are trained.

    python3 make.py   # tf-keras 2.21; Keras 2.13 answers the same
"""
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import numpy as np
import tf_keras as keras

layers = keras.layers
here = os.path.dirname(os.path.abspath(__file__))


def array(values):
    """As tests/support/golden_json.hpp reads it."""
    return {"shape": list(values.shape), "data": values.astype("float64").ravel().tolist()}


def chain(layer, training):
    i = layers.Input((3,), name="i")
    x = layers.Dense(4, name="first")(i)
    x = layer(x, training=training)
    return keras.Model(i, layers.Dense(2, name="last")(x), name="m")


def base():
    return keras.Sequential([layers.Dense(5, input_shape=(4,)), layers.BatchNormalization(momentum=0.5),
                             layers.Dropout(0.5, seed=3)], name="base")


CASES = {
    "normalized_true": lambda: chain(layers.BatchNormalization(momentum=0.5), True),
    "normalized_false": lambda: chain(layers.BatchNormalization(momentum=0.5), False),
    "dropped_false": lambda: chain(layers.Dropout(0.5, seed=3), False),
    "nested_false": lambda: chain(base(), False),
    "frozen_true": lambda: chain(layers.BatchNormalization(momentum=0.5, trainable=False), True),
}

rng = np.random.default_rng(11)
x, y = (rng.uniform(-1, 1, shape).astype("float32") for shape in ((6, 3), (6, 2)))
answers = {"x": array(x), "y": array(y)}
for name, make in CASES.items():
    model = make()
    model.set_weights([rng.uniform(0.1, 1, w.shape).astype("float32") for w in model.get_weights()])
    model.save(os.path.join(here, f"{name}.h5"))
    predicted = model.predict(x, verbose=0)
    model = keras.models.load_model(os.path.join(here, f"{name}.h5"))
    model.compile(keras.optimizers.SGD(0.05), "mean_squared_error")
    losses = model.fit(x, y, batch_size=3, epochs=2, shuffle=False, verbose=0).history["loss"]
    answers[name] = {"predicted": array(predicted), "losses": losses,
                     "weights": [array(w) for w in model.get_weights()]}

mc = chain(layers.Dropout(0.5, seed=3), True)
mc.save(os.path.join(here, "dropped_true.h5"))
with open(os.path.join(here, "tf_keras.json"), "w") as file:
    json.dump(answers, file)
