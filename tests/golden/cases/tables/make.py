"""Models in files and the tables that Keras prints of them once they are loaded, for
tests/models/test_summary_fixed_batch.cpp. Run with Keras 3.15.1, and with Keras 2.3.1, which writes .h5 files; random
weights."""

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


def sequential(batch=None):
    if IS_KERAS_2:
        return keras.models.Sequential([layers.Dense(2, batch_input_shape=(batch, 3))])
    return keras.models.Sequential([layers.Input(batch_shape=(batch, 3)), layers.Dense(2)])


def predicted():
    """Keras 3 takes the size of the batch that predict() made for fixed."""
    model = keras.models.Sequential([layers.Dense(2)])
    model.predict(np.zeros((40, 3)), verbose=0)
    return model


def write_table(model, name, **options):
    lines = []
    model.summary(print_fn=lambda text, **_: lines.append(text), **options)
    text = "\n".join(lines).rstrip("\n") + "\n"
    (HERE / f"{name}{ENDING}.txt").write_text(text)


def write(name, make, *arguments):
    keras.backend.clear_session()
    path = str(HERE / (name + ENDING))
    make(*arguments).save(path)
    model = keras.models.load_model(path)
    write_table(model, name)
    if not IS_KERAS_2:
        write_table(model, name + "_expanded", expand_nested=True, show_trainable=True)


def main():
    if not IS_KERAS_2:
        write("predicted", predicted)
    write("sequential_of_32", sequential, 32)


main()
