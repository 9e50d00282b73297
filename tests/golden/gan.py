"""GANs trained as Keras 2 trains them: writes gan.json.

The discriminator is compiled, then made not trainable, then put into the GAN. In Keras 2 it still learns in its
own train_on_batch, and a step of the GAN moves the generator alone. Keras 3 no longer does that, so the steps
are written out here with GradientTape, each with an Adam of its own. BatchNormalization uses its batch's
statistics in the model that trains it; frozen, in the GAN, its moving statistics."""

import common
import keras
import numpy as np
import tensorflow as tf
from keras import layers

ROUNDS, HALF_BATCH, LATENT = 5, 4, 3
ADAM = {"learning_rate": 0.01, "beta_1": 0.5}


def dense_models():
    discriminator = keras.Sequential(
        [
            keras.Input((2,)),
            layers.Dense(6),
            layers.LeakyReLU(negative_slope=0.2),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    generator = keras.Sequential(
        [
            keras.Input((LATENT,)),
            layers.Dense(5, activation="tanh"),
            layers.Dense(2),
        ]
    )
    return discriminator, generator


def convolution_models():
    discriminator = keras.Sequential(
        [
            keras.Input((4, 6, 1)),
            layers.Conv2D(3, 3, strides=2, padding="same"),
            layers.LeakyReLU(negative_slope=0.2),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    generator = keras.Sequential(
        [
            keras.Input((LATENT,)),
            layers.Dense(12, use_bias=False),
            layers.BatchNormalization(),
            layers.LeakyReLU(negative_slope=0.2),
            layers.Reshape((2, 3, 2)),
            layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh"),
        ]
    )
    return discriminator, generator


def batch_norm_models():
    discriminator = keras.Sequential(
        [
            keras.Input((2,)),
            layers.Dense(6, use_bias=False),
            layers.BatchNormalization(momentum=0.8),
            layers.LeakyReLU(negative_slope=0.2),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    _, generator = dense_models()
    return discriminator, generator


def start_weight(rng, variable):
    if variable.name == "moving_variance":
        return common.uniform(rng, variable.shape, 0.5, 1.5)
    return common.normal(rng, variable.shape, 0.5)


def step(forward, variables, optimizer, x, label):
    """One train_on_batch: returns the loss before the update."""
    y_true = tf.fill((len(x), 1), float(label))
    with tf.GradientTape() as tape:
        loss = keras.losses.BinaryCrossentropy()(y_true, forward(x))
    optimizer.apply(tape.gradient(loss, [v.value for v in variables]), variables)
    return float(loss)


def weights(model):
    return [np.array(w) for w in model.get_weights()]


def compute(name, models):
    rng = common.generator(f"gan {name}")
    discriminator, generator = models()
    for model in (discriminator, generator):
        model.set_weights([start_weight(rng, w) for w in model.weights])
    start = {"discriminator": weights(discriminator), "generator": weights(generator)}
    d_adam, g_adam = keras.optimizers.Adam(**ADAM), keras.optimizers.Adam(**ADAM)
    d_variables, g_variables = discriminator.trainable_variables, generator.trainable_variables

    def d_forward(x):
        return discriminator(x, training=True)

    def gan_forward(x):
        discriminator.trainable = False
        y = discriminator(generator(x, training=True), training=True)
        discriminator.trainable = True
        return y

    rounds = []
    for _ in range(ROUNDS):
        real = common.uniform(rng, (HALF_BATCH, *discriminator.input_shape[1:]), -1, 1)
        fake_latent = common.normal(rng, (HALF_BATCH, LATENT))
        gan_latent = common.normal(rng, (2 * HALF_BATCH, LATENT))
        losses = {
            "real_loss": step(d_forward, d_variables, d_adam, real, 1),
            "fake_loss": step(d_forward, d_variables, d_adam, generator(fake_latent, training=False), 0),
            "gan_loss": step(gan_forward, g_variables, g_adam, gan_latent, 1),
        }
        rounds.append(
            {
                "real": real,
                "fake_latent": fake_latent,
                "gan_latent": gan_latent,
                **losses,
                "discriminator": weights(discriminator),
                "generator": weights(generator),
            }
        )
    return {"name": name, "args": ADAM, **start, "rounds": rounds}


common.write(
    __file__,
    cases=[
        compute("dense", dense_models),
        compute("convolution", convolution_models),
        compute("batch_norm_discriminator", batch_norm_models),
    ],
)
