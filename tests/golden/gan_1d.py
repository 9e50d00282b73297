"""examples/gan_1d.cpp in Python: writes gan_1d.txt, the first 100 lines that it prints."""

import pathlib

import gan_log
import keras
import numpy as np
from gan_log import generate_fake_samples, generate_latent_points, loss_of_batch
from keras.layers import Dense
from numpy.random import rand

LATENT_DIM, STEPS, BATCH = 5, 100, 128


def define_discriminator():
    model = keras.Sequential()
    model.add(keras.Input((2,)))
    model.add(Dense(25, activation="relu", kernel_initializer="he_uniform"))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model


def define_generator():
    model = keras.Sequential()
    model.add(keras.Input((LATENT_DIM,)))
    model.add(Dense(15, activation="relu", kernel_initializer="he_uniform"))
    model.add(Dense(2, activation="linear"))
    return model


def generate_real_samples(n):
    x = rand(n, 1) - 0.5
    return np.hstack((x, x * x)), np.ones((n, 1))


def train(generator, discriminator):
    gan, half_batch = None, BATCH // 2
    for step in range(1, STEPS + 1):
        x_real, y_real = generate_real_samples(half_batch)
        x_fake, y_fake = generate_fake_samples(generator, LATENT_DIM, half_batch)
        d_loss1 = loss_of_batch(discriminator, x_real, y_real)
        gan = gan or gan_log.define_gan(generator, discriminator, "adam")
        d_loss2 = loss_of_batch(discriminator, x_fake, y_fake)
        g_loss = loss_of_batch(gan, generate_latent_points(LATENT_DIM, BATCH), np.ones((BATCH, 1)))
        yield ">%d, d1=%.3f, d2=%.3f, g=%.3f\n" % (step, d_loss1, d_loss2, g_loss)


keras.utils.set_random_seed(1)
discriminator = define_discriminator()
generator = define_generator()
pathlib.Path(__file__).with_suffix(".txt").write_text("".join(train(generator, discriminator)))
