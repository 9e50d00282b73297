"""Writes one small model into containers that Keras of today does not make, and what it predicts. `python make.py k204` with
tf.keras 2.4 and `python make.py k210` with tf.keras 2.10: HDF5 in a name that ends in .keras. `python make.py k315` with
Keras 3.15.1 and h5py 3.14: archives that were made by other programs, and arrays in chunks, compressed or not. No random
number is used: the weights are numbered."""

import json
import pathlib
import sys
import zipfile

import h5py
import numpy as np

HERE = pathlib.Path(__file__).parent
label = sys.argv[1]
if label == "k315":
    import keras
else:
    from tensorflow import keras
layers = keras.layers


def model_of_all():
    return keras.Sequential(
        [
            layers.InputLayer((5, 4, 2)),
            layers.Conv2D(7, (3, 2), activation="relu", name="conv"),
            layers.Flatten(name="flat"),
            layers.Dense(3, activation="tanh", name="dense"),
        ],
        name="contained",
    )


def number(model):
    values = []
    for i, value in enumerate(model.get_weights()):
        count = int(np.prod(value.shape))
        values.append((((np.arange(count) * 7 + 3 * i) % 23 - 9) / 64).reshape(value.shape))
    model.set_weights(values)


model = model_of_all()
number(model)
x = (np.arange(80, dtype="float32").reshape(2, 5, 4, 2) % 13 - 4) / 4
y = model.predict(x, verbose=0)
answer = {
    "params": model.count_params(),
    "x": x.ravel().tolist(),
    "x_shape": x.shape,
    "y": y.ravel().tolist(),
    "y_shape": y.shape,
}
(HERE / "answer.json").write_text(json.dumps(answer) + "\n")
if label != "k315":
    model.save(HERE / f"hdf5_{label}.keras")
    sys.exit()

model.save(HERE / "plain.keras")
model.save_weights(HERE / "plain.weights.h5")
with zipfile.ZipFile(HERE / "plain.keras") as archive:
    parts = {name: archive.read(name) for name in archive.namelist()}
(HERE / "plain.keras").unlink()


def archive_of(name, prefix="", others=()):
    with zipfile.ZipFile(HERE / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in others:
            archive.writestr(entry, b"")
        for part, content in parts.items():
            archive.writestr(prefix + part, content)


archive_of("deflated.keras")
archive_of("in_folder.keras", "model/", others=["model/", "__MACOSX/model/._config.json"])
archive_of("in_two_folders.keras", "a/b/")
archive_of("two_models.keras", "one/", others=["two/config.json"])


def weights(name, chunks=lambda shape: True, libver=None, **options):
    """plain.weights.h5 again, with each array made with `options`."""
    with h5py.File(HERE / name, "w", libver=libver) as file:
        with h5py.File(HERE / "plain.weights.h5") as source:

            def copy(path, node):
                if isinstance(node, h5py.Dataset):
                    file.create_dataset(path, data=node[()], chunks=chunks(node.shape), **options)

            source.visititems(copy)


def parts_of(shape):
    """Chunks that do not fill the array evenly."""
    return tuple(max(1, size * 2 // 3) for size in shape)


weights("chunked.weights.h5", parts_of)
weights("chunked_by_ones.weights.h5", lambda shape: (1,) * len(shape))
weights("gzip.weights.h5", compression="gzip")
weights("gzip_shuffle.weights.h5", parts_of, compression=9, shuffle=True)
weights("gzip_not_smaller.weights.h5", lambda shape: (1,) * (len(shape) - 1) + (3,), compression=1)
weights("shuffle.weights.h5", shuffle=True)
weights("double_gzip.weights.h5", parts_of, compression=4, shuffle=True, dtype=">f8")
weights("lzf.weights.h5", compression="lzf")
weights("fletcher32.weights.h5", fletcher32=True)
parts["model.weights.h5"] = (HERE / "gzip_shuffle.weights.h5").read_bytes()
archive_of("gzip_inside.keras")
(HERE / "plain.weights.h5").unlink()
