#include "keratin/layers/fusing_layer.hpp"

namespace keratin {

View FusingLayer::forward(View x, Tape& tape) const { return forward_fused(x, {}, tape); }

View FusingLayer::backward(View dy, Tape& tape) const { return backward_fused(dy, {}, tape); }

View FusingLayer::run_forward_fused(View x, const Fusion& fusion, Tape& tape) const {
  require_built();
  return finish_forward(forward_fused(x, fusion, tape), !fusion.own_activation, tape);
}

View FusingLayer::run_backward_fused(View dy, const Fusion& fusion, Tape& tape) const {
  return backward_fused(begin_backward(dy, !fusion.own_activation, tape), fusion, tape);
}

}  // namespace keratin
