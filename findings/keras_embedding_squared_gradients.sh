#!/bin/sh
# Keras 3 squares each gradient of an Embedding before it adds up those of one index.
#
# Guess: Adam divides by the root of the mean of the gradient's square, so an Embedding trains as a Dense layer of
# one-hot vectors does.
# Instead: on TensorFlow the gradient of an Embedding is a list with an entry for each index in the batch. Adam, and
# the other optimizers that square it, square each entry and then add up. An index that a batch holds several times
# moves further: the more often, the more. Keras 2 adds up first.
# Versions: Keras 3.15.1 on TensorFlow 2.21.
# Source: keras/src/backend/tensorflow/sparse.py, elementwise_unary: it takes `values` with repeated indices.
# In Keratin: the gradients are added up first.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tensorflow-cpu==2.21.0 keras==3.15.1
cat >"$folder/try.py" <<'PYTHON'
import keras
import numpy

numbers = numpy.array([[0, 0, 0, 1]])


def trained(first, x):
    model = keras.Sequential([first])
    model.compile(keras.optimizers.Adam(learning_rate=0.1), loss="mse")
    for _ in range(3):
        model.train_on_batch(x, numpy.ones((1, 4, 1)))
    return model.get_weights()[0].ravel()


embedding = trained(keras.layers.Embedding(2, 1, embeddings_initializer="zeros"), numbers)
dense = trained(keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros"), numpy.eye(2)[numbers])
print(f"Keras {keras.__version__}: an Embedding {embedding}, a Dense layer of one-hot vectors {dense}")
assert abs(embedding[1] - dense[1]) < 1e-4 and embedding[0] > 1.5 * dense[0], "Keras has changed"
PYTHON
TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES=-1 "$folder/venv/bin/python" "$folder/try.py"
