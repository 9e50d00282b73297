"""examples/conditional_gan.cpp in Python: writes conditional_gan.txt, the first 20 lines that it prints."""

import pathlib

import gan_log
import keras
import numpy as np
import tensorflow as tf
from gan_log import generate_latent_points, load_digits, loss_of_batch
from keras import Input, Model
from keras.layers import Concatenate, Conv2D, Conv2DTranspose, Dense, Dropout, Embedding, Flatten, LeakyReLU, Reshape
from numpy.random import randint

LATENT_DIM, BATCH, LINES = 32, 64, 20


class Adam(keras.optimizers.Adam):
    """For a label that occurs more than once in a batch, Keras 3 on TensorFlow squares each of its gradients in an
    Embedding, then adds up. Keras 2 adds up first; so does this class."""

    def apply(self, grads, trainable_variables=None):
        super().apply([tf.convert_to_tensor(grad) for grad in grads], trainable_variables)


def channel(label, rows, columns):
    x = Embedding(10, 50)(label)
    x = Dense(rows * columns)(x)
    return Reshape((rows, columns, 1))(x)


def define_discriminator():
    image, label = Input((8, 8, 1)), Input((1,))
    x = Concatenate()([image, channel(label, 8, 8)])
    for filters in (64, 128):
        x = Conv2D(filters, (3, 3), strides=(2, 2), padding="same")(x)
        x = LeakyReLU(0.2)(x)
        x = Dropout(0.25)(x)
    x = Flatten()(x)
    model = Model([image, label], Dense(1, activation="sigmoid")(x))
    model.compile(Adam(learning_rate=2e-3, beta_1=0.5), loss="binary_crossentropy")
    return model


def define_generator():
    point, label = Input((LATENT_DIM,)), Input((1,))
    x = Dense(64 * 2 * 2)(point)
    x = LeakyReLU(0.2)(x)
    x = Reshape((2, 2, 64))(x)
    x = Concatenate()([x, channel(label, 2, 2)])
    for filters in (64, 32):
        x = Conv2DTranspose(filters, (4, 4), strides=(2, 2), padding="same")(x)
        x = LeakyReLU(0.2)(x)
    return Model([point, label], Conv2D(1, (3, 3), padding="same", activation="tanh")(x))


def define_gan(generator, discriminator):
    discriminator.trainable = False
    gan = Model(generator.inputs, discriminator([generator.output, generator.inputs[1]]))
    gan.compile(Adam(learning_rate=1e-3, beta_1=0.5), loss="binary_crossentropy")
    return gan


def train(generator, discriminator, images, labels):
    gan, bat_per_epo, half_batch = None, len(images) // BATCH, BATCH // 2
    y = np.vstack((np.ones((half_batch, 1)), np.zeros((half_batch, 1))))
    for i in range(LINES):
        rows = randint(0, len(images), half_batch)
        label = labels[rows]
        fake = generator.predict([generate_latent_points(LATENT_DIM, half_batch), label], verbose=0)
        both = [np.concatenate((images[rows], fake)), np.concatenate((label, label))]
        d_loss = loss_of_batch(discriminator, both, y)
        gan = gan or define_gan(generator, discriminator)
        points = generate_latent_points(LATENT_DIM, BATCH)
        g_loss = loss_of_batch(gan, [points, randint(0, 10, BATCH)], np.ones((BATCH, 1)))
        yield ">%d, %d/%d, d=%.3f, g=%.3f\n" % (i // bat_per_epo + 1, i % bat_per_epo + 1, bat_per_epo, d_loss, g_loss)


keras.utils.set_random_seed(1)
discriminator = define_discriminator()
generator = define_generator()
lines = train(generator, discriminator, *load_digits())
pathlib.Path(__file__).with_suffix(".txt").write_text("".join(lines))
