"""What gan_1d.py and digits_gan.py share: GAN tutorials' lines, in the form that Keras 3.15 needs."""

import common  # noqa: F401, chooses the backend
import numpy as np
from keras import Sequential
from numpy.random import randn


def generate_latent_points(latent_dim, n):
    return randn(latent_dim * n).reshape(n, latent_dim)


def generate_fake_samples(generator, latent_dim, n):
    return generator.predict(generate_latent_points(latent_dim, n), verbose=0), np.zeros((n, 1))


def loss_of_batch(model, x, y):
    """train_on_batch() would return the mean over all batches so far, and look again at what trains for another type."""
    model.reset_metrics()
    loss = model.train_on_batch(x.astype("float32"), y.astype("float32"))
    return loss[0] if isinstance(loss, (list, tuple)) else loss


def define_gan(generator, discriminator, optimizer):
    """To be called after the discriminator's first step: Keras 3.15 fixes at a model's first step what it trains."""
    discriminator.trainable = False
    model = Sequential([generator, discriminator])
    model.compile(optimizer=optimizer, loss="binary_crossentropy")
    return model
