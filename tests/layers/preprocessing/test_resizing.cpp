#include "keratin/layers/preprocessing/resizing.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

Tensor images(const Shape& shape, std::initializer_list<float> values) {
  Tensor x = zero_tensor(shape);
  std::copy(values.begin(), values.end(), x.data());
  return x;
}

}  // namespace

TEST_CASE("Resizing is a layer") {
  const auto make = [] {
    return std::make_shared<Resizing>(5, 3, ResizingOptions{.input_shape = {3, 4, 2}});
  };
  check_layer(make, {2, 3, 4, 2},
              {.output_shape = {2, 5, 3, 2}, .refused_inputs = {{2, 3, 4}, {None, 3, 4, 2, 1}}});
  const auto cropped = [] {
    return std::make_shared<Resizing>(
        2, 3, ResizingOptions{.interpolation = "bicubic", .crop_to_aspect_ratio = true});
  };
  check_layer(cropped, {2, 6, 4, 2}, {.output_shape = {2, 2, 3, 2}});
  const auto padded = [] {
    return std::make_shared<Resizing>(
        2, 3, ResizingOptions{.pad_to_aspect_ratio = true, .data_format = "channels_first"});
  };
  check_layer(padded, {2, 2, 6, 4}, {.output_shape = {2, 2, 2, 3}});
}

TEST_CASE("Resizing computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Resizing")) {
    const Arguments& arguments = golden.arguments;
    const ResizingOptions options{.interpolation = arguments.text("interpolation", "bilinear"),
                                  .crop_to_aspect_ratio = arguments.flag("crop_to_aspect_ratio", false),
                                  .pad_to_aspect_ratio = arguments.flag("pad_to_aspect_ratio", false),
                                  .fill_value = arguments.number("fill_value", 0),
                                  .antialias = arguments.flag("antialias", false),
                                  .data_format = arguments.text("data_format", "")};
    const int height = arguments.integer("height", 0), width = arguments.integer("width", 0);
    Resizing layer(height, width, options);
    check_golden(layer, golden, 2e-6);
    if ((options.interpolation != "bilinear" && options.interpolation != "nearest") || options.antialias)
      continue;
    INFO(golden.name << ", to the last bit");
    require_close(infer(layer, golden.x), golden.y, 0);
  }
}

TEST_CASE("Resizing by area computes what Keras computes") {
  const auto resized = [](const Tensor& x, int height, int width) {
    return infer(connected(Resizing(height, width, {.interpolation = "area"}), shape_of(x)), x);
  };
  require_close(resized(images({1, 3, 4, 1}, {0, 1, 4, 2, 2, 4, 1, 0, 1, 4, 2, 2}), 2, 3),
                images({1, 2, 3, 1}, {1, 2.5, 1.7499998f, 2, 2.8333333f, 1.4166665f}), 1e-6);
  require_close(
      resized(images({1, 2, 3, 1}, {0, 1, 4, 2, 2, 4}), 3, 4),
      images({1, 3, 4, 1}, {0, 0.6666667f, 2, 4, 1.0000001f, 1.3333335f, 2.3333335f, 4, 2, 2, 2.6666665f, 4}),
      1e-6);
  require_close(resized(images({1, 5, 2, 1}, {0, 1, 4, 2, 2, 4, 1, 0, 1, 4}), 2, 2),
                images({1, 2, 2, 1}, {2, 2, 1.2f, 2.4f}), 1e-6);
}

TEST_CASE("Resizing and its gradient equal the double loop") {
  for (const std::string interpolation : {"nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "area"}) {
    for (const bool antialias : {false, true}) {
      for (const auto& [height, width] : {std::pair{4, 8}, std::pair{7, 3}, std::pair{1, 13}}) {
        INFO(interpolation << (antialias ? ", antialias, " : ", ") << height << " x " << width);
        Resizing layer(height, width, {.interpolation = interpolation, .antialias = antialias});
        const reference::Pair size{height, width};
        const bool smooths = antialias && interpolation != "nearest" && interpolation != "area";
        check_reference(layer, {2, 5, 4, 2}, [&](const reference::Array& x, const auto&) {
          return reference::resize(x, size, interpolation, smooths);
        });
      }
    }
  }
}

TEST_CASE("Resizing keeps open dimensions open") {
  CHECK(Resizing(4, 5).compute_output_shape({None, None, None, None}) == Shape{None, 4, 5, None});
}

TEST_CASE("Resizing says what is wrong") {
  CHECK(error_of([] { Resizing(0, 3); }) ==
        "Layer \"resizing\" (Resizing): height and width must be from 1 to 32767, but received (0, 3).");
  CHECK(error_of([] { Resizing(4, 3, {.interpolation = "cubic"}); }) ==
        "Layer \"resizing\" (Resizing): unknown interpolation \"cubic\". Known: \"nearest\", \"bilinear\", "
        "\"bicubic\", \"lanczos3\", \"lanczos5\", \"area\".");
  CHECK(error_of([] { Resizing(4, 3, {.crop_to_aspect_ratio = true, .pad_to_aspect_ratio = true}); }) ==
        "Layer \"resizing\" (Resizing): crop_to_aspect_ratio and pad_to_aspect_ratio exclude each other: set "
        "one of "
        "them.");
  CHECK(error_of([] { Resizing(4, 3, {.fill_mode = "reflect"}); }) ==
        "Layer \"resizing\" (Resizing): unknown fill_mode \"reflect\". Known: \"constant\".");
}
