"""Writes models that were compiled with metrics by their names, and what they evaluate to: `python make.py keras` with
Keras 3.15.1 (.keras), `python make.py tf_keras` with tf-keras 2.21 (.h5). <library>.zip holds the files, <library>.json the
numbers, and what each loss is by its name. The Reshape is there since both Keras take a
binary_crossentropy that follows a softmax from its logits, as if they were of a sigmoid. No number is random."""

import importlib
import json
import pathlib
import sys
import tempfile
import zipfile

import numpy as np

HERE = pathlib.Path(__file__).parent
library = importlib.import_module(sys.argv[1])
keras2 = sys.argv[1] == "tf_keras"
X = np.sin(np.arange(8) * 0.7).reshape(4, 2).astype("float32")
CLASSES = np.array([[0], [2], [1], [1]], "float32")
Y = np.eye(3, dtype="float32")[CLASSES.astype(int).ravel()] * 0.9 + 0.05

LOSSES = """mean_squared_error mse MSE mean_absolute_error mae MAE mean_absolute_percentage_error mape MAPE
mean_squared_logarithmic_error msle MSLE binary_crossentropy bce BCE categorical_crossentropy kl_divergence kld KLD poisson
huber log_cosh hinge squared_hinge categorical_hinge cosine_similarity""".split()
METRICS = """mean_squared_error mse MSE mean_absolute_error mae MAE mean_absolute_percentage_error mape MAPE
mean_squared_logarithmic_error msle MSLE binary_crossentropy categorical_crossentropy poisson hinge squared_hinge
categorical_hinge cosine_similarity binary_accuracy categorical_accuracy top_k_categorical_accuracy accuracy""".split()
CLASSES_OF_METRICS = """MeanSquaredError MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredLogarithmicError
BinaryCrossentropy CategoricalCrossentropy KLDivergence Poisson LogCoshError Hinge SquaredHinge CategoricalHinge
CosineSimilarity RootMeanSquaredError BinaryAccuracy CategoricalAccuracy""".split()
if keras2:
    LOSSES += ["kullback_leibler_divergence", "logcosh", "huber_loss"]
    METRICS += ["kullback_leibler_divergence", "log_cosh", "logcosh", "cosine_proximity"]
else:
    METRICS += ["bce", "BCE", "kl_divergence"]


def make():
    layers = library.layers
    model = library.Sequential([layers.InputLayer((2,)), layers.Dense(3, activation="softmax", name="dense"),
                                layers.Reshape((3,), name="flat")])
    model.set_weights([0.6 * np.cos(np.arange(w.size) * 0.9 + i).reshape(w.shape) for i, w in
                       enumerate(model.get_weights())])
    return model


def evaluate(model, y):
    return {name: float(value) for name, value in model.evaluate(X, y, verbose=0, return_dict=True).items()}


values, losses = {}, {}
with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(HERE / (sys.argv[1] + ".zip"), "w") as archive:
    kinds = {"dense": (Y, METRICS, "mse"), "classes": (Y, CLASSES_OF_METRICS, "mse"),
             "sparse": (CLASSES, ["sparse_categorical_crossentropy", "sparse_categorical_accuracy", "acc"],
                        "sparse_categorical_crossentropy")}
    for kind, (y, metrics, loss) in kinds.items():
        path = pathlib.Path(folder) / (kind + (".h5" if keras2 else ".keras"))
        model = make()
        model.compile("sgd", loss, metrics=metrics)
        values[path.name] = evaluate(model, y)
        model.save(path)
        archive.writestr(zipfile.ZipInfo(path.name), path.read_bytes(), zipfile.ZIP_DEFLATED)
    for loss in LOSSES:
        model = make()
        model.compile("sgd", loss)
        losses[loss] = evaluate(model, Y)["loss"]
result = {"library": sys.argv[1] + " " + library.__version__, "x": X.ravel().tolist(), "dense": Y.ravel().tolist(),
          "sparse": CLASSES.ravel().tolist(), "values": values, "losses": losses}
(HERE / (sys.argv[1] + ".json")).write_text(json.dumps(result) + "\n")
