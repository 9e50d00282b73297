"""PNG files, written and taken apart."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def write_gray(path, rows):
    """An image of rows of levels, 0 to 255."""
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows))
    path.write_bytes(SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


def chunks(data):
    """[(kind, data)] of a file; checks its form."""
    assert data.startswith(SIGNATURE)
    place, found = len(SIGNATURE), []
    while place < len(data):
        size, kind = struct.unpack_from(">I4s", data, place)
        body = data[place + 8 : place + 8 + size]
        assert data[place : place + 12 + size] == chunk(kind, body), f"{kind}: wrong check"
        found.append((kind, body))
        place += 12 + size
    assert found[-1] == (b"IEND", b"")
    return found


def frames(data):
    """(width, height, [pixels of each frame]) of an animation of unfiltered RGB."""
    parts = chunks(data)
    width, height = struct.unpack_from(">II", dict(parts)[b"IHDR"])
    found = [zlib.decompress(body) for kind, body in parts if kind == b"IDAT"]
    found += [zlib.decompress(body[4:]) for kind, body in parts if kind == b"fdAT"]
    assert struct.unpack_from(">I", dict(parts)[b"acTL"])[0] == len(found)
    numbers = [struct.unpack_from(">I", body)[0] for kind, body in parts if kind in (b"fcTL", b"fdAT")]
    assert numbers == list(range(len(numbers)))
    assert all(len(frame) == height * (1 + 3 * width) for frame in found)
    return width, height, found
