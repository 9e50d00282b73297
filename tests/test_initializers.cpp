#include <cmath>
#include <limits>
#include <memory>
#include <string>

#include "keratin/error.hpp"
#include "keratin/initializers.hpp"
#include "random/generators.hpp"
#include "random/random_golden.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"

using namespace keratin;
using namespace keratin::initializers;
using Catch::Matchers::Contains;
using nlohmann::json;
using testing::require_close;

namespace {

double number(const json& arguments, const char* key, double otherwise) {
  return arguments.contains(key) ? std::stod(arguments.at(key).get<std::string>()) : otherwise;
}

std::optional<std::int64_t> seed_of(const json& arguments) {
  if (!arguments.contains("seed")) return std::nullopt;
  return std::stoll(arguments.at("seed").get<std::string>());
}

template <class T>
std::shared_ptr<const Initializer> shared(T initializer) {
  return std::make_shared<const T>(std::move(initializer));
}

/// The initializer of a golden case, made as Keras's was.
std::shared_ptr<const Initializer> made(const std::string& name, const json& a) {
  const auto seed = seed_of(a);
  if (name == "VarianceScaling") {
    return shared(VarianceScaling({.scale = number(a, "scale", 1.0),
                                   .mode = a.value("mode", "fan_in"),
                                   .distribution = a.value("distribution", "truncated_normal"),
                                   .seed = seed}));
  }
  const double mean = number(a, "mean", 0.0);
  const double stddev = number(a, "stddev", 0.05);
  if (name == "RandomNormal") return shared(RandomNormal({.mean = mean, .stddev = stddev, .seed = seed}));
  if (name == "TruncatedNormal")
    return shared(TruncatedNormal({.mean = mean, .stddev = stddev, .seed = seed}));
  if (name == "RandomUniform") {
    return shared(RandomUniform(
        {.minval = number(a, "minval", -0.05), .maxval = number(a, "maxval", 0.05), .seed = seed}));
  }
  if (name == "Orthogonal") return shared(Orthogonal({.gain = number(a, "gain", 1.0), .seed = seed}));
  if (name == "HeNormal") return shared(HeNormal({.seed = seed}));
  if (name == "Constant") return shared(Constant(number(a, "value", 0.0)));
  if (name == "Identity") return shared(Identity({.gain = number(a, "gain", 1.0)}));
  return get(name);
}

Tensor tensor_of(const json& value) {
  Tensor tensor = Tensor::from_shape(value.at("shape").get<std::vector<std::size_t>>());
  const std::vector<float> data = testing::floats_of(value);
  std::copy(data.begin(), data.end(), tensor.data());
  return tensor;
}

class Counting : public Initializer {
 public:
  Tensor operator()(const Shape& shape) const override {
    Tensor values = Ones()(shape);
    for (std::size_t i = 0; i < values.size(); ++i) values.data()[i] = static_cast<float>(i);
    return values;
  }
};

}  // namespace

// Exact (0 ulp), but for Orthogonal: Keras decomposes in float, we in double.
TEST_CASE("initializers give Keras's numbers") {
  for (const json& one : testing::random_numbers().at("initializers")) {
    const std::string name = one.at("class");
    INFO(one.at("name").get<std::string>());
    random::seed_all(42);
    const auto initializer = made(name, one.at("arguments"));
    CHECK(initializer->name() == name);
    const Tensor expected = tensor_of(one.at("values"));
    const Tensor values = (*initializer)(shape_of(expected));
    require_close(values, expected, name == "Orthogonal" ? 2e-6 : 0.0);
    require_close((*initializer)(shape_of(expected)), values, 0.0);
  }
}

TEST_CASE("a Dense layer's kernel after set_random_seed(42)") {
  random::seed_all(42);
  const Tensor kernel = GlorotUniform()({4, 3});
  CHECK(kernel(0, 0) == 0.66323733f);
  CHECK(kernel(0, 1) == 0.30112958f);
  CHECK(kernel(0, 2) == -0.26161683f);
}

TEST_CASE("initializers draw their seeds when they are made, in that order") {
  random::seed_all(42);
  const auto first = get("glorot_uniform");
  const auto zeros = get("zeros");
  const Ones ones;
  const Constant constant(0.5);
  const Identity identity;
  const RandomNormal seeded({.seed = 1});
  CHECK_THROWS_AS(VarianceScaling({.scale = -1.0}), ValueError);
  CHECK_THROWS_AS(RandomNormal({.stddev = -1.0}), ValueError);
  const HeNormal second;
  const Orthogonal third;
  require_close(second({2, 3}), HeNormal({.seed = 119540832})({2, 3}), 0.0);
  require_close((*first)({2, 3}), GlorotUniform({.seed = 686579304})({2, 3}), 0.0);
  require_close(third({2, 3}), Orthogonal({.seed = 26855093})({2, 3}), 0.0);
}

TEST_CASE("an orthogonal matrix is orthogonal") {
  for (const Shape& shape : {Shape{40, 30}, Shape{203, 175}}) {
    const Tensor q = Orthogonal({.seed = 1})(shape);
    for (std::size_t i = 0; i < q.shape(1); ++i) {
      for (std::size_t j = 0; j <= i; ++j) {
        double product = 0;
        for (std::size_t row = 0; row < q.shape(0); ++row) product += double{q(row, i)} * double{q(row, j)};
        REQUIRE(product == Approx(i == j ? 1.0 : 0.0).margin(1e-6));
      }
    }
  }
}

TEST_CASE("an initializer is named as in Keras") {
  for (const char* name : {"constant", "glorot_normal", "glorot_uniform", "he_normal", "he_uniform",
                           "identity", "lecun_normal", "lecun_uniform", "ones", "orthogonal", "random_normal",
                           "random_uniform", "truncated_normal", "variance_scaling", "zeros"}) {
    const auto by_name = get(name);
    const auto by_class = get(by_name->name());
    CHECK(by_class->name() == by_name->name());
  }
  CHECK(get("GlorotUniform")->name() == "GlorotUniform");
  CHECK(get("normal")->name() == "RandomNormal");
  CHECK(get("uniform")->name() == "RandomUniform");
  CHECK(get("zero")->name() == "Zeros");
  CHECK(get("one")->name() == "Ones");
  CHECK_THROWS_WITH(get("he_norml"), Contains("Unknown initializer \"he_norml\"") &&
                                         Contains("\"constant\", ") && Contains("\"he_normal\"") &&
                                         Contains("\"zeros\", \"zero\"."));
  CHECK(get(Identifier<Initializer>())->name() == "GlorotUniform");
}

TEST_CASE("an initializer may be given as an object, also of a class of one's own") {
  const Identifier<Initializer> built_in = RandomNormal({.stddev = 0.02f});
  CHECK(get(built_in)->name() == "RandomNormal");
  CHECK(get(built_in) == get(built_in));
  const auto own = get(Counting());
  CHECK((*own)({2, 2})(1, 1) == 3.0f);
  CHECK(own->name() == "Initializer");
}

TEST_CASE("the forms in which initializers are written") {
  CHECK(Constant(0.5)({1})(0) == 0.5f);
  CHECK(Constant({.value = 2})({1})(0) == 2.0f);
  CHECK(Constant()({1})(0) == 0.0f);
  CHECK(Identity({.gain = 3})({2, 2})(1, 1) == 3.0f);
  CHECK(HeNormal()({2, 2}).size() == 4);
  CHECK(VarianceScaling({.scale = 2, .mode = "fan_out", .distribution = "uniform"})({2, 2}).size() == 4);
}

TEST_CASE("initializers refuse wrong arguments") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_WITH(VarianceScaling({.scale = 0.0}), Contains("scale > 0") && Contains("scale=0"));
  CHECK_THROWS_AS(VarianceScaling({.scale = nan}), ValueError);
  CHECK_THROWS_WITH(VarianceScaling({.mode = "fan"}), Contains("mode \"fan\"") && Contains("\"fan_avg\""));
  CHECK_THROWS_WITH(VarianceScaling({.distribution = "gamma"}),
                    Contains("\"gamma\"") && Contains("\"uniform\""));
  CHECK_THROWS_WITH(RandomNormal({.stddev = -0.1}),
                    Contains("RandomNormal needs finite numbers with stddev >= 0"));
  CHECK_THROWS_WITH(TruncatedNormal({.stddev = nan}),
                    Contains("TruncatedNormal needs finite numbers with stddev >= 0"));
  CHECK_THROWS_WITH(RandomUniform({.minval = 1, .maxval = 0}), Contains("minval=1, maxval=0"));
  CHECK_THROWS_WITH(Identity()({3}), Contains("two dimensions") && Contains("(3,)"));
  CHECK_THROWS_WITH(Orthogonal()({3}), Contains("at least two dimensions") && Contains("(3,)"));
  CHECK_THROWS_WITH(GlorotUniform()({None, 3}), Contains("(None, 3)"));
  CHECK_THROWS_AS(Zeros()({None}), ValueError);
}
