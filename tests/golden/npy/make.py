"""Writes the files that tests/files/test_npy.cpp reads, with NumPy: the same shape in every type, order and version."""

import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent
COUNTED = np.arange(24).reshape(2, 3, 4)
QUARTERS = COUNTED * 0.25 - 1.5
SIGNED = (COUNTED * 7) % 100 - 50


def write(name, array, version=None):
    with open(HERE / f"{name}.npy", "wb") as file:
        np.lib.format.write_array(file, array, version=version)


def main():
    for size in (2, 4, 8):
        write(f"f{size}", QUARTERS.astype(f"<f{size}"))
        write(f"big_f{size}", QUARTERS.astype(f">f{size}"))
    for size in (1, 2, 4, 8):
        write(f"i{size}", SIGNED.astype(f"<i{size}"))
        write(f"u{size}", COUNTED.astype(f"<u{size}"))
    write("big_i4", SIGNED.astype(">i4"))
    write("bool", COUNTED % 3 == 0)
    write("fortran", np.asfortranarray(QUARTERS.astype("<f4")))
    write("version_2", QUARTERS.astype("<f4"), (2, 0))
    write("version_3", QUARTERS.astype("<f4"), (3, 0))
    write("scalar", np.float32(2.5))
    write("vector", np.arange(3, dtype="<f4"))
    write("nothing", np.zeros((2, 0, 3), "<f4"))
    write("text", np.array(["a", "bc"]))
    write("records", np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]))
    write("complex", np.zeros(2, "<c8"))
    np.savez(HERE / "stored.npz", x=QUARTERS.astype("<f4"), y=SIGNED)
    np.savez_compressed(HERE / "deflated.npz", x=QUARTERS.astype("<f4"), y=SIGNED, zeros=np.zeros((1 << 12, 80)))


main()
