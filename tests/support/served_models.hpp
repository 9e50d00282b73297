#pragma once

#include "keratin/models/sequential.hpp"
#include "keratin/serve.hpp"

namespace keratin::testing {

/// A model of each kind of page, small and with the weights of a seed.
Sequential small_generator();               ///< points of 6 numbers to images of 8·8·1
Model conditional_generator();              ///< with a second input, the label, of 3 classes
Sequential image_doubler(const Shape& in);  ///< images to images of twice the sides
Sequential small_classifier();              ///< images of 8·8·1 to 4 classes
Sequential small_discriminator();
Model two_outputs();  ///< 3 numbers to 2 and to 1

/// On a free port.
ModelServer serve_on_free_port(const Model& model, ServeOptions options = {});

}  // namespace keratin::testing
