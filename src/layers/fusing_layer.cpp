#include "keratin/layers/fusing_layer.hpp"

namespace keratin {

View FusingLayer::run_forward_fused(View x, const Fusion& fusion, Tape& tape) const {
  require_built();
  const View y = forward_fused(x, fusion, tape);
  return activation() == nullptr || fusion.own_activation ? y : activate(y, tape);
}

View FusingLayer::run_backward_fused(View dy, const Fusion& fusion, Tape& tape) const {
  const bool activated = activation() != nullptr && !fusion.own_activation;
  return backward_fused(activated ? deactivate(dy, tape) : dy, fusion, tape);
}

}  // namespace keratin
