#include "layers/core/get_item.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "kernels/strided.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

namespace {

using Part = GetItem::Part;
using Kind = Part::Kind;

bool is_of_class(const Config& item, const char* class_name) {
  const Config* entry = item.find("class_name");
  return entry != nullptr && *entry == Config(class_name);
}

Part read_part(const Config& item) {
  Part part;
  if (item.is_none()) {
    part.kind = Kind::new_axis;
  } else if (is_of_class(item, "__slice__")) {
    const auto slice = item.get<Config>("config");
    read_argument("start", slice.get<Config>("start"), part.start);
    read_argument("stop", slice.get<Config>("stop"), part.stop);
    std::optional<int> step;
    read_argument("step", slice.get<Config>("step"), step);
    part.step = step.value_or(1);
  } else {
    part.kind = Kind::place;
    read_argument("key", item, part.start.emplace());
  }
  return part;
}

bool takes_all(const Part& part) {
  return part.kind == Kind::slice && part.start.value_or(0) == 0 && !part.stop && part.step == 1;
}

/// What a part takes of an axis: places first, first + step, …
struct Range {
  int first, count;
};

/// As Python resolves a slice of `size` places.
Range range_of(const Part& part, int size) {
  const auto resolved = [&](std::optional<int> place, int otherwise) {
    const int lowest = part.step > 0 ? 0 : -1, highest = part.step > 0 ? size : size - 1;
    if (!place) return otherwise;
    return std::clamp(*place < 0 ? *place + size : *place, lowest, highest);
  };
  const int first = resolved(part.start, part.step > 0 ? 0 : size - 1);
  const int stop = resolved(part.stop, part.step > 0 ? size : -1);
  const std::int64_t distance = std::int64_t{stop} - first, step = part.step;
  return {first, static_cast<int>(std::max<std::int64_t>(0, (distance + step + (step > 0 ? -1 : 1)) / step))};
}

/// The strided array that the parts take of a dense one.
struct Strided {
  Shape shape = {};  ///< with axes of 1 for single places
  std::vector<std::ptrdiff_t> strides = {};
  std::ptrdiff_t start = 0;
};

Strided strided(const std::vector<Part>& parts, const Shape& input) {
  Strided taken;
  std::ptrdiff_t stride = 1;
  int axis = input.rank();
  std::vector<int> sizes;
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    if (part->kind == Kind::new_axis) continue;
    const int size = input[--axis];
    const Range range = part->kind == Kind::slice
                            ? range_of(*part, size)
                            : Range{*part->start < 0 ? *part->start + size : *part->start, 1};
    sizes.push_back(range.count);
    taken.strides.push_back(stride * part->step);
    taken.start += stride * range.first;
    stride *= size;
  }
  std::reverse(taken.strides.begin(), taken.strides.end());
  for (auto size = sizes.rbegin(); size != sizes.rend(); ++size) taken.shape.push_back(*size);
  return taken;
}

}  // namespace

GetItem::GetItem(const Config& key, const GetItemOptions& options)
    : Described("GetItem", {key}, options), key_(key) {
  const auto* list = key.as<Config::List>();
  for (const Config& item : list == nullptr ? Config::List{key} : *list) {
    if (!is_of_class(item, "__ellipsis__")) {
      parts_.push_back(read_part(item));
      if (parts_.back().step == 0) fail("a slice's step must not be 0.");
    } else if (std::exchange(rest_, parts_.size())) {
      fail(fmt::format("its key may have one `...` only, but received {}.", to_string(key)));
    }
  }
}

std::vector<Part> GetItem::parts_for(const Shape& input) const {
  const auto named = std::count_if(parts_.begin(), parts_.end(),
                                   [](const Part& part) { return part.kind != Kind::new_axis; });
  if (named > input.rank()) {
    fail(fmt::format("its key {} has more axes than its input of shape {}.", to_string(key_),
                     to_string(input)));
  }
  std::vector<Part> parts = parts_;
  const auto rest = static_cast<std::ptrdiff_t>(rest_.value_or(parts.size()));
  parts.insert(parts.begin() + rest, static_cast<std::size_t>(input.rank() - named), Part{});
  if (!takes_all(parts.front()))
    fail(fmt::format("its key {} must take the whole batch: begin with `:`.", to_string(key_)));
  return parts;
}

Shape GetItem::compute_output_shape(const Shape& input_shape) const {
  Shape output;
  int axis = 0;
  for (const Part& part : parts_for(input_shape)) {
    if (part.kind == Kind::new_axis) {
      output.push_back(1);
      continue;
    }
    const int size = input_shape[axis++];
    if (part.kind == Kind::slice) output.push_back(size == None ? None : range_of(part, size).count);
    const bool is_outside =
        part.kind == Kind::place ? *part.start >= size || *part.start < -size : output.back() == 0;
    if (size != None && is_outside) {
      fail(fmt::format("its key {} takes nothing of axis {} of its input of shape {}.", to_string(key_),
                       axis - 1, to_string(input_shape)));
    }
  }
  return output;
}

View GetItem::forward(View x, Tape& tape) const {
  const Buffer y = tape.allocate(compute_output_shape(x.shape()));
  const Strided taken = strided(parts_for(x.shape()), x.shape());
  kernels::take_strided(taken.shape, taken.strides, x.data() + taken.start, y.data());
  tape.save(*this, {x});
  return y;
}

View GetItem::backward(View dy, Tape& tape) const {
  const auto [x] = tape.restore<1>(*this);
  if (!tape.needs_input_gradient()) return {};
  const Buffer dx = tape.allocate(x.shape());
  const Strided taken = strided(parts_for(x.shape()), x.shape());
  std::fill_n(dx.data(), dx.size(), 0.0f);
  kernels::put_strided(taken.shape, taken.strides, dy.data(), dx.data() + taken.start);
  return dx;
}

template <class Fields>
void list_fields(Fields& fields, Config& key, GetItemOptions& /*options*/) {
  fields.required("key", key);
}

template class Described<GetItem, Layer, GetItemOptions, Config>;

}  // namespace keratin::layers
