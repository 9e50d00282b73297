#include <algorithm>
#include <set>

#include "engine/packed_weights.hpp"
#include "engine/step_tape.hpp"
#include "support/catch.hpp"

using namespace keratin;

namespace {

/// A weight of three numbers that is packed as it is.
struct Packing {
  Weight weight{"kernel", Tensor{1.0f, 2.0f, 3.0f}};
  PackedWeights packed;
  StepTape tape;
  int packs = 0;

  Packing() { tape.begin_inference(); }

  const float* get(std::uint64_t key = 1) {
    return packed.get(
        key, weight.size(), weight, tape, [&] { return weight.version(); },
        [&](float* to) {
          ++packs;
          std::copy_n(weight.data(), weight.size(), to);
        });
  }
};

}  // namespace

TEST_CASE("PackedWeights packs once a change") {
  Packing packing;
  CHECK(packing.get()[2] == 3.0f);
  CHECK(packing.get() == packing.get());
  CHECK(packing.packs == 1);
  packing.weight.assign(Tensor{4.0f, 5.0f, 6.0f});
  CHECK(packing.get()[2] == 6.0f);
  CHECK(packing.packs == 2);
}

TEST_CASE("PackedWeights does not keep what it packed while the weight changed") {
  Packing packing;
  packing.get();
  float* values = packing.weight.mutable_data();
  values[0] = 10.0f;
  CHECK(packing.get()[0] == 10.0f);  // as another thread may, half-way
  values[2] = 30.0f;
  packing.weight.changed();
  CHECK(packing.get()[2] == 30.0f);
}

TEST_CASE("PackedWeights keeps each form in its own memory, and further ones share one place on the tape") {
  Packing packing;
  std::set<const float*> forms;
  for (std::uint64_t key = 1; key <= PackedWeights::most_forms + 2; ++key) forms.insert(packing.get(key));
  CHECK(forms.size() == PackedWeights::most_forms + 1);
  for (const float* form : forms) CHECK(form[2] == 3.0f);
  packing.packs = 0;
  packing.get(PackedWeights::most_forms);
  CHECK(packing.packs == 0);
  packing.get(PackedWeights::most_forms + 1);
  CHECK(packing.packs == 1);
}
