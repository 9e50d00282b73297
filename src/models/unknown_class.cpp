// Classes of Keras's that a file may name and that are not supported.
#include "models/unknown_class.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "config/serialized.hpp"

namespace keratin {

namespace {

using NameSet = std::set<std::string_view>;

/// The layers of Keras 3.15, and of Keras 2 up to 2.21.
const NameSet keras_layers = {"AbstractRNNCell",
                              "ActivityRegularization",
                              "AdaptiveAveragePooling1D",
                              "AdaptiveAveragePooling2D",
                              "AdaptiveAveragePooling3D",
                              "AdaptiveMaxPooling1D",
                              "AdaptiveMaxPooling2D",
                              "AdaptiveMaxPooling3D",
                              "AdditiveAttention",
                              "Attention",
                              "AugMix",
                              "AutoContrast",
                              "Bidirectional",
                              "CategoryEncoding",
                              "CenterCrop",
                              "ContrastLimitedAdaptiveHistogramEqualization",
                              "ConvLSTM1D",
                              "ConvLSTM2D",
                              "ConvLSTM2DCell",
                              "ConvLSTM3D",
                              "CuDNNGRU",
                              "CuDNNLSTM",
                              "CutMix",
                              "DenseFeatures",
                              "DepthwiseConv1D",
                              "Discretization",
                              "EinsumDense",
                              "Equalization",
                              "FlaxLayer",
                              "GRU",
                              "GRUCell",
                              "GroupQueryAttention",
                              "HashedCrossing",
                              "Hashing",
                              "IntegerLookup",
                              "JaxLayer",
                              "LSTM",
                              "LSTMCell",
                              "LocallyConnected1D",
                              "LocallyConnected2D",
                              "Masking",
                              "MaxNumBoundingBoxes",
                              "MelSpectrogram",
                              "MixUp",
                              "MultiHeadAttention",
                              "Pipeline",
                              "RMSNormalization",
                              "RNN",
                              "RandAugment",
                              "RandomBrightness",
                              "RandomColorDegeneration",
                              "RandomColorJitter",
                              "RandomContrast",
                              "RandomCrop",
                              "RandomElasticTransform",
                              "RandomErasing",
                              "RandomFlip",
                              "RandomGaussianBlur",
                              "RandomGrayscale",
                              "RandomHeight",
                              "RandomHue",
                              "RandomInvert",
                              "RandomPerspective",
                              "RandomPosterization",
                              "RandomRotation",
                              "RandomSaturation",
                              "RandomSharpness",
                              "RandomShear",
                              "RandomTranslation",
                              "RandomWidth",
                              "RandomZoom",
                              "ReversibleEmbedding",
                              "STFTSpectrogram",
                              "SeparableConv1D",
                              "SimpleRNN",
                              "SimpleRNNCell",
                              "Solarization",
                              "SpectralNormalization",
                              "StackedRNNCells",
                              "StringLookup",
                              "SyncBatchNormalization",
                              "TFSMLayer",
                              "TextVectorization",
                              "ThresholdedReLU",
                              "TorchModuleWrapper",
                              "Wrapper"};

const NameSet keras1_layers = {
    "AtrousConv1D",  "AtrousConv2D",  "AtrousConvolution1D",    "AtrousConvolution2D", "Convolution1D",
    "Convolution2D", "Convolution3D", "Deconvolution2D",        "Deconvolution3D",     "Highway",
    "MaxoutDense",   "Merge",         "SeparableConvolution2D", "TimeDistributedDense"};

/// What Keras 2 makes a layer of where a graph has TensorFlow's operations.
const NameSet keras2_operations = {"ClassMethod",     "InstanceMethod", "InstanceProperty",
                                   "SlicingOpLambda", "TFOpLambda",     "TensorFlowOpLayer"};

const NameSet keras1_arguments = {"W_constraint", "W_regularizer", "b_constraint", "b_regularizer",
                                  "border_mode",  "beta_init",     "dim_ordering", "gamma_init",
                                  "init",         "mode",          "nb_filter",    "p",
                                  "sigma",        "subsample"};

constexpr const char* keras1 =
    "is of Keras 1, whose files are not supported. Load the model in Keras 2.0 to 2.2 and save it again.";

std::string text_at(const Config& config, std::string_view name) {
  const Config* entry = config.find(name);
  const auto* text = entry == nullptr ? nullptr : entry->as<std::string>();
  return text == nullptr ? "" : *text;
}

/// What an operation is called: Multiply, or "math.multiply" of TensorFlow.
std::string operation_of(const SerializedObject& object) {
  const std::string function = text_at(object.config, "function");
  return function.empty() ? object.class_name : function;
}

}  // namespace

bool is_operation(const Config& layer) {
  const std::string module = text_at(layer, "module");
  return module.starts_with("keras.src.ops.") || module.starts_with("keras.ops");
}

std::string why_unknown(const Config& layer) {
  const SerializedObject object = read_serialized("layer", layer);
  const std::string& name = object.class_name;
  if (is_operation(layer) || keras2_operations.contains(name)) {
    return fmt::format(
        "this is no layer but the operation {} on a tensor, which is not supported between layers. Use "
        "layers in its place, such as Rescaling or Activation.",
        operation_of(object));
  }
  if (keras1_layers.contains(name)) return fmt::format("the class {} {}", name, keras1);
  if (name == "Lambda") {
    return "a Lambda holds a function in Python, which cannot be run here. Replace it by layers in Keras, or "
           "make a layer that computes the same known with register_layer(\"Lambda\", …).";
  }
  const bool is_users = !text_at(layer, "registered_name").empty();
  if (!is_users && (keras_layers.contains(name) || text_at(layer, "module").starts_with("keras.layers"))) {
    return "this layer of Keras's is not supported. One of your own that computes the same can be made known "
           "with register_layer(\"" +
           name + "\", …).";
  }
  return fmt::format(
      "this class is not known. A class of your own is made known with register_layer(\"{}\", …).", name);
}

std::string why_keras1(const Config& arguments) {
  const auto* entries = arguments.as<Config::Entries>();
  if (entries == nullptr) return "";
  const auto found = std::find_if(entries->begin(), entries->end(), [](const Config::Entry& entry) {
    return keras1_arguments.contains(entry.first);
  });
  return found == entries->end() ? "" : fmt::format("the argument '{}' {}", found->first, keras1);
}

}  // namespace keratin
