// What belongs to a weight: initializers, regularizers, constraints; and activations.
#include "bad_input/rows.hpp"
#include "keratin/activations.hpp"
#include "keratin/constraints.hpp"
#include "keratin/initializers.hpp"
#include "keratin/regularizers.hpp"

namespace keratin::testing {

namespace {

/// A shape with an open dimension, and one that no memory holds.
template <class Class>
void add_shapes(Rows& rows, const std::string& name) {
  rows.of(name)
      .add("shape", "None",
           [] {
             static_cast<void>(Class()(Shape{None, 2}));
           })
      .add("shape", "2147483647", [] {
        static_cast<void>(Class()(Shape{most, most}));
      });
  if (memory_can_be_refused)
    rows.add("shape", "524288", [] { static_cast<void>(Class()(Shape{1 << 20, 1 << 19})); });
}

void add_initializers(Rows& rows) {
  using namespace initializers;
  add_shapes<Zeros>(rows, "Zeros");
  add_shapes<Ones>(rows, "Ones");
  add_shapes<Constant>(rows, "Constant");
  rows.values("value", not_finite, [](double value) { const Constant initializer(value); });
  add_shapes<Identity>(rows, "Identity");
  rows.values("gain", not_finite, [](double gain) { Identity({.gain = gain}); })
      .add("shape", "(2, 2, 2)", [] {
        static_cast<void>(Identity()({2, 2, 2}));
      });
  add_shapes<RandomNormal>(rows, "RandomNormal");
  rows.values("mean", not_finite, [](double mean) { RandomNormal({.mean = mean}); })
      .values("stddev", negative, [](double stddev) { RandomNormal({.stddev = stddev}); });
  add_shapes<TruncatedNormal>(rows, "TruncatedNormal");
  rows.values("mean", not_finite, [](double mean) { TruncatedNormal({.mean = mean}); })
      .values("stddev", negative, [](double stddev) { TruncatedNormal({.stddev = stddev}); });
  add_shapes<RandomUniform>(rows, "RandomUniform");
  rows.values("minval", not_finite, [](double value) { RandomUniform({.minval = value}); })
      .values("maxval", std::vector<double>{-1, not_a_number, infinity},
              [](double value) { RandomUniform({.maxval = value}); });
  add_shapes<VarianceScaling>(rows, "VarianceScaling");
  rows.values("scale", not_positive, [](double scale) { VarianceScaling({.scale = scale}); })
      .values("mode", unknown, [](const std::string& mode) { VarianceScaling({.mode = mode}); })
      .values("distribution", unknown,
              [](const std::string& name) { VarianceScaling({.distribution = name}); });
  add_shapes<GlorotUniform>(rows, "GlorotUniform");
  add_shapes<GlorotNormal>(rows, "GlorotNormal");
  add_shapes<HeUniform>(rows, "HeUniform");
  add_shapes<HeNormal>(rows, "HeNormal");
  add_shapes<LecunUniform>(rows, "LecunUniform");
  add_shapes<LecunNormal>(rows, "LecunNormal");
  add_shapes<Orthogonal>(rows, "Orthogonal");
  rows.values("gain", not_finite, [](double gain) { Orthogonal({.gain = gain}); });
  rows.add("shape", "(4,)", [] { static_cast<void>(Orthogonal()({4})); });
  rows.add("shape", "(16384, 16384)", [] { static_cast<void>(Orthogonal()({16384, 16384})); });
  rows.of("initializer").values("name", unknown, [](const std::string& name) {
    static_cast<void>(initializers::get(name));
  });
}

void add_penalties(Rows& rows) {
  using namespace regularizers;
  rows.of("L1").values("l1", negative, [](double factor) { const L1 regularizer(factor); });
  rows.of("L2").values("l2", negative, [](double factor) { const L2 regularizer(factor); });
  rows.of("L1L2")
      .values("l1", negative, [](double factor) { L1L2({.l1 = factor}); })
      .values("l2", negative, [](double factor) { L1L2({.l2 = factor}); });
  rows.of("regularizer").values("name", unknown, [](const std::string& name) {
    static_cast<void>(regularizers::get(name));
  });
}

void add_constraints(Rows& rows) {
  using namespace constraints;
  const std::vector<int> no_axis = {2, 9, -3, least, most};
  rows.of("MaxNorm")
      .values("max_value", negative, [](double value) { const MaxNorm constraint(value); })
      .values("axis", no_axis,
              [](int axis) {
                MaxNorm({.axis = axis}).check({3, 3});
              })
      .add("axis", "0", [] {
        MaxNorm({.axis = {0, 0}}).check({3, 3});
      });
  rows.of("MinMaxNorm")
      .values("min_value", negative, [](double value) { MinMaxNorm({.min_value = value}); })
      .values("max_value", negative, [](double value) { MinMaxNorm({.max_value = value}); })
      .values("rate", no_share, [](double rate) { MinMaxNorm({.rate = rate}); })
      .values("axis", no_axis,
              [](int axis) {
                MinMaxNorm({.axis = axis}).check({3, 3});
              })
      .add("bounds", "2", [] { MinMaxNorm({.min_value = 2, .max_value = 1}); });
  rows.of("UnitNorm").values("axis", no_axis, [](int axis) { UnitNorm({.axis = axis}).check({3, 3}); });
  rows.of("ClipConstraint").values("clip_value", negative, [](double value) {
    const ClipConstraint constraint(value);
  });
  rows.of("constraint").values("name", unknown, [](const std::string& name) {
    static_cast<void>(constraints::get(name));
  });
}

}  // namespace

Rows weight_rows() {
  Rows rows;
  add_initializers(rows);
  add_penalties(rows);
  add_constraints(rows);
  rows.of("activation")
      .values("name", unknown, [](const std::string& name) { static_cast<void>(activations::get(name)); })
      .add("function", "mine", [] { static_cast<void>(activations::get(activations::Function{"mine"})); });
  return rows;
}

}  // namespace keratin::testing
