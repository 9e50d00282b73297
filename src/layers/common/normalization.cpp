#include "layers/common/normalization.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/group_normalize.hpp"
#include "kernels/normalize.hpp"
#include "kernels/strided.hpp"
#include "layers/layer_access.hpp"

namespace keratin::layers {

namespace {

/// The shape of the weight, with as many axes as a row.
Shape aligned_shape(const Weight& weight, const Shape& row) {
  if (weight.size() == row.element_count()) return row;
  Shape shape = weight.shape();
  while (shape.rank() < row.rank()) shape.push_back(1);
  return shape;
}

/// The weight's numbers for each position of a row.
View places_of(const Weight* weight, float otherwise, const Shape& row, Tape& tape) {
  if (weight != nullptr && weight->size() == row.element_count()) return {weight->data(), row};
  const Buffer places = tape.allocate(row);
  if (weight == nullptr) {
    std::fill_n(places.data(), places.size(), otherwise);
  } else {
    kernels::broadcast(aligned_shape(*weight, row), row, weight->data(), places.data());
  }
  return places;
}

void add_gradient(const Weight* weight, View sums, Tape& tape) {
  if (weight == nullptr) return;
  const Buffer gradient = tape.gradient(*weight);
  if (gradient.empty()) return;
  kernels::add_broadcast_gradient(aligned_shape(*weight, sums.shape()), sums.shape(), sums.data(),
                                  gradient.data());
}

}  // namespace

View normalize(const Layer& layer, const NormalizationGroups& groups, View x, Tape& tape) {
  const Buffer mean = tape.allocate(groups.statistics), inverse = tape.allocate(groups.statistics);
  kernels::moments(groups.channels, x.data(), mean.data(), inverse.data());
  std::transform(inverse.data(), inverse.data() + inverse.size(), inverse.data(), [&](float variance) {
    return 1.0f / std::sqrt(variance + static_cast<float>(groups.epsilon));
  });
  const View gamma = places_of(groups.gamma, 1.0f, groups.row, tape),
             beta = places_of(groups.beta, 0.0f, groups.row, tape);
  const Buffer y = tape.allocate(x.shape());
  kernels::normalize_groups(groups.channels, x.data(), mean.data(), inverse.data(), gamma.data(), beta.data(),
                            y.data());
  tape.save(layer, {x, mean, inverse, gamma});
  return y;
}

View normalize_gradient(const Layer& layer, const NormalizationGroups& groups, View dy, Tape& tape) {
  const auto [x, mean, inverse, gamma] = tape.restore<4>(layer);
  if (LayerAccess::trained_by(layer, tape)) {
    const Buffer dgamma = tape.allocate(groups.row), dbeta = tape.allocate(groups.row);
    kernels::group_weight_gradients(groups.channels, x.data(), dy.data(), mean.data(), inverse.data(),
                                    dgamma.data(), dbeta.data());
    add_gradient(groups.gamma, dgamma, tape);
    add_gradient(groups.beta, dbeta, tape);
  }
  if (!tape.needs_input_gradient()) return {};
  const Buffer dx = tape.allocate(x.shape());
  kernels::normalize_groups_gradient(groups.channels, x.data(), dy.data(), mean.data(), inverse.data(),
                                     gamma.data(), dx.data());
  return dx;
}

}  // namespace keratin::layers
