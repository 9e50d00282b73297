"""A small mnist.npz, deflated and of the types of the one that Keras distributes."""

import pathlib

import numpy as np

rows = np.arange(3 * 28 * 28) % 256
np.savez_compressed(
    pathlib.Path(__file__).parent / "mnist.npz",
    x_train=rows.astype("uint8").reshape(3, 28, 28),
    y_train=np.array([5, 0, 9], "uint8"),
    x_test=(255 - rows[: 2 * 28 * 28]).astype("uint8").reshape(2, 28, 28),
    y_test=np.array([1, 2], "uint8"),
)
