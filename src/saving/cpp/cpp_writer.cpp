// A model as a C++ program.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/layers/core/wrapper.hpp"
#include "keratin/saving/model_to_cpp.hpp"
#include "memory_error.hpp"
#include "models/model_layer.hpp"
#include "models/operations.hpp"
#include "models/trainer.hpp"
#include "saving/cpp/cpp_compile.hpp"
#include "saving/cpp/cpp_graph.hpp"
#include "saving/cpp/cpp_layer.hpp"
#include "saving/cpp/cpp_names.hpp"
#include "saving/cpp/cpp_values.hpp"

namespace keratin {

namespace saving {

namespace {

/// Writes statements, one a line, and keeps count of the names that the written program will count.
class CppWriter {
 public:
  std::string write(const ModelLayer& model) {
    model.require_plain_calls("which cannot be written as C++.");
    names_.variable(outermost, outermost);
    count_calls(model);
    add_model(model, outermost, is_written_as_sequential(model));
    if (model.built()) line(std::string(outermost) + ".summary();");
    return "#include <keratin/keratin.hpp>\n\nusing namespace keratin;\nusing namespace keratin::layers;\n\n"
           "int main() {\n" +
           body_ + "}\n";
  }

 private:
  static constexpr const char* outermost = "model";

  /// Counts the calls of each layer in this model and in those in it.
  void count_calls(const ModelLayer& model) {
    if (!counted_.insert(&model).second) return;
    for (const ModelLayer::Node& node : model.nodes()) {
      ++calls_[node.layer.get()];
      if (const auto* nested = model_of(node)) count_calls(*nested);
    }
  }

  /// Whether the model is a Sequential, or a chain that a Sequential can hold.
  [[nodiscard]] bool is_written_as_sequential(const ModelLayer& model) const {
    if (!model.functional_form()) return true;
    const std::vector<ModelLayer::Node>& nodes = model.nodes();
    return model.is_chain() && std::all_of(nodes.begin(), nodes.end(), [&](const ModelLayer::Node& node) {
             return model_of(node) != nullptr || (!node.is_list && !is_written_as_operation(*node.layer) &&
                                                  calls_.at(node.layer.get()) == 1);
           });
  }

  /// `variable`: empty for a model in another one.
  void add_model(const ModelLayer& model, std::string variable, bool as_sequential) {
    for (const ModelLayer::Node& node : model.nodes()) {
      const auto* nested = model_of(node);
      if (nested != nullptr && !variables_.contains(nested))
        add_model(*nested, "", !nested->functional_form());
    }
    if (variable.empty()) variable = names_.variable(model.name(), outermost);
    variables_.emplace(&model, variable);
    as_sequential ? write_sequential(model, variable) : write_functional(model, variable);
    if (model.trainer != nullptr) {
      line(fmt::format("{}.compile({});", variable, cpp_compile_options(*model.trainer)));
      if (!model.trainable()) line(variable + ".set_trainable(false);");
    }
    line("");
  }

  void write_sequential(const ModelLayer& model, const std::string& variable) {
    const std::string options = options_of(model, "Sequential", {"trainable", "name"});
    line(fmt::format("Sequential {}{};", variable, options.empty() ? "" : "(" + options + ")"));
    bool first = true;
    for (const ModelLayer::Node& node : model.nodes()) {
      const auto* nested = model_of(node);
      const Shape input = first ? model.input_shape_of(node).without_batch() : Shape();
      line(fmt::format("{}.add({});", variable,
                       nested != nullptr ? variables_.at(nested) : made(model, node, input)));
      first = false;
    }
  }

  void write_functional(const ModelLayer& model, const std::string& variable) {
    const std::string tensors =
        cpp_graph(model, {names_, [&](const std::string& statement) { line(statement); },
                          [&](const ModelLayer::Node& node) { return callee(model, node); }});
    const std::string options = options_of(model, "Functional", {"name", "trainable"});
    line(fmt::format("Model {}({}{});", variable, tensors, options.empty() ? "" : ", " + options));
  }

  /// The options of a model, in the order of the fields of its class's.
  std::string options_of(const ModelLayer& model, const char* class_name,
                         const std::vector<std::string>& order) {
    const bool is_frozen = !model.trainable() && model.trainer == nullptr;
    const bool is_named = !names_.take_next(class_name, model.name());
    Config options = Config::entries();
    for (const std::string& option : order) {
      if (option == "trainable" && is_frozen) options.set(option, false);
      if (option == "name" && is_named) options.set(option, model.name());
    }
    return cpp_options(options, Config::entries());
  }

  /// What is called for a node: a layer that is called more than once is a variable.
  std::string callee(const ModelLayer& model, const ModelLayer::Node& node) {
    if (const auto* nested = model_of(node)) return variables_.at(nested);
    const Layer* layer = node.layer.get();
    if (const auto known = variables_.find(layer); known != variables_.end()) return known->second;
    std::string code = made(model, node, {});
    if (calls_.at(layer) == 1) return code;
    const std::string variable = names_.variable(layer->name(), "shared");
    line(fmt::format("auto {} = share({});", variable, code));
    return variables_.emplace(layer, variable).first->second;
  }

  /// The expression that makes a layer.
  std::string made(const ModelLayer& model, const ModelLayer::Node& node, const Shape& input_shape) {
    const Layer& layer = *node.layer;
    if (!made_.insert(&layer).second)
      layer.fail("a layer that a Sequential shares with another model cannot be written as C++.");
    return code_of(layer, input_shape, model.trainer.get());
  }

  /// The same, after the layer that is its argument, which takes its name first. The trainer, null if there
  /// is none, says what is trained: a model may be frozen after it was compiled.
  std::string code_of(const Layer& layer, const Shape& input_shape, const Trainer* trainer) {
    const bool trainable = trainer == nullptr ? layer.trainable() : trainer->trains(layer);
    std::string argument;
    if (const auto* outer = dynamic_cast<const layers::Wrapper*>(&layer)) {
      const Layer& inner = *outer->layer();
      if (!made_.insert(&inner).second)
        inner.fail(
            "a layer that another one applies and that stands elsewhere too cannot be written as C++.");
      argument = code_of(inner, {}, trainable ? trainer : nullptr);
      if (argument.starts_with(layer.class_name()))  // C++ takes one of the other for the same one
        argument = fmt::format("std::make_shared<{}>({})", layer.class_name(), argument);
    }
    const bool is_named = !names_.take_next(layer.class_name(), layer.name());
    return cpp_layer(layer, {input_shape, is_named, trainable, argument});
  }

  static const ModelLayer* model_of(const ModelLayer::Node& node) {
    return dynamic_cast<const ModelLayer*>(node.layer.get());
  }

  void line(const std::string& code) { body_ += code.empty() ? "\n" : "  " + code + "\n"; }

  std::string body_;
  CppNames names_;
  std::map<const Layer*, std::string> variables_;  // of models and of layers that are shared
  std::map<const Layer*, int> calls_;
  std::set<const Layer*> counted_, made_;
};

}  // namespace

}  // namespace saving

std::string utils::model_to_cpp(const Model& model) {
  const auto write = [&] { return saving::CppWriter().write(layer_of(model)); };
  return within_memory(write, [&] { layer_of(model).fail("its program does not fit into memory."); });
}

}  // namespace keratin
