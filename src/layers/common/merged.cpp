#include "layers/common/merged.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace keratin::layers {

std::vector<Shape> shapes_of(std::span<const View> x) {
  std::vector<Shape> shapes;
  for (const View& one : x) shapes.push_back(one.shape());
  return shapes;
}

std::string listed(std::span<const Shape> shapes) {
  constexpr std::size_t most = 20;
  std::vector<std::string> texts;
  for (const Shape& shape : shapes.first(std::min(most, shapes.size()))) texts.push_back(to_string(shape));
  if (shapes.size() > most) texts.emplace_back("…");
  return fmt::format("{}", fmt::join(texts, ", "));
}

int merged_batch(const Layer& layer, std::span<const Shape> inputs) {
  int batch = None;
  for (const Shape& input : inputs) {
    if (batch != None && input[0] != None && input[0] != batch) {
      layer.fail(fmt::format("its inputs must have one batch size, but received shapes {}.", listed(inputs)));
    }
    if (input[0] != None) batch = input[0];
  }
  return batch;
}

}  // namespace keratin::layers
