#!/bin/sh
# A Sequential that predict() builds has a batch of a fixed size in its table and in its files.
#
# Guess: an unbuilt Sequential learns the shape of a sample from its first data, and its batch stays open (None),
# whichever method sees the data first.
# Instead: fit() leaves the batch open, but predict() fixes it to the size of its first batch (32 by default):
# input_shape, summary() and the saved file say (32, 5). It still predicts batches of other sizes.
# Versions: Keras 3.15.1 on TensorFlow 2.21.
# Source: keras/src/models/sequential.py, build() is called with the shape of the batch itself.
# In Keratin: such a file loads, shows its batch and predicts any number of samples.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tensorflow-cpu==2.21.0 keras==3.15.1
cat >"$folder/try.py" <<'PYTHON'
import keras
import numpy

x = numpy.ones((40, 5), "float32")
predicted = keras.Sequential([keras.layers.Dense(2)])
predicted.predict(x, verbose=0)
fitted = keras.Sequential([keras.layers.Dense(2)])
fitted.compile("sgd", "mse")
fitted.fit(x, x[:, :2], verbose=0)
print(f"Keras {keras.__version__}: after predict() {predicted.input_shape}, after fit() {fitted.input_shape}")
print("then predict() of 7 samples:", predicted.predict(x[:7], verbose=0).shape)
assert predicted.input_shape == (32, 5), "predict() has changed"
assert fitted.input_shape == (None, 5), "fit() has changed"
PYTHON
TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES=-1 "$folder/venv/bin/python" "$folder/try.py"
