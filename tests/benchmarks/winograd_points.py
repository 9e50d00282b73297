#!/usr/bin/env python3
"""The error of Winograd's F(4x4, 3x3) in float32 for several choices of its points: winograd_points.py [CHANNELS [TILES]]

The largest error over random tiles, as a share of the largest output, against the sum in double precision. The transforms
are those of Cook and Toom for the points 0, ±a, ±b and infinity; needs numpy.
"""
import sys

import numpy as np

OUTPUTS, TAPS = 4, 3
CHOICES = {"±1/√2, ±√2": (0.5**0.5, 2**0.5), "±1, ±2": (1, 2), "±1/2, ±1": (0.5, 1)}


def transforms(a, b):
    """(output, kernel, input): y = output · ((kernel · g) ∘ (input · d)) is the correlation of d with g."""
    points = np.array([0, a, -a, b, -b])
    others = [np.delete(points, i) for i in range(len(points))]
    output = np.array([np.append(points**row, float(row == OUTPUTS - 1)) for row in range(OUTPUTS)])
    kernel = np.array([[p**column / np.prod(p - rest) for column in range(TAPS)] for p, rest in zip(points, others)])
    kernel = np.vstack([kernel, [0, 0, 1]])
    rows = [np.append(np.poly(rest)[::-1], 0) for rest in others] + [np.poly(points)[::-1]]
    return output, kernel, np.array(rows)


def direct(x, w):
    y = np.zeros((len(x), OUTPUTS, OUTPUTS))
    for row in range(TAPS):
        for column in range(TAPS):
            window = x[:, :, row:row + OUTPUTS, column:column + OUTPUTS]
            y += np.einsum("tcij,c->tij", window, w[:, row, column])
    return y


def winograd(x, w, output, kernel, input_transform):
    elements = np.einsum("ij,tcjk,lk->tcil", input_transform, x, input_transform)
    kernels = np.einsum("ij,cjk,lk->cil", kernel, w, kernel)
    return np.einsum("ij,tjk,lk->til", output, np.einsum("tcij,cij->tij", elements, kernels), output)


def main(channels=128, tiles=1000):
    rng = np.random.default_rng(1)
    x = rng.standard_normal((tiles, channels, OUTPUTS + TAPS - 1, OUTPUTS + TAPS - 1)).astype("float32")
    w = rng.standard_normal((channels, TAPS, TAPS)).astype("float32")
    exact = direct(x.astype("float64"), w.astype("float64"))
    for name, points in CHOICES.items():
        matrices = [matrix.astype("float32") for matrix in transforms(*points)]
        error = np.abs(winograd(x, w, *matrices) - exact).max() / np.abs(exact).max()
        print(f"{name}: {error:.1e}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
