#include "layers/common/dtype.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "config/serialized.hpp"
#include "keratin/error.hpp"

namespace keratin {

namespace {

constexpr std::array<std::string_view, 6> computed = {"float32",       "float64",        "float16",
                                                      "mixed_float16", "mixed_bfloat16", "bfloat16"};

}  // namespace

std::string dtype_name(const Config& dtype) {
  if (dtype.is_none()) return "float32";
  if (const auto* name = dtype.as<std::string>()) return *name;
  const auto [class_name, policy] = read_serialized("dtype", dtype);
  if (const Config* mode = policy.find("mode")) {
    throw ValueError(fmt::format(
        "it is quantized ({}), which is not supported: save the model as it was before", to_string(*mode)));
  }
  if (policy.find("name") == nullptr) {
    throw ValueError(fmt::format("its dtype is a {}, which is not supported", class_name));
  }
  return policy.get<std::string>("name");
}

void check_dtype(const Config& dtype) {
  const std::string name = dtype_name(dtype);
  if (std::find(computed.begin(), computed.end(), name) != computed.end()) return;
  throw ValueError(fmt::format("its dtype is {}; only {} are supported", name, fmt::join(computed, ", ")));
}

}  // namespace keratin
