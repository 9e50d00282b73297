"""examples/digits_gan.cpp in Python: writes digits_gan.txt, the first 100 lines that it prints."""

import pathlib

import gan_log
import keras
import numpy as np
from gan_log import generate_fake_samples, generate_latent_points, load_digits, loss_of_batch
from keras.layers import Conv2D, Conv2DTranspose, Dense, Dropout, Flatten, LeakyReLU, Reshape
from keras.optimizers import Adam
from numpy.random import randint

LATENT_DIM, BATCH, LINES = 32, 64, 100


def define_discriminator():
    model = keras.Sequential()
    model.add(keras.Input((8, 8, 1)))
    model.add(Conv2D(64, (3, 3), strides=(2, 2), padding="same"))
    model.add(LeakyReLU(0.2))
    model.add(Dropout(0.25))
    model.add(Conv2D(128, (3, 3), strides=(2, 2), padding="same"))
    model.add(LeakyReLU(0.2))
    model.add(Dropout(0.25))
    model.add(Flatten())
    model.add(Dense(1, activation="sigmoid"))
    model.compile(Adam(learning_rate=2e-3, beta_1=0.5), loss="binary_crossentropy", metrics=["accuracy"])
    return model


def define_generator():
    model = keras.Sequential()
    model.add(keras.Input((LATENT_DIM,)))
    model.add(Dense(64 * 2 * 2))
    model.add(LeakyReLU(0.2))
    model.add(Reshape((2, 2, 64)))
    model.add(Conv2DTranspose(64, (4, 4), strides=(2, 2), padding="same"))
    model.add(LeakyReLU(0.2))
    model.add(Conv2DTranspose(32, (4, 4), strides=(2, 2), padding="same"))
    model.add(LeakyReLU(0.2))
    model.add(Conv2D(1, (3, 3), padding="same", activation="tanh"))
    return model


def generate_real_samples(dataset, n):
    return dataset[randint(0, dataset.shape[0], n)], np.ones((n, 1))


def train(generator, discriminator, dataset):
    gan, bat_per_epo, half_batch = None, len(dataset) // BATCH, BATCH // 2
    generate_latent_points(LATENT_DIM, 100)  # those of the images
    for i in range(LINES):
        x_real, y_real = generate_real_samples(dataset, half_batch)
        x_fake, y_fake = generate_fake_samples(generator, LATENT_DIM, half_batch)
        d_loss = loss_of_batch(discriminator, np.vstack((x_real, x_fake)), np.vstack((y_real, y_fake)))
        gan = gan or gan_log.define_gan(generator, discriminator, Adam(learning_rate=1e-3, beta_1=0.5))
        g_loss = loss_of_batch(gan, generate_latent_points(LATENT_DIM, BATCH), np.ones((BATCH, 1)))
        yield ">%d, %d/%d, d=%.3f, g=%.3f\n" % (i // bat_per_epo + 1, i % bat_per_epo + 1, bat_per_epo, d_loss, g_loss)


keras.utils.set_random_seed(1)
discriminator = define_discriminator()
generator = define_generator()
pathlib.Path(__file__).with_suffix(".txt").write_text("".join(train(generator, discriminator, load_digits()[0])))
