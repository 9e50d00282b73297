// `--range` of the commands that read or write images, also with a comma.
#include <string>
#include <vector>

#include "keratin/layers.hpp"
#include "keratin/utils/image_utils.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/program.hpp"

#ifdef KERATIN_HAS_PNG

namespace keratin::test_ranges {
namespace {

using namespace layers;
using testing::run_keratin;

}  // namespace

TEST_CASE("keratin image --range: two words, or one with a comma") {
  const testing::Folder folder;
  const std::string model = folder.file("m.keras"), in = folder.file("in.png"), out = folder.file("out.png");
  Sequential brighter;
  brighter.add(Rescaling(1.0, {.offset = 10.0, .input_shape = {2, 2, 1}}));
  brighter.save(model);
  Tensor levels = {0, 37, 74, 111};
  levels.reshape({2, 2, 1});
  utils::save_img(in, levels, {.scale = false});
  for (const std::vector<std::string>& range : {std::vector<std::string>{"0", "255"}, {"0,255"}}) {
    std::vector<std::string> command = {"image", model, in, "-o", out, "--quiet", "--range"};
    command.insert(command.end(), range.begin(), range.end());
    REQUIRE(run_keratin(command).code == 0);
    CHECK((utils::load_img(out, {.color_mode = "grayscale"}) == levels + 10.0f));
  }
}

TEST_CASE("keratin sample --range: what black and white are to the generator") {
  const testing::Folder folder;
  const std::string model = folder.file("g.keras"), out = folder.file("out.png");
  Sequential generator;
  generator.add(Dense(4, {.kernel_initializer = "zeros", .input_dim = 3}));
  generator.add(Reshape({2, 2, 1}));
  generator.set_weights({xt::zeros<float>({3, 4}), Tensor{-2.0f, -1.0f, 0.0f, 0.6f}});
  generator.save(model);
  const auto sampled = [&](const std::vector<std::string>& range) {
    std::vector<std::string> command = {"sample", model, "-o", out, "--quiet", "--grid", "1x1"};
    command.insert(command.end(), range.begin(), range.end());
    REQUIRE(run_keratin(command).code == 0);
    const Tensor made = utils::load_img(out, {.color_mode = "grayscale"});
    REQUIRE(made.size() == 4);
    return std::vector<float>(made.begin(), made.end());
  };
  CHECK(sampled({"--range", "-1,1"}) == std::vector<float>{0, 0, 128, 204});
  CHECK(sampled({"--range", "-2", "0.55"}) == std::vector<float>{0, 100, 200, 255});
  CHECK(sampled({}).front() == 0.0f);
  CHECK(sampled({}).back() == 255.0f);
}

}  // namespace keratin::test_ranges

#endif
