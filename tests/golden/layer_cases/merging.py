"""Cases of the layers that merge several inputs, ties of extrema and vectors of length 0 among them."""

from case import Case, fixed
from keras import layers

SHAPES = {
    "equal": [(2, 3), (2, 3)],
    "three": [(2, 3, 4), (2, 3, 4), (2, 3, 4)],
    "one": [(2, 5)],
    "repeated": [(2, 3, 4, 5), (2, 1, 4, 1)],
    "both_repeated": [(2, 3, 1), (2, 1, 4)],
    "fewer_axes": [(2, 4), (2, 3, 5, 4)],
    "three_repeated": [(3, 4, 2), (3, 2), (3, 4, 1)],
}
TIES = [
    fixed([1, 2, 3, -0.0, 5, 5], (2, 3)),
    fixed([1, 1, 4, 0.0, 5, 5], (2, 3)),
    fixed([1, 2, 4, 0.0, 6, 5], (2, 3)),
]


def elementwise():
    for layer in (layers.Add, layers.Multiply, layers.Average, layers.Maximum, layers.Minimum, layers.Subtract):
        for name, shapes in SHAPES.items():
            if layer is not layers.Subtract or len(shapes) == 2:
                yield Case(f"{layer.__name__.lower()}_{name}", layer, {}, shapes)
    for layer in (layers.Maximum, layers.Minimum):
        yield Case(f"{layer.__name__.lower()}_ties", layer, {}, TIES)


def concatenate():
    def case(name, args, *shapes):
        return Case(f"concatenate_{name}", layers.Concatenate, args, list(shapes))

    yield case("default", {}, (2, 3), (2, 4))
    yield case("channels", {}, (2, 3, 2, 1), (2, 3, 2, 4), (2, 3, 2, 2))
    yield case("rows", {"axis": 1}, (2, 3, 2, 2), (2, 1, 2, 2))
    yield case("columns", {"axis": -2}, (2, 3, 2, 2), (2, 3, 5, 2))
    yield case("batch", {"axis": 0}, (2, 3), (4, 3))
    yield case("one", {}, (2, 3))


def dot():
    def case(name, args, *shapes):
        return Case(f"dot_{name}", layers.Dot, args, list(shapes))

    yield case("vectors", {"axes": 1}, (3, 5), (3, 5))
    yield case("matrices", {"axes": [2, 1]}, (2, 3, 4), (2, 4, 5))
    yield case("last", {"axes": -1}, (2, 3, 4), (2, 4))
    yield case("rows", {"axes": 1}, (2, 3, 4), (2, 3, 2))
    yield case("images", {"axes": 3}, (2, 2, 3, 4), (2, 3, 2, 4))
    yield case("columns", {"axes": [-2, 3]}, (2, 2, 3, 4), (2, 2, 1, 3))
    yield case("cosine", {"axes": 1, "normalize": True}, (3, 5), (3, 5))
    yield case("cosines", {"axes": [1, 2], "normalize": True}, (2, 3, 4), (2, 2, 3))
    small = fixed([0, 0, 1e-8, 1e-8, 1e-6, -1e-6, 3, 4], (4, 2))
    yield Case("dot_small", layers.Dot, {"axes": 1, "normalize": True}, [small, (4, 2)])


def cases():
    return [*elementwise(), *concatenate(), *dot()]
