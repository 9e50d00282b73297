#include "keratin/layers/conv1d.hpp"

namespace keratin::layers {

Conv1D::Conv1D(int filters, int kernel_size, const Conv1DOptions& options)
    : BaseConv("Conv1D", filters,
               {.kernel_size = {1, kernel_size},
                .strides = {1, options.strides},
                .dilation_rate = {1, options.dilation_rate},
                .groups = options.groups},
               options),
      options_(options) {}

std::shared_ptr<Layer> Conv1D::clone() const {
  return std::make_shared<Conv1D>(filters(), kernel_size().columns, own(options_));
}

}  // namespace keratin::layers
