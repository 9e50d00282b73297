"""The order in which fit() takes its samples, and where a shuffled fit() ends: writes fit_order.json."""

import common
import keras
import numpy as np
import tensorflow as tf

SEEDS = (0, 1, 42, 2**31 - 1, 2**32 - 1)
SIZES = (1, 2, 3, 10, 37)
EPOCHS = 3


class Recorder(keras.layers.Layer):
    """Hands its inputs on and remembers them."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def call(self, x):
        tf.py_function(lambda values: self.seen.extend(int(v) for v in values.numpy().ravel()), [x], [])
        return x


def order_case(seed, count):
    """Each epoch's order, in two calls of fit()."""
    recorder = Recorder()
    model = keras.Sequential([keras.Input((1,)), recorder, keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    x = np.arange(count, dtype="float32")[:, None]
    keras.utils.set_random_seed(seed)
    for epochs in (EPOCHS - 1, 1):
        model.fit(x, np.zeros((count, 1)), batch_size=4, epochs=epochs, verbose=0)
    orders = np.array(recorder.seen).reshape(EPOCHS, count)
    return {"name": f"{seed} {count}", "seed": seed, "count": count, "orders": orders.tolist()}


def weights(model):
    return [np.array(w) for w in model.get_weights()]


def training_case(seed):
    """Everything random comes from the seed: weights, masks of Dropout, order."""
    rng = common.generator(f"fit order {seed}")
    x, y = common.normal(rng, (23, 4)), common.normal(rng, (23, 2))
    keras.utils.set_random_seed(seed)
    layers = [keras.layers.Dense(6, activation="tanh"), keras.layers.Dropout(0.25), keras.layers.Dense(2)]
    model = keras.Sequential([keras.Input((4,)), *layers])
    model.compile(keras.optimizers.Adam(0.01), loss="mse")
    history = model.fit(x, y, batch_size=5, epochs=EPOCHS, validation_split=0.2, verbose=0).history
    return {"name": str(seed), "seed": seed, "x": x, "y": y, "loss": history["loss"], "final": weights(model)}


common.write(
    __file__,
    orders=[order_case(seed, count) for seed in SEEDS for count in SIZES],
    trainings=[training_case(seed) for seed in (1, 42)],
)
