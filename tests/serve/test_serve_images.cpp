// Images that a server takes and gives.
#include <nlohmann/json.hpp>

#include "files/system_file.hpp"
#include "images/image_file.hpp"
#include "images/image_formats.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/utils/image_utils.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/http_client.hpp"
#include "support/program.hpp"
#include "support/served_models.hpp"

#ifdef KERATIN_HAS_PNG

namespace keratin {
namespace {

using namespace testing;

Tensor levels(int rows, int columns, int channels) {
  Tensor image = empty_tensor({rows, columns, channels});
  for (std::size_t i = 0; i < image.size(); ++i) image.data()[i] = static_cast<float>(i * 37 % 256);
  return image;
}

std::string png_of(const Tensor& image) {
  const std::vector<std::uint8_t> bytes = utils::png_of(image, false);
  return {bytes.begin(), bytes.end()};
}

std::string bytes_of_file(const std::string& path) {
  const std::vector<std::uint8_t> bytes = saving::read_file(path);
  return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("serve: POST /image gives the bytes that `keratin image` writes") {
  const Folder folder;
  const std::string file = folder.file("m.keras"), in = folder.file("in.png"), out = folder.file("out.png");
  for (const Shape& input : {Shape{None, None, 3}, Shape{None, None, 1}, Shape{16, 16, 3}}) {
    const Sequential model = image_doubler(input);
    const ModelServer server = serve_on_free_port(model);
    HttpClient client(server.port());
    model.save(file);
    for (const auto& [rows, columns] : {std::pair{5, 7}, {16, 16}, {40, 33}, {530, 520}}) {
      INFO(to_string(input) << " " << rows << " " << columns);
      const std::string png = png_of(levels(rows, columns, 3));
      const HttpAnswer answer = client.post("/image?id=mine", png, "image/png");
      REQUIRE(answer.status == 200);
      CHECK(answer.headers.at("content-type") == "image/png");
      utils::save_img(in, levels(rows, columns, 3), {.scale = false});
      REQUIRE(run_keratin({"image", file, in, "-o", out, "-q"}).code == 0);
      CHECK(answer.body == bytes_of_file(out));
    }
    CHECK(client.get("/progress/mine").body == R"({"done":0,"of":0})");  // it is done
  }
}

TEST_CASE("serve: a model that ends with tanh takes and gives images from -1 to 1, as `keratin image`") {
  using namespace layers;
  const Folder folder;
  const std::string file = folder.file("m.keras"), in = folder.file("in.png"), out = folder.file("out.png");
  const Sequential model(
      {Input({4, 4, 1}), DepthwiseConv2D(1, {.depthwise_initializer = "ones"}), Activation("tanh")});
  model.save(file);
  const ModelServer server = serve_on_free_port(model);
  const Tensor image = levels(4, 4, 1);
  utils::save_img(in, image, {.scale = false});
  const HttpAnswer answer = HttpClient(server.port()).post("/image", bytes_of_file(in), "image/png");
  REQUIRE(run_keratin({"image", file, in, "-o", out, "-q"}).code == 0);
  CHECK(answer.body == bytes_of_file(out));
  const Tensor made = utils::load_img(out, {.color_mode = "grayscale"});
  for (std::size_t i = 0; i < image.size(); ++i)
    CHECK(made.data()[i] == std::round((std::tanh(image.data()[i] / 127.5f - 1.0f) + 1.0f) * 127.5f));
}

TEST_CASE("serve: POST /predict of an image gives the classes of what it is resized to") {
  const Sequential model = small_classifier();
  const ModelServer server = serve_on_free_port(model);
  HttpClient client(server.port());
  const Folder folder;
  const std::string file = folder.file("in.png");
  for (const int side : {8, 20}) {
    const Tensor image = levels(side, side, 3);
    utils::save_img(file, image, {.scale = false});
    Tensor x = utils::load_img(
        file, {.color_mode = "grayscale", .target_size = {8, 8}, .interpolation = "bilinear"});
    x.reshape({1, 8, 8, 1});
    const Tensor scaled = x / 255.0f, expected = model.predict(scaled);
    const HttpAnswer answer = client.post("/predict", png_of(image), "image/png; a=b");
    INFO(answer.body);
    REQUIRE(answer.status == 200);
    const nlohmann::json row = nlohmann::json::parse(answer.body)["predictions"][0];
    for (std::size_t i = 0; i < 4; ++i) CHECK(row[i].get<float>() == expected(0, i));
    CHECK(client.post("/features?layer=maps", png_of(image), "image/png").body ==
          npy_bytes(Model(model.inputs(), model.output("maps")).predict(scaled)));
  }
}

TEST_CASE("serve: data that are no image, and images that are too large, are refused") {
  const ModelServer server = serve_on_free_port(image_doubler({None, None, 1}));
  HttpClient client(server.port());
  const std::string png = png_of(levels(9, 9, 1));
  const auto text = [&](const std::string& bytes, const char* type) {
    const HttpAnswer answer = client.post("/image", bytes, type);
    CHECK(answer.status == 400);
    return nlohmann::json::parse(answer.body)["error"].get<std::string>();
  };
  using Catch::Matchers::StartsWith;
  CHECK_THAT(text("no image", "image/png"), StartsWith("the request's data cannot be read: "));
  CHECK_THAT(text(png.substr(0, png.size() / 2), "image/png"),
             StartsWith("the request's data cannot be read: "));
  CHECK_THAT(text("\xff\xd8\xff no more", "image/jpeg"), StartsWith("the request's data cannot be read: "));
  std::string claims = png;
  claims.replace(16, 8, std::string("\x00\x01\x00\x00\x00\x01\x00\x00", 8));  // 65536 by 65536
  CHECK_THAT(text(claims, "image/png"), StartsWith("the request's data cannot be read: "));
  const ModelServer generator = serve_on_free_port(small_generator());
  const HttpAnswer answer = HttpClient(generator.port()).post("/image", png, "image/png");
  CHECK(answer.status == 400);
  CHECK_THAT(answer.body, StartsWith(R"({"error":"image takes a model from images to images)"));
}

}  // namespace keratin

#endif
