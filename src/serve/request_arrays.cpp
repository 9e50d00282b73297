#include "serve/request_arrays.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>
#include <utility>

#include "files/npy_format.hpp"
#include "files/system_file.hpp"
#include "images/image_file.hpp"
#include "keratin/error.hpp"
#include "saving/json.hpp"
#include "serve/range.hpp"
#include "serve/tiles.hpp"
#include "utils/lower_case.hpp"

namespace keratin::serving {

namespace {

constexpr const char* source = "the request's data";

/// `image/png; a=b` as `image/png`.
std::string essence_of(const std::string& type) {
  const std::string essence = utils::lower_case(type.substr(0, type.find(';')));
  return essence.substr(0, essence.find_last_not_of(" \t") + 1);
}

bool is_json_type(const std::string& type) { return essence_of(type) == "application/json"; }

bool is_npy_type(const std::string& type) {
  const std::string essence = essence_of(type);
  return essence == "application/octet-stream" || essence == "application/x-npy";
}

/// What `read` makes of the request's data, which errors then call so.
template <class Read>
auto from_data(const Read& read) {
  try {
    return read();
  } catch (const IOError& error) {
    const std::string text = error.what(), file = fmt::format("The file '{}'", source);
    if (!text.starts_with(file)) throw;
    throw IOError(source + text.substr(file.size()));
  }
}

/// An image as the model's main input: resized to what it takes, its levels in its range.
Tensor input_of_image(Request& request, const ServedModel& served) {
  const Description& description = served.description();
  const bool takes = description.image && description.kind != "vector_to_image" && !description.labels;
  if (!takes) throw ValueError("this model takes no image: send an array");
  const ImageForm form = *description.image;
  const Shape size = form.rows == None || form.columns == None ? Shape() : Shape{form.rows, form.columns};
  const utils::Image image = image_of(
      request,
      {.color_mode = color_mode_of(form.channels), .target_size = size, .interpolation = "bilinear"});
  Shape shape = served.model().input_shape();
  if (shape.rank() > 2) {
    shape[1] = static_cast<int>(image.rows);
    shape[2] = static_cast<int>(image.columns);
  }
  shape[0] = 1;
  Tensor input = empty_tensor(shape);
  std::copy(image.levels.begin(), image.levels.end(), input.data());
  to_range(input, input_range_of(description));
  return input;
}

/// Arrays by name in the order of the model's inputs.
std::vector<Tensor> in_order(std::map<std::string, Tensor> arrays, const std::vector<std::string>& names) {
  if (arrays.size() == 1 && names.size() == 1 && arrays.contains(""))
    return {std::move(arrays.begin()->second)};
  std::vector<Tensor> ordered;
  for (const std::string& name : names) {
    const auto found = arrays.find(name);
    if (found == arrays.end()) break;
    ordered.push_back(std::move(found->second));
  }
  if (ordered.size() == names.size() && arrays.size() == names.size()) return ordered;
  std::vector<std::string> found;
  found.reserve(arrays.size());
  for (const auto& [name, array] : arrays) found.push_back(name.empty() ? "an array without a name" : name);
  throw ValueError(fmt::format("expected an array for each input of the model, {}, but received: {}",
                               fmt::join(names, ", "), fmt::join(found, ", ")));
}

void append_number(std::string& text, float value) {
  if (!std::isfinite(value)) {
    text += "null";
    return;
  }
  fmt::format_to(std::back_inserter(text), "{}", value);
}

/// Numbers as lists of the sizes from `axis` on.
void append_lists(std::string& text, const Shape& shape, int axis, const float*& value) {
  if (axis == shape.rank()) return append_number(text, *value++);
  text += '[';
  for (int i = 0; i < shape[axis]; ++i) {
    if (i > 0) text += ',';
    append_lists(text, shape, axis + 1, value);
  }
  text += ']';
}

std::string quoted(const std::string& name) { return saving::to_json(Config(name)); }

std::string columns(const std::vector<Tensor>& outputs, const std::vector<std::string>& names) {
  std::string text = "{\"outputs\":";
  if (outputs.size() == 1) {
    append_json(text, outputs.front());
  } else {
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      text += (i == 0 ? "{" : ",") + quoted(names[i]) + ':';
      append_json(text, outputs[i]);
    }
    text += '}';
  }
  return text + '}';
}

std::string rows(const std::vector<Tensor>& outputs, const std::vector<std::string>& names) {
  std::string text = "{\"predictions\":[";
  for (std::size_t sample = 0; sample < outputs.front().shape(0); ++sample) {
    if (sample > 0) text += ',';
    if (outputs.size() == 1) {
      append_json(text, outputs.front(), sample);
      continue;
    }
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      text += (i == 0 ? "{" : ",") + quoted(names[i]) + ':';
      append_json(text, outputs[i], sample);
    }
    text += '}';
  }
  return text + "]}";
}

}  // namespace

bool is_image_type(const std::string& type) {
  const std::string essence = essence_of(type);
  return essence == "image/png" || essence == "image/jpeg";
}

bool is_known_type(const std::string& type) {
  return is_json_type(type) || is_npy_type(type) || is_image_type(type);
}

utils::Image image_of(const Request& request, const utils::LoadImgOptions& options) {
  return from_data([&] {
    return utils::decode_image(source, {request.body.begin(), request.body.end()}, options);
  });
}

InputArrays inputs_of(Request& request, const ServedModel& served) {
  const std::vector<std::string>& names = served.description().inputs;
  if (is_image_type(request.type)) return {Form::image, {input_of_image(request, served)}};
  if (is_npy_type(request.type)) {
    if (names.size() > 1) {
      throw ValueError(fmt::format("this model has {} inputs: send JSON, {{\"inputs\": {{\"{}\": …}}}}",
                                   names.size(), fmt::join(names, "\": …, \"")));
    }
    return {Form::npy, {from_data([&] { return utils::parse_npy(source, saving::bytes_of(request.body)); })}};
  }
  InputArrays inputs;
  auto arrays = arrays_of_json(request.body, inputs.form);
  inputs.arrays = in_order(std::move(arrays), names);
  return inputs;
}

Reply npy_reply(const Tensor& array) {
  const std::vector<std::uint8_t> bytes = utils::format_npy(array);
  return {200, "application/x-npy", {bytes.begin(), bytes.end()}};
}

Reply reply_with(const std::vector<Tensor>& outputs, const Description& description, Form form,
                 const std::string& accept) {
  const bool wants_npy = form == Form::npy || is_npy_type(accept);
  if (wants_npy && outputs.size() == 1) return npy_reply(outputs.front());
  constexpr std::size_t most = std::size_t{1} << 23;
  std::size_t numbers = 0;
  for (const Tensor& output : outputs) numbers += output.size();
  if (numbers > most) {
    return error_reply(413, fmt::format("{} numbers are too many for JSON: send fewer samples{}", numbers,
                                        outputs.size() == 1 ? ", or Accept: application/x-npy" : ""));
  }
  const bool by_row = form == Form::instances || form == Form::image;
  return {200, "application/json",
          by_row ? rows(outputs, description.outputs) : columns(outputs, description.outputs)};
}

void append_json(std::string& text, const Tensor& array) {
  const float* value = array.data();
  append_lists(text, shape_of(array), 0, value);
}

void append_json(std::string& text, const Tensor& array, std::size_t sample) {
  const Shape shape = shape_of(array);
  const float* value = array.data() + sample * (array.size() / array.shape(0));
  append_lists(text, shape, 1, value);
}

}  // namespace keratin::serving
