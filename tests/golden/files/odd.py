"""Writes files of weights that Keras would not write, for tests/saving: with h5py 3.14."""

import pathlib

import h5py
import models
import numpy as np

HERE = pathlib.Path(__file__).parent


def dense_file(name, change=lambda file: None, **options):
    """dense.weights.h5 again, with each array made with `options`, and a change to it."""
    with h5py.File(HERE / f"dense_{name}.h5", "w", libver=options.pop("libver", None)) as file:
        with h5py.File(HERE / "dense.weights.h5") as source:
            for number in range(4):
                path = f"layers/dense{'_1' * (number // 2)}/vars/{number % 2}"
                file.create_dataset(path, data=source[path][()], **options)
        change(file)


KERNEL = "layers/dense/vars/0"


def replaced(file, make):
    del file[KERNEL]
    make(file)


for dtype in ["<f2", ">f2", ">f4", "<f8", ">f8", "<i4"]:
    dense_file(dtype.replace("<", "little_").replace(">", "big_"), dtype=dtype)
dense_file("chunked", lambda f: replaced(f, lambda f: f.create_dataset(KERNEL, data=np.ones((4, 3), "<f4"), chunks=(2, 3))))
dense_file("gzip", lambda f: replaced(f, lambda f: f.create_dataset(KERNEL, data=np.ones((4, 3), "<f4"), compression=9)))
dense_file("soft_link", lambda f: replaced(f, lambda f: f.update({KERNEL: h5py.SoftLink("/layers/dense_1/vars/0")})))
dense_file(
    "external_link",
    lambda f: replaced(f, lambda f: f.update({KERNEL: h5py.ExternalLink("dense.weights.h5", "/" + KERNEL)})),
)
dense_file(
    "external_storage",
    lambda f: replaced(
        f, lambda f: f.create_dataset(KERNEL, (4, 3), "<f4", external=[("make.py", 0, h5py.h5f.UNLIMITED)])
    ),
)


def virtual(file):
    layout = h5py.VirtualLayout(shape=(4, 3), dtype="<f4")
    layout[:] = h5py.VirtualSource("dense.weights.h5", KERNEL, shape=(4, 3))
    file.create_virtual_dataset(KERNEL, layout)


dense_file("virtual", lambda f: replaced(f, virtual))
dense_file("unwritten", lambda f: replaced(f, lambda f: f.create_dataset(KERNEL, (4, 3), "<f4")))
dense_file("huge", lambda f: replaced(f, lambda f: f.create_dataset(KERNEL, (1 << 40, 1 << 20), "<f4")))
dense_file("bfloat16", lambda f: replaced(f, lambda f: f.create_dataset(KERNEL, data=np.zeros((4, 3), "V2"))))
dense_file("no_values", lambda f: replaced(f, lambda f: f.update({KERNEL: h5py.Empty("f4")})))
dense_file("group", lambda f: replaced(f, lambda f: f.create_group(KERNEL)))
dense_file("latest", libver="latest")
dense_file("loop", lambda f: replaced(f, lambda f: f["layers/dense/vars"].update({"0": f["layers"]})))
