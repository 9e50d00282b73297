"""Writes print.txt: arrays and what NumPy prints for them. Usage: python print.py [cases] [seed] > print.txt

A case is a line `type dimensions | values`, the values as hexadecimal bits, repeated cyclically to fill the array;
then NumPy's text; then a line `---`.
"""
import sys

import numpy as np

WIDTHS = {"float32": 8, "float64": 16, "int8": 2, "uint8": 2, "int16": 4, "int32": 8, "uint32": 8, "int64": 16,
          "uint64": 16, "bool": 2}
SPECIAL = [np.nan, np.inf, -np.inf, 0.0, -0.0]


def emit(dtype, shape, values):
    values = np.asarray(values).astype(dtype).ravel()
    array = np.resize(values, shape) if values.size else np.zeros(shape, dtype)
    width = WIDTHS[dtype]
    bits = values.view(f"u{width // 2}")
    print(dtype, *shape, "|", *(format(int(v), f"0{width}x") for v in bits))
    print(array)
    print("---")


def fixed_cases():
    for dtype in ("float32", "float64"):
        for shape in ((), (0,), (2, 0), (0, 3, 4), (1,), (1, 1, 1), (2, 2), (2, 1, 3), (3, 2, 2, 1), (1, 2) * 4):
            emit(dtype, shape, [1, 2.5, -3])
        for values in ([1, 2, 3], [0, 0], [-0.0, 0.0], [1, 1000], [1, 1001], [1, 10, 100, 1000, 10000],
                       [1e-4, 1e-3], [9.9e-5, 1e-3], [999999, 1000], [1e6, 1e5], [1e8, 1e6], [99999999, 1e6],
                       [1 / 3, 2 / 3, 1], [4 / 3, 5 / 3, 17 / 6], [0.1, 0.25], [-0.1, 10], [1e-6, 1.2345678e-6],
                       [1e-30, 1e30], [1e-300, 1e300], [5e-324, 1], [1.4e-45, 1], [3.4028235e38], [1.7976931348623157e308],
                       [0.123456785, 0.5], [0.000123456789, 0.0005], [12345.678901234, 99999], [0.999999999999],
                       [1.0000000001, 1e5], [1e100, 1], [1e-100, -1e100], [16777216, 1], [123456.789], [0.5, 0.12345678]):
            emit(dtype, (len(values),), values)
        for values in ([np.nan], [np.inf], [-np.inf], [np.nan, -np.inf], [np.nan, 1], [np.inf, 1], [-np.inf, 1],
                       [-np.inf, -1.5], [np.nan, 1e10], [-np.inf, 1e-10, -1], [np.nan, 0.1, -np.inf, 100.25], SPECIAL):
            emit(dtype, (2, len(values)), values)
        for value in (0.0, -0.0, 1, -1.5, 1e-4, 9.9e-5, 999999, 1e6, 1e15, 1e16, 123456789, 1 / 3, 2e-7, *SPECIAL):
            emit(dtype, (), [value])
        for shape in ((1000,), (1001,), (7, 143), (6, 200), (200, 6), (40, 30), (11, 10, 10), (2, 2, 300), (3, 3, 7, 17),
                      (1024, 1, 1), (1, 2000), (5, 1, 11, 19)):
            emit(dtype, shape, [1, -2.5, 3.25, 0, 40, 1e-3, 17])
        emit(dtype, (2000,), [1, 2, 3, 1e20])
    for dtype in ("int8", "uint8", "int16", "int32", "uint32", "int64", "uint64"):
        info = np.iinfo(dtype)
        for shape in ((), (0,), (2, 0), (5,), (2, 3), (2, 2, 2), (40,), (1001,), (30, 40)):
            emit(dtype, shape, [1, 20, 3, 4, 115])
        emit(dtype, (3,), [info.min, 0, 7])
        emit(dtype, (2, 30), [info.max, 0])
    for shape in ((), (1,), (2,), (2, 3), (2, 2, 2), (30,), (1200,), (12, 101), (0, 2)):
        emit("bool", shape, [True, False, False])
        emit("bool", shape, [False])


def random_case(random):
    dtype = str(random.choice(["float32", "float64", "float32", "float64", "int32", "int64", "int8", "uint64", "bool"]))
    if random.random() < 0.08:
        shape = tuple(int(n) for n in random.integers(1, 14, size=random.integers(2, 5)))
    else:
        shape = tuple(int(n) for n in random.integers(1, 7, size=random.integers(0, 5)))
        if random.random() < 0.3:
            shape = shape[:1] + (int(random.integers(5, 40)),)
    count = min(int(np.prod(shape)), int(random.integers(1, 17)))
    if dtype == "bool":
        return dtype, shape, random.random(count) < 0.5
    if dtype.startswith(("int", "uint")):
        info = np.iinfo(dtype)
        top = min(10.0 ** random.integers(1, 20), float(info.max))
        return dtype, shape, [max(int(v), info.min) for v in random.uniform(-top if info.min else 0, top * 0.99, count)]
    kind = random.integers(0, 8)
    values = random.standard_normal(count)
    if kind == 0:
        values = np.round(values * 10, int(random.integers(0, 4)))
    elif kind == 1:
        values = values * 10.0 ** random.integers(-12, 13)
    elif kind == 2:
        values = values * 10.0 ** random.uniform(-6, 7, count)
    elif kind == 3:
        values = values * 10.0 ** random.integers(-300 if dtype == "float64" else -44, 37, count)
    elif kind == 4:
        values = np.ldexp(np.sign(values), random.integers(-140, 120, count))
    elif kind == 5:
        values = np.round(values * 4) / 4
    elif kind == 6:
        values = random.uniform(0, 1, count)
    elif kind == 7:
        values = random.integers(-2000000, 2000000, count) / 10.0 ** random.integers(0, 7)
    if random.random() < 0.2:
        values[random.integers(0, count)] = random.choice(SPECIAL)
    return dtype, shape, values


if __name__ == "__main__":
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 250
    random = np.random.default_rng(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    print("# NumPy", np.__version__)
    fixed_cases()
    for _ in range(cases):
        emit(*random_case(random))
