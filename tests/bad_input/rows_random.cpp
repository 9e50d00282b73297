#include "bad_input/rows.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/random_seed.hpp"

namespace keratin::testing {

namespace {

template <class Draw>
void add_shapes(Rows& rows, const std::string& name, const Draw& draw) {
  rows.of(name)
      .add("shape", "None",
           [draw] {
             draw(Shape{None, 2});
           })
      .add("shape", "-5",
           [draw] {
             draw(Shape{2, -5});
           })
      .add("shape", "2147483647", [draw] {
        draw(Shape{most, most});
      });
  if (memory_can_be_refused) rows.add("shape", "524288", [draw] { draw(Shape{1 << 20, 1 << 19}); });
}

}  // namespace

Rows random_rows() {
  Rows rows;
  for (const std::int64_t seed : {std::int64_t{-1}, std::int64_t{1} << 32}) {
    rows.of("seed").add("value", std::to_string(seed), [seed] { random::seed(seed); });
    rows.of("set_random_seed").add("seed", std::to_string(seed), [seed] { utils::set_random_seed(seed); });
  }
  add_shapes(rows, "rand", [](const Shape& shape) { static_cast<void>(random::rand(shape)); });
  add_shapes(rows, "randn", [](const Shape& shape) { static_cast<void>(random::randn(shape)); });
  add_shapes(rows, "randint", [](const Shape& shape) { static_cast<void>(random::randint(0, 3, shape)); });
  rows.add("low and high", "3", [] { static_cast<void>(random::randint(3, 3, {2})); })
      .add("low and high", "4", [] { static_cast<void>(random::randint(4, 3, {2})); });
  add_shapes(rows, "uniform", [](const Shape& shape) { static_cast<void>(random::uniform(0, 1, shape)); });
  rows.values("low", not_finite, [](double low) { static_cast<void>(random::uniform(low, 1, {2})); })
      .values("high", not_finite, [](double high) { static_cast<void>(random::uniform(0, high, {2})); })
      .add("low and high", "2", [] { static_cast<void>(random::uniform(2, 1, {2})); });
  add_shapes(rows, "normal", [](const Shape& shape) { static_cast<void>(random::normal(0, 1, shape)); });
  rows.values("loc", not_finite, [](double loc) { static_cast<void>(random::normal(loc, 1, {2})); })
      .values("scale", negative, [](double scale) { static_cast<void>(random::normal(0, scale, {2})); });
  rows.of("permutation")
      .values("n", no_count, [](int n) { static_cast<void>(random::permutation(n)); })
      .add("array", "()", [] { static_cast<void>(random::permutation(Tensor(1.0F))); });
  rows.of("shuffle").add("x", "()", [] {
    Tensor x(1.0F);
    random::shuffle(x);
  });
  add_shapes(rows, "choice", [](const Shape& shape) { static_cast<void>(random::choice(3, shape)); });
  rows.values("n", no_size, [](int n) { static_cast<void>(random::choice(n, {2})); })
      .values("p", negative,
              [](double p) {
                static_cast<void>(random::choice(2, {2}, {.p = {1, p}}));
              })
      .add("p", "1", [] { static_cast<void>(random::choice(2, {2}, {.p = {1}})); })
      .add("p", "0.5",
           [] {
             static_cast<void>(random::choice(2, {2}, {.p = {0.25, 0.25}}));
           })
      .add("replace", "3", [] { static_cast<void>(random::choice(3, {4}, {.replace = false})); });
  return rows;
}

}  // namespace keratin::testing
