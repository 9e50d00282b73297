// Models that branch.
#include "keratin/layers.hpp"
#include "layers/core/get_item.hpp"
#include "support/onnx_models.hpp"

namespace keratin::testing {

using namespace layers;

namespace {

/// What a layer makes of inputs of these shapes, of which images go through a convolution before.
template <class Merge>
void add_merge(OnnxFamily& family, const std::vector<Shape>& shapes, Merge merge) {
  std::vector<KerasTensor> inputs, merged;
  for (const Shape& shape : shapes) {
    inputs.push_back(Input(shape));
    const bool is_convolved = shape.rank() == 3 && merged.size() != 1;
    merged.push_back(is_convolved ? Conv2D(shape.back(), 1)(inputs.back()) : inputs.back());
  }
  family.take(Model(inputs, std::move(merge)(merged), {.name = family.next_name()}), 0);
}

template <class Merge>
void add_elementwise(OnnxFamily& family) {
  add_merge(family, {{6}, {6}}, Merge());
  add_merge(family, {{5, 4, 3}, {5, 4, 3}}, Merge());
  add_merge(family, {{5, 4, 3}, {1, 1, 3}}, Merge());
  add_merge(family, {{5, 1, 3}, {3}}, Merge());
  add_merge(family, {{None, 3}, {1, 3}}, Merge());
}

template <class Merge>
void add_of_many(OnnxFamily& family) {
  add_merge(family, {{5, 4, 3}, {5, 4, 3}, {1, 4, 1}}, Merge());
  add_merge(family, {{5, 4, 3}}, Merge());
}

void add_mergings(OnnxFamily family) {
  add_elementwise<Add>(family);
  add_elementwise<Average>(family);
  add_elementwise<Maximum>(family);
  add_elementwise<Minimum>(family);
  add_elementwise<Multiply>(family);
  add_elementwise<Subtract>(family);
  add_of_many<Add>(family);
  add_of_many<Average>(family);
  add_of_many<Maximum>(family);
  add_of_many<Minimum>(family);
  add_of_many<Multiply>(family);
  add_merge(family, {{6}, {3}, {1}}, Concatenate());
  for (int axis : {-1, 1, 2}) add_merge(family, {{5, 4, 3}, {5, 4, 3}}, Concatenate({.axis = axis}));
  add_merge(family, {{None, 3}, {None, 3}}, Concatenate({.axis = 1}));
}

void add_dots(OnnxFamily family) {
  for (bool normalize : {false, true}) {
    add_merge(family, {{6}, {6}}, Dot(1, {.normalize = normalize}));
    add_merge(family, {{4, 3}, {5, 3}}, Dot(2, {.normalize = normalize}));
    add_merge(family, {{4, 3}, {3, 5}}, Dot({2, 1}, {.normalize = normalize}));
    add_merge(family, {{5, 4, 3}, {2, 3, 4}}, Dot({2, 3}, {.normalize = normalize}));
    add_merge(family, {{None, 3}, {3}}, Dot(-1, {.normalize = normalize}));
  }
}

Config slice(Config start, Config stop, Config step) {
  Config parts = Config::entries({{"start", std::move(start)}, {"stop", std::move(stop)}});
  parts.set("step", std::move(step));
  return Config::entries({{"class_name", "__slice__"}, {"config", parts}});
}

void add_operations(OnnxFamily family) {
  const auto add = [&](const KerasTensor& input, const KerasTensor& output) {
    family.take(Model(input, output, {.name = family.next_name()}), 0);
  };
  const Input x({5, 4, 3});
  const KerasTensor y = Conv2D(3, 1)(x);
  for (const KerasTensor& output :
       {y + 1, 1 - y, y - 1.5, 2 * y, y / 3, 1 / (y * y + 1), -y, abs(y), pow(y, 2), (1 - y) * y})
    add(x, output);
  const Config all = slice({}, {}, {}), rest = Config::entries({{"class_name", "__ellipsis__"}});
  for (const Config::List& key :
       {Config::List{all, slice(0, 2, {})}, Config::List{rest, 1}, Config::List{all, -1},
        Config::List{all, slice({}, {}, 2), slice(1, {}, {})}, Config::List{all, slice({}, {}, -1)},
        Config::List{all, slice(-2, {}, -1), {}, slice({}, -1, {})}})
    add(x, GetItem(key)(y));
}

/// A residual block, a gate over channels and a skip by concatenation.
void add_whole(OnnxFamily family) {
  const Input image({8, 8, 2}), label({3});
  const KerasTensor start = Conv2D(4, 3, {.padding = "same", .activation = "relu"})(image);
  KerasTensor x = Conv2D(4, 3, {.padding = "same"})(start);
  x = ReLU()(Add()({x, start}));
  const KerasTensor gate = Dense(4, {.activation = "sigmoid"})(GlobalAveragePooling2D()(x));
  x = Multiply()({x, gate});
  KerasTensor low = MaxPooling2D()(x);
  low = Conv2D(6, 3, {.padding = "same"})(low);
  x = Concatenate()({UpSampling2D()(low), x});
  const KerasTensor plane = Reshape({8, 8, 1})(Dense(64)(label));
  x = Conv2D(2, 3, {.padding = "same"})(Concatenate()({x, plane}));
  family.take(Model({image, label}, x, {.name = family.next_name()}), 0);
}

}  // namespace

void add_onnx_graphs(std::vector<OnnxCase>& cases) {
  add_mergings({"merging", cases});
  add_dots({"dot", cases});
  add_operations({"operation", cases});
  add_whole({"graph", cases});
}

}  // namespace keratin::testing
