#include "keratin/arrays.hpp"

#include <utility>

namespace keratin {

namespace {

/// Of a Tensor that does not live as long.
ArrayArgument copy_of(const Tensor& tensor) { return static_cast<const xt::xexpression<Tensor>&>(tensor); }

}  // namespace

ArrayArgument::ArrayArgument(TensorArgument copy, Owned /*tag*/)
    : copy_(std::make_shared<const TensorArgument>(std::move(copy))), view_(copy_->tensor()) {}

Arrays::Arrays(ArrayArgument array) { arrays_.push_back(std::move(array)); }
Arrays::Arrays(std::initializer_list<ArrayArgument> list) : arrays_(list) {}
Arrays::Arrays(const std::vector<Tensor>& list) : arrays_(list.begin(), list.end()) {}

Arrays::Arrays(xt::nested_initializer_list_t<float, 1> array) : Arrays(copy_of(Tensor(array))) {}
Arrays::Arrays(xt::nested_initializer_list_t<float, 2> array) : Arrays(copy_of(Tensor(array))) {}
Arrays::Arrays(xt::nested_initializer_list_t<float, 3> array) : Arrays(copy_of(Tensor(array))) {}
Arrays::Arrays(xt::nested_initializer_list_t<float, 4> array) : Arrays(copy_of(Tensor(array))) {}
Arrays::Arrays(xt::nested_initializer_list_t<float, 5> array) : Arrays(copy_of(Tensor(array))) {}

}  // namespace keratin
