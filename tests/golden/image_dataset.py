"""What keras.utils.image_dataset_from_directory makes of the folder that tests/images/test_image_dataset.cpp builds too."""

import json
import pathlib
import shutil
import tempfile

import keras
import numpy as np
import tensorflow as tf

HERE = pathlib.Path(__file__).parent

# Each file, and the image of png/ that is in it.
TREE = {
    "cats/b.png": "large",
    "cats/a.PNG": "rgb",
    "cats/kittens/c.png": "rgba",
    "cats/z.png": "grey",
    "cats old/10.png": "large",
    "cats old/9.png": "rgb",
    "dogs/x.png": "rgba",
    "dogs/notes.txt": "grey",
    ".hidden/h.png": "rgb",
    "top.png": "grey",
}

ORDERED = {"shuffle": False, "batch_size": 3, "image_size": (4, 5)}
CASES = [
    ORDERED,
    ORDERED | {"label_mode": "categorical"},
    ORDERED | {"label_mode": "binary", "class_names": ["dogs", "cats"], "color_mode": "rgba"},
    ORDERED | {"labels": None},
    ORDERED | {"label_mode": None, "interpolation": "nearest"},
    ORDERED | {"interpolation": "bicubic", "image_size": (3, 4)},
    ORDERED | {"interpolation": "area", "image_size": (7, 2)},
    ORDERED | {"interpolation": "lanczos3", "image_size": (3, 4)},
    ORDERED | {"interpolation": "lanczos5", "image_size": (9, 5)},
    ORDERED | {"color_mode": "grayscale"},
    ORDERED | {"image_size": (12, 19)},
    ORDERED | {"validation_split": 0.3, "subset": "training"},
    ORDERED | {"validation_split": 0.3, "subset": "validation"},
    {"seed": 1},
    {"seed": 4294967295, "class_names": ["cats", "dogs"]},
    {"seed": 5, "validation_split": 0.5, "subset": "training"},
    {"seed": 5, "validation_split": 0.5, "subset": "validation"},
    {"numpy_seed": 3},
]


def case(folder, options):
    options = dict(options)
    if "numpy_seed" in options:
        np.random.seed(options.pop("numpy_seed"))
    dataset = keras.utils.image_dataset_from_directory(folder, verbose=False, **options)
    answer = {
        "class_names": dataset.class_names,
        "file_paths": [str(pathlib.Path(path).relative_to(folder)) for path in dataset.file_paths],
    }
    if options.get("shuffle", True):
        return answer
    batches = [batch if isinstance(batch, tuple) else (batch, None) for batch in dataset]
    answer["x_shapes"] = [list(x.shape) for x, _ in batches]
    answer["x"] = [round(float(value), 4) for x, _ in batches for value in x.numpy().ravel()]
    if batches[0][1] is not None:
        answer["y_shapes"] = [list(y.shape) for _, y in batches]
        answer["y"] = [float(value) for _, y in batches for value in y.numpy().ravel()]
    return answer


def main():
    with tempfile.TemporaryDirectory() as folder:
        for path, image in TREE.items():
            (pathlib.Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(HERE / "png" / f"{image}.png", pathlib.Path(folder) / path)
        cases = [{"options": options, "answer": case(folder, options)} for options in CASES]
    answer = {"library": f"keras {keras.__version__}, tensorflow {tf.__version__}", "tree": TREE, "cases": cases}
    (HERE / "image_dataset.json").write_text(json.dumps(answer) + "\n")


main()
