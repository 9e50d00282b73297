"""What the scripts of GANs share: the lines of tutorials, in the form that Keras 3.15 needs, and the digits."""

import pathlib

import common  # noqa: F401, chooses the backend
import numpy as np
from keras import Sequential
from numpy.random import randn

DIGITS = pathlib.Path(__file__).parents[2] / "src/datasets/digits_data.inc"


def load_digits():
    """A line is a quote, 64 pixels from 0 to g, and a label: digits.py wrote them."""
    lines = DIGITS.read_text().splitlines()
    pixels = [["0123456789abcdefg".index(c) for c in line[1:65]] for line in lines]
    labels = np.array([int(line[65]) for line in lines], "float32")
    return np.array(pixels, "float32").reshape(-1, 8, 8, 1) / 8.0 - 1.0, labels


def generate_latent_points(latent_dim, n):
    return randn(latent_dim * n).reshape(n, latent_dim)


def generate_fake_samples(generator, latent_dim, n):
    return generator.predict(generate_latent_points(latent_dim, n), verbose=0), np.zeros((n, 1))


def loss_of_batch(model, x, y):
    """train_on_batch() would return the mean over all batches so far, and look again at what trains for another type."""
    model.reset_metrics()
    x = [array.astype("float32") for array in x] if isinstance(x, list) else x.astype("float32")
    loss = model.train_on_batch(x, y.astype("float32"))
    return loss[0] if isinstance(loss, (list, tuple)) else loss


def define_gan(generator, discriminator, optimizer):
    """To be called after the discriminator's first step: Keras 3.15 fixes at a model's first step what it trains."""
    discriminator.trainable = False
    model = Sequential([generator, discriminator])
    model.compile(optimizer=optimizer, loss="binary_crossentropy")
    return model
