#!/bin/sh
# Keras 3 divides the losses of single outputs by one batch too many if the data is a generator that ends.
#
# Guess: evaluate() of a model with two outputs reports losses that add up to the total, whether the data comes as arrays, as
# a PyDataset or from a generator.
# Instead: from a generator of n batches that ends, the total is right, but each output's loss is n / (n + 1) of its mean.
# With steps given, or an endless generator, all are right.
# Versions: Keras 3.15.1 on TensorFlow 2.21.
# Source: the numbers below.
# In Keratin: each output's loss is the mean over the samples, from any kind of data.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tensorflow-cpu==2.21.0 keras==3.15.1
cat >"$folder/try.py" <<'PYTHON'
import warnings

import keras
import numpy

warnings.simplefilter("ignore")  # the one on a generator that ends
inputs = keras.Input((1,))
outputs = [keras.layers.Dense(1, kernel_initializer="ones", name=name)(inputs) for name in ("left", "right")]
model = keras.Model(inputs, outputs)
model.compile("sgd", ["mse", "mse"])
x, zeros = numpy.ones((8, 1), "float32"), numpy.zeros((8, 1), "float32")


def batches():
    for start in range(0, 8, 2):
        part = slice(start, start + 2)
        yield x[part], (zeros[part], zeros[part])


arrays = model.evaluate(x, [zeros, zeros], batch_size=2, verbose=0, return_dict=True)
generator = model.evaluate(batches(), verbose=0, return_dict=True)
stepped = model.evaluate(batches(), steps=4, verbose=0, return_dict=True)
for name, logs in (("arrays", arrays), ("a generator", generator), ("a generator with steps", stepped)):
    print(f"Keras {keras.__version__}, {name}: " + ", ".join(f"{key} {value:.3f}" for key, value in logs.items()))
assert arrays["loss"] == generator["loss"] == stepped["loss"] == 2, "the total has changed"
assert arrays["left_loss"] == stepped["left_loss"] == 1, "arrays or steps have changed"
assert abs(generator["left_loss"] - 4 / 5) < 1e-6, "the generator has changed"
PYTHON
TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES=-1 "$folder/venv/bin/python" "$folder/try.py"
