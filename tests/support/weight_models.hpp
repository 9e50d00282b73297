#pragma once

#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"

namespace keratin::testing {

// The models of tests/golden/files/models.py.
Sequential dense_model();
Sequential conv_model();
Sequential gan_model();

/// The value that weight number `i` has in all those files.
Tensor numbered_value(int i, const Shape& shape);

/// Gives the model's weights those values.
void number_weights(const Sequential& model);

/// Checks that the model's weights have those values.
void check_numbered(const Sequential& model);

/// The file tests/golden/files/<name>.
std::string weights_path(const std::string& name);

}  // namespace keratin::testing
