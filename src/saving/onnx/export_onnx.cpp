#include <fmt/format.h>

#include "files/atomic_file.hpp"
#include "memory_error.hpp"
#include "models/sequential_layer.hpp"
#include "saving/onnx/model_file.hpp"
#include "saving/onnx/model_graph.hpp"

namespace keratin {

void Sequential::export_onnx(const std::string& path) const {
  namespace onnx = saving::onnx;
  model_->require_built();
  onnx::check_file_size(name(), sizeof(float) * count_params());
  within_memory([&] { saving::write_atomically(path, onnx::model_file(onnx::model_graph(*model_))); },
                [&] { saving::fail_to_hold(path); });
}

}  // namespace keratin
