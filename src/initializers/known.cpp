// Initializers by their names, and in configs.
#include "config/class_table.hpp"
#include "keratin/initializers.hpp"

namespace keratin::initializers {

template <class Fields>
void list_fields(Fields& fields, ConstantOptions& options) {
  fields("value", options.value);
}

template <class Fields>
void list_fields(Fields& fields, IdentityOptions& options) {
  fields("gain", options.gain);
}

template <class Fields>
void list_fields(Fields& fields, RandomNormalOptions& options) {
  fields("mean", options.mean);
  fields("stddev", options.stddev);
  fields("seed", options.seed);
}

template <class Fields>
void list_fields(Fields& fields, RandomUniformOptions& options) {
  fields("minval", options.minval);
  fields("maxval", options.maxval);
  fields("seed", options.seed);
}

template <class Fields>
void list_fields(Fields& fields, TruncatedNormalOptions& options) {
  fields("mean", options.mean);
  fields("stddev", options.stddev);
  fields("seed", options.seed);
}

template <class Fields>
void list_fields(Fields& fields, VarianceScalingOptions& options) {
  fields("scale", options.scale);
  fields("mode", options.mode);
  fields("distribution", options.distribution);
  fields("seed", options.seed);
}

template <class Fields>
void list_fields(Fields& fields, SeedOptions& options) {
  fields("seed", options.seed);
}

template <class Fields>
void list_fields(Fields& fields, OrthogonalOptions& options) {
  fields("gain", options.gain);
  fields("seed", options.seed);
}

namespace {

template <class Class, class Options>
KnownClass<Initializer> known(std::vector<std::string_view> names) {
  return known_class<Initializer, Class, Options>(std::move(names));
}

const ClassTable<Initializer>& table() {
  static const ClassTable<Initializer> classes(
      "initializer", "initializers::Initializer", "keras.initializers",
      {known<Constant, ConstantOptions>({"Constant", "constant"}),
       known<GlorotNormal, SeedOptions>({"GlorotNormal", "glorot_normal"}),
       known<GlorotUniform, SeedOptions>({"GlorotUniform", "glorot_uniform"}),
       known<HeNormal, SeedOptions>({"HeNormal", "he_normal"}),
       known<HeUniform, SeedOptions>({"HeUniform", "he_uniform"}),
       known<Identity, IdentityOptions>({"Identity", "identity", "IdentityInitializer"}),
       known<LecunNormal, SeedOptions>({"LecunNormal", "lecun_normal"}),
       known<LecunUniform, SeedOptions>({"LecunUniform", "lecun_uniform"}),
       known<Ones, NoOptions>({"Ones", "ones", "one"}),
       known<Orthogonal, OrthogonalOptions>({"Orthogonal", "orthogonal", "OrthogonalInitializer"}),
       known<RandomNormal, RandomNormalOptions>({"RandomNormal", "random_normal", "normal"}),
       known<RandomUniform, RandomUniformOptions>({"RandomUniform", "random_uniform", "uniform"}),
       known<TruncatedNormal, TruncatedNormalOptions>({"TruncatedNormal", "truncated_normal"}),
       known<VarianceScaling, VarianceScalingOptions>({"VarianceScaling", "variance_scaling"}),
       known<Zeros, NoOptions>({"Zeros", "zeros", "zero"})});
  return classes;
}

}  // namespace

Config Constant::get_config() const { return write_config(ConstantOptions{value_}); }

Config Identity::get_config() const { return write_config(IdentityOptions{gain_}); }

Config RandomInitializer::seed_config() const { return write_config(SeedOptions{given_seed_}); }

Config RandomNormal::get_config() const {
  return write_config(RandomNormalOptions{mean_, stddev_, given_seed()});
}

Config RandomUniform::get_config() const {
  return write_config(RandomUniformOptions{minval_, maxval_, given_seed()});
}

Config TruncatedNormal::get_config() const {
  return write_config(TruncatedNormalOptions{mean_, stddev_, given_seed()});
}

Config VarianceScaling::get_config() const {
  return write_config(VarianceScalingOptions{scale_, mode_, distribution_, given_seed()});
}

Config Orthogonal::get_config() const { return write_config(OrthogonalOptions{gain_, given_seed()}); }

namespace {

/// Keras makes a weight for which it has no initializer by glorot_uniform.
const Identifier<Initializer>& or_usual(const Identifier<Initializer>& identifier) {
  static const Identifier<Initializer> usual = "glorot_uniform";
  return identifier ? identifier : usual;
}

}  // namespace

std::shared_ptr<const Initializer> get(const Identifier<Initializer>& identifier) {
  const Identifier<Initializer>& meant = or_usual(identifier);
  return meant.object() ? meant.object() : table().make(meant.name());
}

Config to_config(const Identifier<Initializer>& identifier) {
  return table().to_config(or_usual(identifier));
}

void read_argument(std::string_view argument, const Config& config, Identifier<Initializer>& identifier) {
  identifier = table().read_identifier(argument, config);
  if (!identifier && !config.is_none()) refuse_argument(argument, "an initializer", config);
}

}  // namespace keratin::initializers
