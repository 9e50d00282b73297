#include "layers/common/interpolate.hpp"

#include <fmt/format.h>

#include <optional>

#include "kernels/axis.hpp"
#include "nearest_name.hpp"
#include "utils/interpolation.hpp"

namespace keratin::layers {

namespace {

using kernels::Interpolation;

kernels::Resizing geometry(const Shape& x, int new_rows, int new_columns, Interpolation interpolation,
                           bool antialias) {
  using kernels::as_size;
  return {as_size(x[0]),     as_size(x[1]),        as_size(x[2]), as_size(x[3]),
          as_size(new_rows), as_size(new_columns), interpolation, antialias};
}

}  // namespace

Interpolation parse_interpolation(const Layer& layer, const std::string& name) {
  if (const std::optional<Interpolation> found = utils::find_interpolation(name)) return *found;
  layer.fail(fmt::format("unknown interpolation {}", among_known(name, utils::interpolation_names())));
}

View resize(View x, int new_rows, int new_columns, Interpolation interpolation, bool antialias, Tape& tape) {
  if (x.shape()[1] == new_rows && x.shape()[2] == new_columns) return x;
  const Buffer y = tape.allocate({x.shape()[0], new_rows, new_columns, x.shape()[3]});
  kernels::resize(geometry(x.shape(), new_rows, new_columns, interpolation, antialias), x.data(), y.data());
  return y;
}

View resize_gradient(View dy, const Shape& x, Interpolation interpolation, bool antialias, Tape& tape) {
  if (dy.shape() == x) return dy;
  const Buffer dx = tape.allocate(x);
  kernels::resize_gradient(geometry(x, dy.shape()[1], dy.shape()[2], interpolation, antialias), dy.data(),
                           dx.data());
  return dx;
}

}  // namespace keratin::layers
