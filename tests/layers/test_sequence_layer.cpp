// Layers on sequences whose channels come first, against the same layers on the same sequences with the
// channels last.
#include "keratin/layers.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

using MakeInFormat = std::function<std::shared_ptr<Layer>(const std::string& data_format)>;

std::vector<MakeInFormat> sequence_layers() {
  using Format = const std::string&;
  return {
      [](Format format) {
        return std::make_shared<Conv1D>(
            4, 3, Conv1DOptions{.padding = "causal", .data_format = format, .activation = "relu"});
      },
      [](Format format) {
        return std::make_shared<Conv1DTranspose>(4, 3,
                                                 Conv1DTransposeOptions{.strides = 2, .data_format = format});
      },
      [](Format format) {
        return std::make_shared<AveragePooling1D>(2, AveragePooling1DOptions{.data_format = format});
      },
      [](Format format) {
        return std::make_shared<MaxPooling1D>(MaxPooling1DOptions{.strides = 1, .data_format = format});
      },
      [](Format format) {
        return std::make_shared<GlobalMaxPooling1D>(GlobalMaxPooling1DOptions{.data_format = format});
      },
      [](Format format) {
        return std::make_shared<GlobalAveragePooling1D>(
            GlobalAveragePooling1DOptions{.data_format = format, .keepdims = true});
      },
      [](Format format) {
        return std::make_shared<ZeroPadding1D>(
            ZeroPadding1DOptions{.padding = {1, 2}, .data_format = format});
      },
  };
}

/// (batch, steps, channels) as (batch, channels, steps); a matrix as it is.
Tensor channels_first(const Tensor& x) {
  if (x.dimension() != 3) return x;
  return xt::transpose(x, {0, 2, 1});
}

}  // namespace

TEST_CASE("Layers on sequences with the channels first give what they give with the channels last") {
  for (const Shape& shape : {Shape{2, 5, 3}, Shape{3, 6, 1}, Shape{1, 37, 19}}) {
    for (const MakeInFormat& make_layer : sequence_layers()) {
      const auto last = make_layer("channels_last"), first = make_layer("channels_first");
      INFO(last->class_name() << " of " << to_string(shape));
      const Tensor x = random_tensor(shape), x_first = channels_first(x);
      const Tensor dy = random_tensor(connect(*last, shape), 2);
      connect(*first, shape_of(x_first));
      first->set_weights(last->get_weights());
      const Step of_last = train(*last, x, dy), of_first = train(*first, x_first, channels_first(dy));
      require_close(of_first.y, channels_first(of_last.y), 0);
      require_close(of_first.dx, channels_first(of_last.dx), 0);
      for (std::size_t i = 0; i < of_last.dweights.size(); ++i)
        require_close(of_first.dweights[i], of_last.dweights[i], 0);
      CHECK(first->multiply_adds(shape_of(x_first)) == last->multiply_adds(shape));
    }
  }
}

TEST_CASE("Layers on sequences with the channels first are layers") {
  for (const MakeInFormat& make_layer : sequence_layers()) {
    const auto layer = make_layer("channels_first");
    INFO(layer->class_name());
    Expected expected{.output_shape = connect(*layer, {2, 3, 6}), .refused_inputs = {{2, 3}}};
    for (const Weight* weight : layer->weights()) expected.weights.push_back(weight->shape());
    check_layer([&] { return make_layer("channels_first"); }, {2, 3, 6}, expected);
  }
}

TEST_CASE("Layers on sequences refuse data formats that they do not know") {
  for (const MakeInFormat& make_layer : sequence_layers()) {
    CHECK(error_of([&] {
            make_layer("channels");
          }).find("unknown data_format \"channels\". Known: \"channels_last\", \"channels_first\".") !=
          std::string::npos);
  }
}
