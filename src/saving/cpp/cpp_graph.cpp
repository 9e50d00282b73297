#include "saving/cpp/cpp_graph.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "config/values.hpp"
#include "models/operations.hpp"
#include "saving/cpp/cpp_operation.hpp"
#include "saving/cpp/cpp_values.hpp"

namespace keratin::saving {

namespace {

using Node = ModelLayer::Node;

/// Gives the nodes in an order in which they can be called: along a branch as far as it goes.
class CallsInOrder {
 public:
  explicit CallsInOrder(const ModelLayer& model) : model_(model), missing_(model.nodes().size()) {
    for (std::size_t i = 0; i < missing_.size(); ++i) {
      const Node& node = model.nodes()[i];
      calls_.emplace(std::pair(node.layer.get(), node.call), i);
      if (node.call > 0) ++missing_[i];
    }
    for (const ModelLayer::Value& value : model.values()) {
      for (std::size_t use : value.uses) ++missing_[use];
    }
    for (std::size_t value = model.input_count(); value-- > 0;) add_uses(value);
  }

  [[nodiscard]] bool done() const { return ready_.empty(); }

  /// The next node: the first one that `is_due` among the latest few that can be called, otherwise the
  /// latest.
  template <class IsDue>
  const Node& next(const IsDue& is_due) {
    constexpr std::ptrdiff_t few = 16;
    const auto end = ready_.rbegin() + std::min(few, std::ssize(ready_));
    auto found = std::find_if(ready_.rbegin(), end, [&](std::size_t i) { return is_due(model_.nodes()[i]); });
    if (found == end) found = ready_.rbegin();
    const Node& node = model_.nodes()[*found];
    ready_.erase(std::next(found).base());
    for (std::size_t output = node.outputs; output-- > 0;) add_uses(node.output + output);
    if (const auto later = calls_.find({node.layer.get(), node.call + 1}); later != calls_.end())
      add(later->second);
    return node;
  }

 private:
  void add_uses(std::size_t value) {
    const std::vector<std::size_t>& uses = model_.values()[value].uses;
    std::for_each(uses.rbegin(), uses.rend(), [&](std::size_t use) { add(use); });
  }

  /// One thing less that the node waits for.
  void add(std::size_t node) {
    if (--missing_[node] == 0) ready_.push_back(node);
  }

  const ModelLayer& model_;
  std::vector<int> missing_;        // how many inputs and earlier calls each node waits for
  std::vector<std::size_t> ready_;  // the nodes that can be called, the latest last
  std::map<std::pair<const Layer*, int>, std::size_t> calls_;
};

class GraphWriter {
 public:
  GraphWriter(const ModelLayer& model, const CppStatements& statements)
      : model_(model), statements_(statements), values_(model.values().size()) {
    for (std::size_t i = 0; i < values_.size(); ++i) values_[i].uses_left = model.values()[i].uses.size();
    for (std::size_t output : model.outputs()) values_[output].is_output = true;
  }

  std::string write() {
    for (std::size_t i = 0; i < model_.input_count(); ++i) add_input(i);
    CallsInOrder calls(model_);
    const auto is_due = [&](const Node& node) {
      const Layer& layer = *node.layer;
      return node.call > 0 || dynamic_cast<const ModelLayer*>(&layer) != nullptr || has_given_name(layer) ||
             statements_.names.is_next(layer.class_name(), layer.name());
    };
    while (!calls.done()) add_call(calls.next(is_due));
    const FunctionalForm& form = *model_.functional_form();
    std::vector<std::string> inputs, outputs;
    for (std::size_t i = 0; i < model_.input_count(); ++i) inputs.push_back(values_[i].text);
    for (std::size_t output : model_.outputs()) outputs.push_back(values_[output].text);
    return listed(inputs, form.lists_inputs) + ", " + listed(outputs, form.lists_outputs);
  }

 private:
  struct Value {
    std::string text;  ///< the expression that it is
    std::size_t uses_left = 0;
    bool is_output = false;
    bool is_variable = false;  ///< whether it is one that another value may take over
  };

  static std::string listed(const std::vector<std::string>& tensors, bool is_list) {
    const std::string text = fmt::format("{}", fmt::join(tensors, ", "));
    return is_list || tensors.size() > 1 ? "{" + text + "}" : text;
  }

  void add_input(std::size_t number) {
    const std::string& name = model_.functional_form()->input_names[number];
    values_[number].text = statements_.names.variable(name, "input");
    const std::string shape = cpp_value(to_config(model_.values()[number].shape.without_batch()));
    const std::string options = statements_.names.take_next("InputLayer", name)
                                    ? ""
                                    : fmt::format(", {{.name = {}}}", cpp_text(name));
    statements_.add(fmt::format("Input {}({}{});", values_[number].text, shape, options));
  }

  void add_call(const Node& node) {
    std::vector<std::string> tensors;
    for (std::size_t input : node.inputs) tensors.push_back(values_[input].text);
    const Layer& layer = *node.layer;
    std::string call;
    if (is_written_as_operation(layer)) {
      const bool is_named = !statements_.names.take_next(layer.class_name(), layer.name());
      call = cpp_operation(layer, tensors.front(), is_named);
    } else {
      call = fmt::format("{}({})", statements_.callee(node), listed(tensors, node.is_list));
    }
    const auto [target, type] = target_of(node);
    statements_.add(fmt::format("{}{} = {};", type, target, call));
    for (std::size_t i = 0; i < node.outputs; ++i) {
      Value& value = values_[node.output + i];
      value.is_variable = node.outputs == 1;
      value.text = value.is_variable ? target : fmt::format("{}[{}]", target, i);
    }
  }

  /// The variable that takes what a node gives, and its type if it is a new one. It is that of an input that
  /// nothing else needs, but an output with a name of its own gets its own.
  std::pair<std::string, const char*> target_of(const Node& node) {
    const bool is_named = has_given_name(*node.layer) && node.call == 0;
    const Value* free = nullptr;
    std::vector<std::size_t> inputs = node.inputs;
    std::sort(inputs.begin(), inputs.end());
    inputs.erase(std::unique(inputs.begin(), inputs.end()), inputs.end());
    for (std::size_t input : inputs) --values_[input].uses_left;
    for (std::size_t input : node.inputs) {
      const Value& value = values_[input];
      if (free == nullptr && value.uses_left == 0 && !value.is_output && value.is_variable) free = &value;
    }
    if (free != nullptr && node.outputs == 1 && !(is_named && values_[node.output].is_output))
      return {free->text, ""};
    return {statements_.names.variable(is_named ? node.layer->name() : "", "x"),
            node.outputs == 1 ? "KerasTensor " : "KerasTensors "};
  }

  const ModelLayer& model_;
  const CppStatements& statements_;
  std::vector<Value> values_;
};

}  // namespace

std::string cpp_graph(const ModelLayer& model, const CppStatements& statements) {
  return GraphWriter(model, statements).write();
}

}  // namespace keratin::saving
