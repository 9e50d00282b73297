#include "keratin/arrays.hpp"

#include <utility>

namespace keratin {

ArrayArgument::ArrayArgument(TensorArgument copy)
    : copy_(std::make_shared<const TensorArgument>(std::move(copy))), view_(copy_->tensor()) {}

Arrays::Arrays(ArrayArgument array) { arrays_.push_back(std::move(array)); }
Arrays::Arrays(std::initializer_list<ArrayArgument> list) : arrays_(list) {}
Arrays::Arrays(const std::vector<Tensor>& list) : arrays_(list.begin(), list.end()) {}

Arrays::Arrays(xt::nested_initializer_list_t<float, 1> array) : Arrays(TensorArgument(Tensor(array))) {}
Arrays::Arrays(xt::nested_initializer_list_t<float, 2> array) : Arrays(TensorArgument(Tensor(array))) {}
Arrays::Arrays(xt::nested_initializer_list_t<float, 3> array) : Arrays(TensorArgument(Tensor(array))) {}
Arrays::Arrays(xt::nested_initializer_list_t<float, 4> array) : Arrays(TensorArgument(Tensor(array))) {}
Arrays::Arrays(xt::nested_initializer_list_t<float, 5> array) : Arrays(TensorArgument(Tensor(array))) {}

}  // namespace keratin
