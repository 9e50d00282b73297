"""Writes summary/*.txt: what real Keras prints for the models of tests/models/summary_models.hpp.

Usage: python summary.py
"""

import os
import pathlib

os.environ["COLUMNS"] = "80"
os.environ["LINES"] = "24"

import common  # noqa: E402, F401  (before Keras: it sets the backend)
import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers  # noqa: E402

FOLDER = pathlib.Path(__file__).parent / "summary"


def generator_up_sampling():
    return keras.Sequential([keras.Input((100,)), layers.Dense(128 * 5 * 5), layers.Reshape((5, 5, 128)),
                             layers.UpSampling2D(), layers.Conv2D(1, (3, 3), padding="same")])


def generator_transpose():
    return keras.Sequential([keras.Input((100,)), layers.Dense(128 * 5 * 5), layers.Reshape((5, 5, 128)),
                             layers.Conv2DTranspose(1, (3, 3), strides=(2, 2), padding="same")])


def gan():
    discriminator = keras.Sequential([keras.Input((2,)), layers.Dense(25, activation="relu"),
                                      layers.Dense(1, activation="sigmoid")])
    generator = keras.Sequential([keras.Input((5,)), layers.Dense(15, activation="relu"), layers.Dense(2)])
    discriminator.trainable = False
    return keras.Sequential([generator, discriminator])


def classifier():
    return keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(8, 3, strides=2), layers.BatchNormalization(),
                             layers.LeakyReLU(), layers.Flatten(), layers.Dense(10)])


def long_names():
    name = "a_layer_whose_name_is_by_far_too_long_for_its_column"
    words = "words of a name that need several lines to stand on"
    return keras.Sequential([keras.Input((40, 30, 3)), layers.Conv2DTranspose(4, 2, strides=50, name=name),
                             layers.UpSampling2D((100, 1000), name=words), layers.Conv2D(1, 1, name="conv[bold]2d"),
                             layers.Cropping2D(100)], name="the_model")


def nested_twice():
    inner = keras.Sequential([keras.Input((4,)), layers.Dense(3, name="a_dense_layer_deep_inside_of_it"),
                              layers.ReLU()])
    middle = keras.Sequential([inner, layers.Dense(2)])
    return keras.Sequential([layers.Dense(4), middle, layers.Dense(1)])


def trained(optimizer):
    model = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Dense(1)])
    model.compile(optimizer=optimizer, loss="mse")
    model.train_on_batch(np.zeros((2, 4)), np.zeros((2, 1)))
    return model


def write(name, make, columns=80, **options):
    keras.backend.clear_session()
    model = make()
    if not model.built:
        model.build((None, 4))
    os.environ["COLUMNS"] = str(columns)
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / f"{name}.txt").open("w") as file:
        model.summary(print_fn=file.write, **options)


if __name__ == "__main__":
    write("generator_up_sampling", generator_up_sampling)
    write("generator_transpose", generator_transpose)
    write("gan", gan)
    write("gan_expanded", gan, expand_nested=True)
    write("gan_trainable", gan, expand_nested=True, show_trainable=True)
    write("classifier", classifier)
    write("classifier_trainable", classifier, show_trainable=True)
    write("classifier_range", classifier, layer_range=("batch", "flat.*"))
    write("long_names", long_names)
    write("nested_twice", nested_twice, expand_nested=True)
    write("nested_twice_narrow", nested_twice, expand_nested=True, line_length=32)
    write("adam", lambda: trained("adam"))
    write("sgd", lambda: trained("sgd"))
    write("wide_terminal", generator_transpose, columns=200)
    write("wide_terminal_trainable", generator_transpose, columns=200, show_trainable=True)
    for length in (40, 41, 42, 43, 60, 99):
        write(f"line_length_{length}", generator_transpose, columns=200, line_length=length)
    write("line_length_70_trainable", generator_transpose, columns=200, line_length=70, show_trainable=True)
    write("positions", generator_transpose, columns=200, line_length=90, positions=[0.5, 0.7, 0.9])
    print(f"{len(list(FOLDER.glob('*.txt')))} tables of Keras {keras.__version__}")
