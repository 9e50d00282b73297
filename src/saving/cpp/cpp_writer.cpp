// A model as a C++ program.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "config/values.hpp"
#include "keratin/error.hpp"
#include "keratin/layers/rnn/time_distributed.hpp"
#include "keratin/saving/model_to_cpp.hpp"
#include "keratin/utils/naming.hpp"
#include "memory_error.hpp"
#include "models/model_layer.hpp"
#include "models/trainer.hpp"
#include "saving/cpp/cpp_layer.hpp"
#include "saving/cpp/cpp_values.hpp"

namespace keratin {

namespace saving {

namespace {

/// Words that are no variable's name, two macros of Unix among them.
const std::set<std::string, std::less<>> reserved = {
    "alignas",  "alignof",   "and",       "and_eq",    "asm",      "auto",      "bitand",    "bitor",
    "bool",     "break",     "case",      "catch",     "char",     "class",     "compl",     "concept",
    "const",    "consteval", "constexpr", "constinit", "continue", "co_await",  "co_return", "co_yield",
    "decltype", "default",   "delete",    "do",        "double",   "else",      "enum",      "explicit",
    "export",   "extern",    "false",     "float",     "for",      "friend",    "goto",      "if",
    "inline",   "int",       "linux",     "long",      "mutable",  "namespace", "new",       "noexcept",
    "not",      "not_eq",    "nullptr",   "operator",  "or",       "or_eq",     "private",   "protected",
    "public",   "register",  "requires",  "return",    "short",    "signed",    "sizeof",    "static",
    "struct",   "switch",    "template",  "this",      "throw",    "true",      "try",       "typedef",
    "typeid",   "typename",  "union",     "unix",      "unsigned", "using",     "virtual",   "void",
    "volatile", "while",     "xor",       "xor_eq"};

bool is_variable(const std::string& name) {
  constexpr std::size_t longest = 40;
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name.size() <= longest && name[0] >= 'a' && name[0] <= 'z' &&
         std::all_of(name.begin(), name.end(), fits) && name.find("__") == std::string::npos &&
         !reserved.contains(name);
}

/// The optimizer with its learning rate as short as the float32 that Keras keeps it in: 0.001, not
/// 0.0010000000474974513.
Config with_short_rate(Config optimizer) {
  auto config = optimizer.get<Config>("config");
  const Config* rate = config.find("learning_rate");
  if (rate == nullptr || rate->as<double>() == nullptr) return optimizer;
  config.set("learning_rate", to_config(static_cast<float>(*rate->as<double>())));
  optimizer.set("config", std::move(config));
  return optimizer;
}

/// The options that a model was compiled with: `{.optimizer = optimizers::Adam({.beta_1 = 0.5}), .loss =
/// "binary_crossentropy", .metrics = {"accuracy"}}`. Throws ValueError for what is of a user's class.
std::string cpp_compile_options(const Trainer& trainer) {
  const Config config = trainer.compile_config();
  Config options = Config::entries({{"optimizer", with_short_rate(config.get<Config>("optimizer"))},
                                    {"loss", config.get<Config>("loss")}});
  for (const char* metrics : {"metrics", "weighted_metrics"}) {
    const auto given = config.get<Config>(metrics);
    if (given.as<Config::List>() != nullptr && !given.as<Config::List>()->empty())
      options.set(metrics, given);
  }
  return cpp_options(options, Config::entries());
}

/// Writes statements, one a line, and keeps count of the names that the written program will count.
class CppWriter {
 public:
  std::string write(const ModelLayer& model) {
    model.require_plain_calls("which cannot be written as C++.");
    require_chains(model);
    const std::string variable = add_model(model, true);
    if (model.built()) line(variable + ".summary();");
    return "#include <keratin/keratin.hpp>\n\nusing namespace keratin;\nusing namespace keratin::layers;\n\n"
           "int main() {\n" +
           body_ + "}\n";
  }

 private:
  /// Returns the model's variable.
  std::string add_model(const ModelLayer& model, bool outermost) {
    if (const auto known = variables_.find(&model); known != variables_.end()) return known->second;
    for (const ModelLayer::Node& node : model.nodes()) {
      if (const auto* nested = model_of(node)) add_model(*nested, false);
    }
    std::string variable = variable_for(model, outermost);
    declare(model, variable);
    bool first = true;
    for (const ModelLayer::Node& node : model.nodes()) {
      line(fmt::format("{}.add({});", variable, added(model, node, first)));
      first = false;
    }
    if (model.trainer != nullptr) {
      line(fmt::format("{}.compile({});", variable, cpp_compile_options(*model.trainer)));
      if (!model.trainable()) line(variable + ".set_trainable(false);");
    }
    line("");
    return variable;
  }

  void declare(const ModelLayer& model, const std::string& variable) {
    Config options = Config::entries();
    if (!model.trainable() && model.trainer == nullptr) options.set("trainable", false);
    if (!takes_next_name(model)) options.set("name", model.name());
    const std::string written = cpp_options(options, Config::entries());
    line(fmt::format("Sequential {}{};", variable, written.empty() ? "" : "(" + written + ")"));
  }

  std::string added(const ModelLayer& model, const ModelLayer::Node& node, bool first) {
    if (const auto* nested = model_of(node)) return variables_.at(nested);
    if (!layers_.insert(node.layer.get()).second) {
      node.layer->fail("a layer that several models share cannot be written as C++.");
    }
    const bool trainable =  // a model may be frozen after it was compiled
        model.trainer == nullptr ? node.layer->trainable() : model.trainer->trains(*node.layer);
    return made(*node.layer, first ? model.input_shape_of(node).without_batch() : Shape(), trainable);
  }

  /// A layer, before which the one that is its argument is named.
  std::string made(const Layer& layer, const Shape& input_shape, bool trainable) {
    std::string argument;
    if (const auto* outer = dynamic_cast<const layers::TimeDistributed*>(&layer)) {
      const Layer& inner = *outer->layer();
      argument = made(inner, {}, inner.trainable() || (trainable && !layer.trainable()));
      if (argument.starts_with(layer.class_name()))  // C++ takes one of the other for the same one
        argument = fmt::format("std::make_shared<{}>({})", layer.class_name(), argument);
    }
    const bool named = !takes_next_name(layer);
    return cpp_layer(layer, {input_shape, named, trainable, argument});
  }

  static void require_chains(const ModelLayer& model) {
    if (!model.is_chain()) model.fail("models that branch cannot be written as C++ yet.");
    for (const std::shared_ptr<Layer>& layer : model.layers()) {
      if (const auto* nested = dynamic_cast<const ModelLayer*>(layer.get())) require_chains(*nested);
    }
  }

  static const ModelLayer* model_of(const ModelLayer::Node& node) {
    return dynamic_cast<const ModelLayer*>(node.layer.get());
  }

  /// Whether the program gives the layer its name by counting.
  bool takes_next_name(const Layer& layer) {
    const bool is_model = dynamic_cast<const ModelLayer*>(&layer) != nullptr;
    const std::string base = is_model ? "sequential" : utils::to_snake_case(layer.class_name());
    const int number = counts_[base];
    if (layer.name() != (number == 0 ? base : fmt::format("{}_{}", base, number))) return false;
    ++counts_[base];
    return true;
  }

  std::string variable_for(const ModelLayer& model, bool outermost) {
    std::string variable = outermost ? "model" : model.name();
    const auto taken = [&](const std::string& name) {
      return std::any_of(variables_.begin(), variables_.end(),
                         [&](const auto& known) { return known.second == name; });
    };
    if (!outermost && (variable == "model" || !is_variable(variable) || taken(variable))) {
      int number = 1;
      do variable = fmt::format("model_{}", number++);
      while (taken(variable));
    }
    variables_.emplace(&model, variable);
    return variable;
  }

  void line(const std::string& code) { body_ += code.empty() ? "\n" : "  " + code + "\n"; }

  std::string body_;
  std::map<const ModelLayer*, std::string> variables_;
  std::set<const Layer*> layers_;
  std::map<std::string, int> counts_;
};

}  // namespace

}  // namespace saving

std::string utils::model_to_cpp(const Model& model) {
  const auto write = [&] { return saving::CppWriter().write(layer_of(model)); };
  return within_memory(write, [&] { layer_of(model).fail("its program does not fit into memory."); });
}

}  // namespace keratin
