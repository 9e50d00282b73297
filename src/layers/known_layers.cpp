// All classes of layers that files may name. A new class is a line here.
#include "layers/known_layers.hpp"

#include <map>

#include "keratin/layers.hpp"
#include "layers/core/get_item.hpp"
#include "layers/core/operation.hpp"
#include "utils/type_name.hpp"

namespace keratin::layers {

namespace {

using KnownLayers = std::map<std::string, KnownLayer, std::less<>>;

template <class Class>
KnownLayers::value_type entry(LayerFacts facts = {}) {
  return {utils::class_name(typeid(Class)),
          {typeid(Class), Class::from_config, Class::argument_names(), std::move(facts)}};
}

constexpr std::string_view output_of_convolution =
                               "each filter makes one map: at every place it sums {places} in "
                               "{input_channels}, each times a weight{bias}",
                           output_of_transposed_convolution =
                               "each filter makes one map: every {place} in {last_channels} adds {window} "
                               "weights times its value{bias}",
                           output_of_depthwise_convolution =
                               "each filter makes one map of one channel: at every place it sums {places}, "
                               "each times a weight{bias}",
                           output_of_separable_convolution =
                               "each of {maps} between sums {places} of one channel, each times a weight; "
                               "each filter makes one map: at every place it sums those between, each times "
                               "a weight{bias}";

const KnownLayers& all() {  // NOLINT(readability-function-size): a table
  static const KnownLayers classes = {
      entry<Activation>({.is_activation = true}),
      entry<Add>(),
      entry<AlphaDropout>(),
      entry<Average>(),
      entry<AveragePooling1D>({.size_rule = SizeRule::window}),
      entry<AveragePooling2D>({.size_rule = SizeRule::window}),
      entry<AveragePooling3D>({.size_rule = SizeRule::window}),
      entry<BatchNormalization>({.axes = {{"gamma", "channels"},
                                          {"beta", "channels"},
                                          {"moving_mean", "channels"},
                                          {"moving_variance", "channels"}}}),
      entry<Concatenate>(),
      entry<Conv1D>({.axes = {{"kernel", "steps, input channels, filters"}, {"bias", "filters"}},
                     .output = output_of_convolution,
                     .size_rule = SizeRule::window}),
      entry<Conv1DTranspose>({.axes = {{"kernel", "steps, filters, input channels"}, {"bias", "filters"}},
                              .output = output_of_transposed_convolution,
                              .size_rule = SizeRule::transposed_window}),
      entry<Conv2D>({.axes = {{"kernel", "rows, columns, input channels, filters"}, {"bias", "filters"}},
                     .output = output_of_convolution,
                     .size_rule = SizeRule::window}),
      entry<Conv2DTranspose>(
          {.axes = {{"kernel", "rows, columns, filters, input channels"}, {"bias", "filters"}},
           .output = output_of_transposed_convolution,
           .size_rule = SizeRule::transposed_window}),
      entry<Conv3D>(
          {.axes = {{"kernel", "depth, rows, columns, input channels, filters"}, {"bias", "filters"}},
           .output = output_of_convolution,
           .size_rule = SizeRule::window}),
      entry<Conv3DTranspose>(
          {.axes = {{"kernel", "depth, rows, columns, filters, input channels"}, {"bias", "filters"}},
           .output = output_of_transposed_convolution,
           .size_rule = SizeRule::transposed_window}),
      entry<Cropping1D>({.sole_option = "cropping", .size_rule = SizeRule::crop}),
      entry<Cropping2D>({.sole_option = "cropping", .size_rule = SizeRule::crop}),
      entry<Cropping3D>({.sole_option = "cropping", .size_rule = SizeRule::crop}),
      entry<Dense>({.axes = {{"kernel", "inputs, units"}, {"bias", "units"}},
                    .output = "each unit sums {inputs}, each times a weight{bias}"}),
      entry<DepthToSpace>({.is_of_keras = false}),
      entry<DepthwiseConv2D>(
          {.axes = {{"kernel", "rows, columns, input channels, filters of each"}, {"bias", "filters"}},
           .output = output_of_depthwise_convolution,
           .size_rule = SizeRule::window}),
      entry<Dot>(),
      entry<Dropout>(),
      entry<ELU>({.sole_option = "alpha", .is_activation = true}),
      entry<Embedding>({.axes = {{"embeddings", "indices, numbers of a vector"}},
                        .output = "each index becomes its row: one of {vectors} of {numbers}"}),
      entry<Flatten>(),
      entry<GaussianDropout>(),
      entry<GaussianNoise>(),
      entry<GlobalAveragePooling1D>(),
      entry<GlobalAveragePooling2D>(),
      entry<GlobalAveragePooling3D>(),
      entry<GlobalMaxPooling1D>(),
      entry<GlobalMaxPooling2D>(),
      entry<GlobalMaxPooling3D>(),
      entry<GroupNormalization>(
          {.sole_option = "groups", .axes = {{"gamma", "channels"}, {"beta", "channels"}}}),
      entry<Identity>(),
      entry<LayerNormalization>(
          {.axes = {{"gamma", "places on the normalized axis"}, {"beta", "places on the normalized axis"}}}),
      entry<LeakyReLU>({.sole_option = "negative_slope", .is_activation = true}),
      entry<MaxPooling1D>({.sole_option = "pool_size", .size_rule = SizeRule::window}),
      entry<MaxPooling2D>({.sole_option = "pool_size", .size_rule = SizeRule::window}),
      entry<Maximum>(),
      entry<Minimum>(),
      entry<Multiply>(),
      entry<MaxPooling3D>({.sole_option = "pool_size", .size_rule = SizeRule::window}),
      entry<Normalization>({.axes = {{"mean", "places on the axis"}, {"variance", "places on the axis"}}}),
      entry<PReLU>({.axes = {{"alpha", "inputs"},
                             {"alpha", "steps, channels"},
                             {"alpha", "rows, columns, channels"},
                             {"alpha", "depth, rows, columns, channels"}}}),
      entry<Permute>(),
      entry<ReLU>({.sole_option = "max_value", .is_activation = true}),
      entry<RepeatVector>(),
      entry<Rescaling>(),
      entry<Reshape>(),
      entry<Resizing>(),
      entry<SeparableConv2D>({.axes = {{"depthwise_kernel", "rows, columns, input channels, filters of each"},
                                       {"pointwise_kernel", "1, 1, maps between, filters"},
                                       {"bias", "filters"}},
                              .output = output_of_separable_convolution,
                              .size_rule = SizeRule::window}),
      entry<Softmax>({.sole_option = "axis", .is_activation = true}),
      entry<SpatialDropout1D>(),
      entry<SpatialDropout2D>(),
      entry<Subtract>(),
      entry<SpatialDropout3D>(),
      entry<TimeDistributed>(),
      entry<UnitNormalization>(),
      entry<UpSampling1D>({.sole_option = "size", .size_rule = SizeRule::repeat}),
      entry<UpSampling2D>({.sole_option = "size", .size_rule = SizeRule::repeat}),
      entry<UpSampling3D>({.sole_option = "size", .size_rule = SizeRule::repeat}),
      entry<ZeroPadding1D>({.sole_option = "padding", .size_rule = SizeRule::pad}),
      entry<ZeroPadding2D>({.sole_option = "padding", .size_rule = SizeRule::pad}),
      entry<ZeroPadding3D>({.sole_option = "padding", .size_rule = SizeRule::pad}),
  };
  return classes;
}

}  // namespace

const KnownLayer* find_known_layer(std::string_view class_name) {
  const auto found = all().find(class_name);
  return found == all().end() ? nullptr : &found->second;
}

const KnownLayer* known_layer(const Layer& layer) {
  static const KnownLayer operation = entry<Operation>().second, item = entry<GetItem>().second;
  for (const KnownLayer* one : {&operation, &item}) {
    if (one->type == typeid(layer)) return one;
  }
  const KnownLayer* known = find_known_layer(layer.class_name());
  return known != nullptr && known->type == typeid(layer) ? known : nullptr;
}

std::vector<std::string> activation_layers() {
  std::vector<std::string> names;
  for (const auto& [name, known] : all()) {
    if (known.facts.is_activation) names.push_back(name);
  }
  return names;
}

}  // namespace keratin::layers
