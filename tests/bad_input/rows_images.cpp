#include "bad_input/rows.hpp"
#include "keratin/utils/image_utils.hpp"
#include "support/run_layer.hpp"

namespace keratin::testing {

using namespace utils;

namespace {

const std::vector<Shape> no_images = {{2}, {2, 2, 2}, {0, 2, 1}, {1, 2, 2, 1}};

Tensor image() { return zero_tensor({2, 2, 1}); }

template <class Use>
void add_images(Rows& rows, const std::string& name, const Use& use) {
  rows.of(name);
  for (const Shape& shape : no_images)
    rows.add("shape", to_string(shape), [shape, use] { use(zero_tensor(shape)); });
}

void add_conversions(Rows& rows) {
  add_images(rows, "img_to_array", [](const Tensor& x) { static_cast<void>(img_to_array(x)); });
  rows.field("data_format", &ImgToArrayOptions::data_format, unknown,
             [](const ImgToArrayOptions& options) { return img_to_array(image(), options); });
  add_images(rows, "array_to_img", [](const Tensor& x) { static_cast<void>(array_to_img(x)); });
  rows.field("data_format", &ArrayToImgOptions::data_format, unknown,
             [](const ArrayToImgOptions& options) { return array_to_img(image(), options); });
  add_images(rows, "format_image", [](const Tensor& x) { static_cast<void>(format_image(x)); });
  add_images(rows, "print_image", [](const Tensor& x) { print_image(x); });
}

void add_files(Rows& rows) {
  add_images(rows, "save_img", [](const Tensor& x) { save_img("a.png", x); });
  rows.values("data_format", unknown,
              [](const std::string& name) { save_img("a.png", image(), {.data_format = name}); })
      .values("file_format", unknown,
              [](const std::string& name) { save_img("a.png", image(), {.file_format = name}); })
      .values("quality", std::vector<int>{0, 101, -1, least, most},
              [](int quality) { save_img("a.jpg", image(), {.quality = quality}); });
  rows.of("load_img")
      .values("color_mode", unknown, [](const std::string& name) { load_img("a.png", {.color_mode = name}); })
      .values("interpolation", unknown,
              [](const std::string& name) { load_img("a.png", {.interpolation = name}); })
      .add("target_size", "(0, 2)",
           [] {
             load_img("a.png", {.target_size = {0, 2}});
           })
      .add("target_size", "(2,)", [] { load_img("a.png", {.target_size = {2}}); })
      .add("target_size", "2147483647", [] {
        load_img("a.png", {.target_size = {most, most}});
      });
  rows.of("save_animation");
  for (const Shape& shape : {Shape{2, 2, 1}, Shape{0, 2, 2, 1}, Shape{2, 2, 2, 2}})
    rows.add("shape", to_string(shape), [shape] { save_animation("a.png", zero_tensor(shape)); });
  const auto frames = [] { return zero_tensor({2, 2, 2, 1}); };
  rows.values("delay", std::vector<double>{-0.5, 66, not_a_number, infinity},
              [frames](double delay) { save_animation("a.png", frames(), {.delay = delay}); })
      .values("loop", no_count, [frames](int loop) { save_animation("a.png", frames(), {.loop = loop}); })
      .add("path", "a.nonsense", [frames] { save_animation("a.nonsense", frames()); });
}

}  // namespace

Rows image_rows() {
  Rows rows;
  add_conversions(rows);
  add_files(rows);
  return rows;
}

}  // namespace keratin::testing
