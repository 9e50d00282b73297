#pragma once

#include "keratin/layers/merging/base_merge.hpp"

namespace keratin::layers {

template <class Fields>
void list_fields(Fields& /*fields*/, MergeOptions& /*options*/) {}

}  // namespace keratin::layers
