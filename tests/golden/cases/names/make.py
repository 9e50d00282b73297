"""Models whose layers have names with "/", as Keras 2 allowed, and what they predict: `python make.py` with
tf-keras 2.21. chain.h5 and chain.keras hold a functional model with a Sequential inside, all three named so; two names
differ in the "/" alone."""

import pathlib

import numpy as np
import tf_keras as keras
from tf_keras import layers

HERE = pathlib.Path(__file__).parent

keras.utils.set_random_seed(1)
block = keras.Sequential([layers.Dense(3, activation="tanh", name="block/dense"), layers.BatchNormalization(name="block/bn")],
                         name="stage/1")
start = layers.Input((4,), name="in/put")
hidden = layers.Dense(4, name="stage_1")(start)
hidden = block(hidden)
model = keras.Model(start, layers.Dense(2, name="out/put")(hidden), name="a/b")
model.compile("sgd", "mse")
x = np.random.default_rng(1).normal(size=(8, 4)).astype("float32")
model.fit(x, x[:, :2], epochs=2, verbose=0)
model.save(HERE / "chain.h5", include_optimizer=False)
model.save(HERE / "chain.keras")
model.save_weights(HERE / "chain_weights.h5")
np.save(HERE / "x.npy", x)
np.save(HERE / "y.npy", model.predict(x, verbose=0))
