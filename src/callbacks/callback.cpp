#include "keratin/callbacks/callback.hpp"

#include "keratin/error.hpp"
#include "keratin/models/sequential.hpp"

namespace keratin::callbacks {

Sequential& Callback::model() const {
  if (model_ == nullptr)
    throw ValueError("This callback has no model yet: give it to fit(), evaluate() or predict().");
  return *model_;
}

void Callback::set_model(const Sequential& model) { model_ = std::make_shared<Sequential>(model); }

void CallbackArgument::require_callback() const {
  if (callback_ == nullptr) throw ValueError("callbacks must not hold a null pointer.");
}

}  // namespace keratin::callbacks

template class keratin::ListOf<keratin::callbacks::CallbackArgument>;
