"""Writes src/datasets/digits_data.inc from scikit-learn's copy of the digits, and the sums that test_digits.cpp checks.

Usage: python tests/golden/digits.py, in the root of the project. One line a digit: 64 pixels, 0 to 9 and a to g for
10 to 16, row by row; then the label.
"""
import numpy as np
from sklearn.datasets import load_digits

pixels, labels = load_digits(return_X_y=True)
pixels = pixels.astype(np.uint64)
with open("src/datasets/digits_data.inc", "w") as out:
    for image, label in zip(pixels, labels):
        out.write('"' + "".join("0123456789abcdefg"[int(p)] for p in image) + f'{label}",\n')

position = np.arange(1, pixels.size + 1, dtype=np.uint64)
print("sum of pixels", pixels.sum(), "sum of labels", labels.sum())
print("label counts", np.bincount(labels).tolist(), "pixel counts", np.bincount(pixels.ravel().astype(int)).tolist())
print("hash of pixels", np.sum((pixels.ravel() + 1) * position * position * np.uint64(2654435761)))
print("hash of labels", np.sum((labels.astype(np.uint64) + 1) * position[:1797] ** 2 * np.uint64(2654435761)))
for number in (0, 898, 1796):
    print(number, labels[number], pixels[number].reshape(8, 8).tolist())
