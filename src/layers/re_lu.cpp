#include "keratin/layers/re_lu.hpp"

#include "keratin/fusion.hpp"

namespace keratin::layers {

ReLU::ReLU(const ReLUOptions& options) : Layer("ReLU", options), options_(options) { set_activation("relu"); }

View ReLU::forward(View x, Tape& /*tape*/) const { return x; }

View ReLU::backward(View dy, Tape& /*tape*/) const { return dy; }

bool ReLU::join_previous(Fusion& fusion, bool /*training*/) const { return join_activation(fusion); }

std::shared_ptr<Layer> ReLU::clone() const { return std::make_shared<ReLU>(own(options_)); }

}  // namespace keratin::layers
