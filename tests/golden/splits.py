"""What scikit-learn's train_test_split, compute_class_weight and confusion_matrix answer, for tests/utils."""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.utils.class_weight import compute_class_weight

HERE = pathlib.Path(__file__).parent
GENERATOR = np.random.default_rng(1)


def labels_of(count, classes):
    return [int(label) for label in GENERATOR.integers(0, classes, count) ** 2]


def split_case(count, classes, stratify=False, numpy_seed=None, **options):
    y = labels_of(count, classes)
    if numpy_seed is not None:
        np.random.seed(numpy_seed)
    train, test = train_test_split(np.arange(count), stratify=y if stratify else None, **options)
    case = {"y": y, "stratify": stratify, "numpy_seed": numpy_seed, **options}
    return case | {"train": train.tolist(), "test": test.tolist()}


def split_cases():
    cases = [
        split_case(10, 2, random_state=0),
        split_case(11, 3, random_state=42, test_size=0.2),
        split_case(100, 3, random_state=4294967295, test_size=0.33),
        split_case(2, 1, random_state=7, test_size=0.5),
        split_case(13, 2, shuffle=False, test_size=0.3),
        split_case(9, 2, numpy_seed=3),
    ]
    for seed in range(6):
        cases.append(split_case(31, 3, stratify=True, random_state=seed))
        cases.append(split_case(60, 4, stratify=True, random_state=seed, test_size=0.1 + 0.1 * seed))
    cases.append(split_case(40, 2, stratify=True, numpy_seed=5))
    return cases


def weight_cases():
    cases = []
    for count, classes in ((1, 1), (7, 2), (50, 4)):
        y = labels_of(count, classes)
        known = np.unique(y)
        weights = compute_class_weight("balanced", classes=known, y=y)
        cases.append({"y": y, "classes": known.tolist(), "weights": weights.tolist()})
    return cases


def confusion_cases():
    cases = []
    for count, classes, num_classes in ((1, 1, None), (20, 2, None), (60, 3, None), (30, 2, 5)):
        labels, predictions = labels_of(count, classes), labels_of(count, classes)
        size = num_classes or max(labels + predictions) + 1
        matrix = confusion_matrix(labels, predictions, labels=range(size))
        cases.append({"labels": labels, "predictions": predictions, "num_classes": num_classes, "matrix": matrix.tolist()})
    return cases


ANSWER = {
    "library": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}",
    "splits": split_cases(),
    "class_weights": weight_cases(),
    "confusion_matrices": confusion_cases(),
}
(HERE / "splits.json").write_text(json.dumps(ANSWER) + "\n")
