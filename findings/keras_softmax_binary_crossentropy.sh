#!/bin/sh
# Keras takes the binary cross-entropy of a softmax from the softmax's logits, through a sigmoid.
#
# Guess: evaluate() of a model that ends in a softmax gives the binary cross-entropy of what predict() gives.
# Instead: the loss takes the logits that the softmax left on its output and applies a sigmoid to them. evaluate()
# and fit() compute another number than keras.losses.binary_crossentropy(y, model.predict(x)).
# Versions: Keras 3.15.1 on TensorFlow 2.21.
# Source: keras/src/backend/tensorflow/nn.py, _get_logits: it takes `_keras_logits` whatever function left them.
# In Keratin: the loss is computed from the probabilities.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tensorflow-cpu==2.21.0 keras==3.15.1
cat >"$folder/try.py" <<'PYTHON'
import keras
import numpy

keras.utils.set_random_seed(1)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
model.compile(loss="binary_crossentropy")
x = numpy.random.default_rng(0).normal(size=(6, 4)).astype("float32")
y = numpy.eye(3, dtype="float32")[[0, 1, 2, 0, 1, 2]]


def binary_crossentropy(probabilities):
    return float(-(y * numpy.log(probabilities) + (1 - y) * numpy.log(1 - probabilities)).mean())


kernel, bias = model.get_weights()
evaluated = model.evaluate(x, y, verbose=0)
of_softmax = binary_crossentropy(model.predict(x, verbose=0))
of_sigmoid = binary_crossentropy(1 / (1 + numpy.exp(-(x @ kernel + bias))))
print(f"Keras {keras.__version__}: evaluate() {evaluated:.5f}")
print(f"NumPy: of the softmax {of_softmax:.5f}, of a sigmoid of its logits {of_sigmoid:.5f}")
assert abs(evaluated - of_sigmoid) < 1e-5 < abs(evaluated - of_softmax), "Keras has changed"
PYTHON
TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES=-1 "$folder/venv/bin/python" "$folder/try.py"
