"""Writes compiled models whose optimizer's state does not fit them as they were saved, with what they predict:
`python make.py keras` with Keras 3.15.1, `python make.py tf_keras` with tf-keras 2.21, which put the files into an archive. No number is random.

frozen: a discriminator that was trained, then frozen, as for a GAN; partly_frozen: its first layer alone;
no_optimizer: a .keras that Keras 3 wrote after an .h5 of the same model, which loses the optimizer's name."""

import importlib
import json
import pathlib
import sys
import tempfile
import zipfile

import numpy as np

HERE = pathlib.Path(__file__).parent
library = importlib.import_module(sys.argv[1])
layers = library.layers
X = np.sin(np.arange(8) * 0.7).reshape(4, 2).astype("float32")
Y = np.array([[0], [1], [1], [0]], "float32")


def trained():
    model = library.Sequential(
        [layers.InputLayer((2,)), layers.Dense(3, activation="tanh", name="first"),
         layers.Dense(1, activation="sigmoid", name="second")], name="discriminator")
    model.set_weights([0.6 * np.cos(np.arange(w.size) * 0.9 + i).reshape(w.shape) for i, w in
                       enumerate(model.get_weights())])
    model.compile(library.optimizers.Adam(0.01, beta_1=0.5), "binary_crossentropy", metrics=["accuracy"])
    for _ in range(3):
        model.train_on_batch(X, Y)
    return model


def save(model, name):
    """Adds the model to the archive; returns what it predicts."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / name
        model.save(path)
        archive.writestr(zipfile.ZipInfo(name), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return model.predict(X, verbose=0).ravel().tolist()


archive = zipfile.ZipFile(HERE / (sys.argv[1] + ".zip"), "w")
predictions = {}
ending = ".keras" if sys.argv[1] == "keras" else ".h5"
model = trained()
model.trainable = False
predictions["frozen" + ending] = save(model, "frozen" + ending)
model = trained()
model.layers[0].trainable = False
predictions["partly_frozen" + ending] = save(model, "partly_frozen" + ending)
if ending == ".keras":
    model = trained()
    with tempfile.TemporaryDirectory() as folder:
        model.save(folder + "/before.h5")
    predictions["no_optimizer.keras"] = save(model, "no_optimizer.keras")
archive.close()
result = {"library": sys.argv[1] + " " + library.__version__, "x": X.ravel().tolist(), "predictions": predictions}
(HERE / (sys.argv[1] + ".json")).write_text(json.dumps(result) + "\n")
