"""A conditional GAN of the digits as tutorials write it: writes conditional_gan_tutorial.txt, the first 20 lines that it prints.

tests/models/test_conditional_gan.cpp is the same in C++.
"""

import pathlib

import common  # noqa: F401, chooses the backend
import keras
import numpy as np
from keras import Input, Model
from keras.layers import Concatenate, Conv2D, Conv2DTranspose, Dense, Dropout, Embedding, Flatten, LeakyReLU, Reshape
from keras.optimizers import Adam
from numpy.random import randint, randn

DIGITS = pathlib.Path(__file__).parents[2] / "src/datasets/digits_data.inc"
LATENT_DIM, BATCH, LINES = 16, 64, 20


def define_discriminator():
    in_label = Input(shape=(1,))
    li = Embedding(10, 50)(in_label)
    li = Dense(8 * 8)(li)
    li = Reshape((8, 8, 1))(li)
    in_image = Input(shape=(8, 8, 1))
    fe = Concatenate()([in_image, li])
    fe = Conv2D(32, (3, 3), strides=(2, 2), padding="same")(fe)
    fe = LeakyReLU(0.2)(fe)
    fe = Conv2D(32, (3, 3), strides=(2, 2), padding="same")(fe)
    fe = LeakyReLU(0.2)(fe)
    fe = Flatten()(fe)
    fe = Dropout(0.4)(fe)
    model = Model([in_image, in_label], Dense(1, activation="sigmoid")(fe))
    model.compile(Adam(learning_rate=2e-3, beta_1=0.5), loss="binary_crossentropy", metrics=["accuracy"])
    return model


def define_generator():
    in_label = Input(shape=(1,))
    li = Embedding(10, 50)(in_label)
    li = Dense(2 * 2)(li)
    li = Reshape((2, 2, 1))(li)
    in_lat = Input(shape=(LATENT_DIM,))
    gen = Dense(32 * 2 * 2)(in_lat)
    gen = LeakyReLU(0.2)(gen)
    gen = Reshape((2, 2, 32))(gen)
    gen = Concatenate()([gen, li])
    gen = Conv2DTranspose(32, (4, 4), strides=(2, 2), padding="same")(gen)
    gen = LeakyReLU(0.2)(gen)
    gen = Conv2DTranspose(16, (4, 4), strides=(2, 2), padding="same")(gen)
    gen = LeakyReLU(0.2)(gen)
    return Model([in_lat, in_label], Conv2D(1, (3, 3), activation="tanh", padding="same")(gen))


def define_gan(generator, discriminator):
    """To be called after the discriminator's first step: Keras 3.15 fixes at a model's first step what it trains."""
    discriminator.trainable = False
    gen_noise, gen_label = generator.input
    gan_output = discriminator([generator.output, gen_label])
    model = Model([gen_noise, gen_label], gan_output)
    model.compile(Adam(learning_rate=1e-3, beta_1=0.5), loss="binary_crossentropy")
    return model


def load_real_samples():
    """A line is a quote, 64 pixels from 0 to g, and a label: digits.py wrote them."""
    lines = DIGITS.read_text().splitlines()
    pixels = [["0123456789abcdefg".index(c) for c in line[1:65]] for line in lines]
    labels = [int(line[65]) for line in lines]
    return np.array(pixels, "float32").reshape(-1, 8, 8, 1) / 8.0 - 1.0, np.array(labels)


def generate_latent_points(n):
    return [randn(LATENT_DIM * n).reshape(n, LATENT_DIM), randint(0, 10, n)]


def loss_of_batch(model, x, y):
    """train_on_batch() would return the mean over all batches so far, and look again at what trains for another type."""
    model.reset_metrics()
    loss = model.train_on_batch([one.astype("float32") for one in x], y.astype("float32"))
    return loss[0] if isinstance(loss, (list, tuple)) else loss


def train(generator, discriminator, images, labels):
    gan, half_batch = None, BATCH // 2
    for i in range(LINES):
        ix = randint(0, images.shape[0], half_batch)
        d_loss1 = loss_of_batch(discriminator, [images[ix], labels[ix]], np.ones((half_batch, 1)))
        gan = gan or define_gan(generator, discriminator)
        points = generate_latent_points(half_batch)
        fake = generator.predict(points, verbose=0)
        d_loss2 = loss_of_batch(discriminator, [fake, points[1]], np.zeros((half_batch, 1)))
        g_loss = loss_of_batch(gan, generate_latent_points(BATCH), np.ones((BATCH, 1)))
        yield ">%d, d1=%.3f, d2=%.3f, g=%.3f\n" % (i + 1, d_loss1, d_loss2, g_loss)


keras.utils.set_random_seed(1)
discriminator = define_discriminator()
generator = define_generator()
pathlib.Path(__file__).with_suffix(".txt").write_text("".join(train(generator, discriminator, *load_real_samples())))
