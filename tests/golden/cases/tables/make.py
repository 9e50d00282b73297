"""Models in files and the tables that Keras prints of them once they are loaded, for tests/models/test_summary_functional.cpp
and test_summary_fixed_batch.cpp. Run with Keras 3.15.1, and with Keras 2.3.1, which writes .h5 files; random weights."""

import os
import pathlib

os.environ["COLUMNS"] = "80"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers  # noqa: E402

HERE = pathlib.Path(__file__).parent
IS_KERAS_2 = keras.__version__.startswith("2")
ENDING = ".h5" if IS_KERAS_2 else ".keras"


def functional(batch=None):
    """With a functional model and a Sequential in it."""
    inner_start = layers.Input(batch_shape=(batch, 8))
    inner = keras.models.Model(inner_start, layers.Dense(3)(layers.ReLU()(inner_start)), name="inner")
    sequence = sequential(batch)
    start = layers.Input(batch_shape=(batch, 5))
    return keras.models.Model(start, layers.Dense(1)(sequence(inner(layers.Dense(8)(start)))))


def sequential(batch=None):
    if IS_KERAS_2:
        return keras.models.Sequential([layers.Dense(2, batch_input_shape=(batch, 3))])
    return keras.models.Sequential([layers.Input(batch_shape=(batch, 3)), layers.Dense(2)])


def functional_first():
    start = layers.Input((3,))
    return keras.models.Sequential([keras.models.Model(start, layers.Dense(2)(start)), layers.Dense(1)])


def predicted():
    """Keras 3 takes the size of the batch that predict() made for fixed."""
    model = keras.models.Sequential([layers.Dense(2)])
    model.predict(np.zeros((40, 3)), verbose=0)
    return model


def write_table(model, name, **options):
    """Since tf.keras 2.4 the class that Keras 2.3 calls Model is called Functional."""
    lines = []
    model.summary(print_fn=lambda text, **_: lines.append(text), **options)
    text = "\n".join(lines).rstrip("\n") + "\n"
    if IS_KERAS_2:
        text = text.replace("(Model)     ", "(Functional)")
    (HERE / f"{name}{ENDING}.txt").write_text(text)


def write(name, make, *arguments):
    keras.backend.clear_session()
    path = str(HERE / (name + ENDING))
    make(*arguments).save(path)
    model = keras.models.load_model(path)
    write_table(model, name)
    if not IS_KERAS_2:
        write_table(model, name + "_expanded", expand_nested=True, show_trainable=True)
    return model


def main():
    model = write("functional", functional)
    if not IS_KERAS_2:
        write_table(model, "functional_range", layer_range=("input.*", "inner"))
        write("predicted", predicted)
    write("functional_of_32", functional, 32)
    write("sequential_of_32", sequential, 32)
    write("functional_first", functional_first)


main()
