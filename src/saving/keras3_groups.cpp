#include "saving/keras3_groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "keratin/layers/core/wrapper.hpp"
#include "keratin/utils/naming.hpp"
#include "saving/layer_names.hpp"

namespace keratin::saving {

namespace {

constexpr const char* layers_name = "layers";
constexpr const char* older_layers_name = "_layer_checkpoint_dependencies";

bool is_model(const Layer& layer) { return dynamic_cast<const ModelLayer*>(&layer) != nullptr; }

/// A layer of a model, and the name that the numbers of its group follow.
struct Child {
  const Layer* layer;
  std::string stem;
  bool met_before;  ///< whether it has its group elsewhere, where it came first
};

/// How the groups of layers of one class are counted.
enum class Numbering {
  all,    ///< Keras 3
  unmet,  ///< Keras 2.14 and later: a layer that was met before does not count
  twice,  ///< Keras 2.12 and 2.13: a layer that has weights counts twice
};

using Names = std::vector<std::string>;  // of the groups of a model's layers

void meet(const Layer& layer, std::set<const Layer*>& met) {
  if (!met.insert(&layer).second) return;
  if (const auto* outer = dynamic_cast<const layers::Wrapper*>(&layer)) meet(*outer->layer(), met);
  const auto* model = dynamic_cast<const ModelLayer*>(&layer);
  if (model == nullptr) return;
  for (const std::shared_ptr<Layer>& inner : model->layers()) meet(*inner, met);
}

std::vector<Child> children_of(const ModelLayer& model, const std::set<const Layer*>* seen) {
  std::vector<Child> children;
  std::set<const Layer*> met;
  for (const auto& one : model.layers()) {
    const Layer& layer = *one;
    const bool met_before = seen != nullptr && (seen->contains(&layer) || met.contains(&layer));
    children.push_back({&layer, utils::to_snake_case(layer.class_name()), met_before});
    if (seen != nullptr) meet(layer, met);
  }
  return children;
}

bool has_weights(const Layer& layer) {
  const auto* model = dynamic_cast<const ModelLayer*>(&layer);
  if (model == nullptr) return !layer.weights().empty();
  return std::any_of(model->layers().begin(), model->layers().end(),
                     [](const auto& inner) { return has_weights(*inner); });
}

std::size_t counts_as(const Child& child, Numbering numbering) {
  if (numbering == Numbering::unmet) return child.met_before ? 0 : 1;
  return numbering == Numbering::twice && has_weights(*child.layer) ? 2 : 1;
}

/// The children's names, and how far each stem was counted.
std::pair<Names, std::map<std::string, std::size_t>> number(const std::vector<Child>& children,
                                                            Numbering numbering) {
  Names names;
  std::map<std::string, std::size_t> counts;
  for (const Child& child : children) {
    names.push_back(numbered_name(child.stem, counts[child.stem]));
    counts[child.stem] += counts_as(child, numbering);
  }
  return {names, counts};
}

bool needs_group(const Child& child) { return !child.met_before && has_weights(*child.layer); }

/// The names of the children's groups if the file's own are numbered in this way: none in between is left
/// over, and none is missing but the last ones. The name is empty if the group is missing, or not needed.
/// Keras 2 wrote a group for layers without weights too, `all_have_groups`.
std::optional<Names> names_if_fitting(const std::vector<Child>& children, Numbering numbering,
                                      const std::set<std::string>& in_file, bool all_have_groups) {
  auto [names, counts] = number(children, numbering);
  std::set<std::string> used;
  std::set<std::string> ended;  // stems of which a group is missing
  for (std::size_t i = 0; i < children.size(); ++i) {
    const Child& child = children[i];
    const bool is_expected = all_have_groups ? !child.met_before : needs_group(child);
    if (!child.met_before && in_file.contains(names[i])) {
      if (is_expected && ended.contains(child.stem)) return std::nullopt;
      used.insert(names[i]);
    } else if (is_expected) {
      ended.insert(child.stem);
    }
    if (!needs_group(child) || !in_file.contains(names[i])) names[i].clear();
  }
  for (const std::string& name : in_file) {
    for (const auto& [stem, count] : counts) {
      const std::optional<std::size_t> number = number_in(name, stem);
      const bool is_between = number && (*number < count || ended.contains(stem));
      if (is_between && !used.contains(name)) return std::nullopt;
    }
  }
  return names;
}

/// The groups of a model's layers in a file.
class LayerGroups {
 public:
  LayerGroups(const Keras3Group& list, bool older, StagedWeights& staged)
      : list_(list), in_file_(list.names()), older_(older), staged_(staged) {}

  /// The names of the groups of the children that have weights, empty if there is none.
  Names names_of(const std::vector<Child>& children) {
    const std::set<Names> ways = fitting(children);
    const bool is_clear = ways.size() == 1;
    if (is_clear && finds_models(children, *ways.begin())) return *ways.begin();
    if (auto names = with_models_of_file(children, ways)) return *names;
    if (!is_clear && (older_ || !ways.empty())) refuse(children, ways.empty() ? "neither" : "both");
    Names names = is_clear ? *ways.begin() : number(children, Numbering::all).first;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!in_file_.contains(names[i]) || (is_model(*children[i].layer) && is_clear)) names[i].clear();
    }
    return names;
  }

 private:
  /// The ways in which the names in the file can be understood.
  [[nodiscard]] std::set<Names> fitting(const std::vector<Child>& children) const {
    std::set<Names> ways;
    for (const Numbering numbering : {older_ ? Numbering::twice : Numbering::all, Numbering::unmet}) {
      if (auto names = names_if_fitting(children, numbering, in_file_, older_))
        ways.insert(std::move(*names));
    }
    return ways;
  }

  /// Whether all nested models have a group.
  static bool finds_models(const std::vector<Child>& children, const Names& names) {
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (names[i].empty() && is_model(*children[i].layer) && needs_group(children[i])) return false;
    }
    return true;
  }

  [[noreturn]] void refuse(const std::vector<Child>& children, const char* fitting) const {
    const Names one = number(children, older_ ? Numbering::twice : Numbering::all).first;
    const Names other = number(children, Numbering::unmet).first;
    staged_.fail(fmt::format(
        "its groups of layers are called {}; expected for the model's layers were {} or {}, as versions of "
        "Keras number them, and {} fits",
        listed({in_file_.begin(), in_file_.end()}), listed(one), listed(other), fitting));
  }

  /// The groups of models in the file, and the models' names if they are there.
  [[nodiscard]] std::map<std::string, std::string> models_in_file() const {
    std::map<std::string, std::string> models;
    for (const std::string& name : in_file_) {
      const std::optional<Keras3Group> group = list_.find(name);
      if (!group || !group->find(older_ ? older_layers_name : layers_name)) continue;
      const auto vars = group->vars();
      const auto texts = vars ? vars->texts("name") : std::nullopt;
      models.emplace(name, texts && texts->size() == 1 ? texts->front() : "");
    }
    return models;
  }

  /// The names if nested models have another class in the file than here, as a functional model in Keras
  /// that is a Sequential one here: found by the models' names, or by their order if all are of one class.
  std::optional<Names> with_models_of_file(const std::vector<Child>& children, const std::set<Names>& ways) {
    const std::map<std::string, std::string> models = models_in_file();
    if (models.empty() || finds_models(children, Names(children.size()))) return std::nullopt;
    std::set<std::string> stems;
    std::vector<std::string> groups;
    std::map<std::string, std::string> groups_by_name;
    for (const auto& [group, name] : models) {
      stems.insert(without_number(group));
      groups.push_back(group);
      groups_by_name.emplace(name, group);
    }
    const auto has_all = [&](const Names& names) {
      return std::all_of(groups.begin(), groups.end(), [&](const std::string& group) {
        return std::find(names.begin(), names.end(), group) != names.end();
      });
    };
    if (ways.size() == 1 && has_all(*ways.begin())) return *ways.begin();  // it has fewer models
    const std::set<Names> others = fitting(with_stem(children, ""));
    if (others.size() == 1) {
      if (Names names = *others.begin(); take_by_name(children, groups_by_name, names)) return names;
    }
    const auto count = std::count_if(children.begin(), children.end(), [](const Child& child) {
      return !child.met_before && is_model(*child.layer);
    });
    if (stems.size() == 1 && static_cast<std::size_t>(count) == models.size()) {
      const std::set<Names> renamed = fitting(with_stem(children, *stems.begin()));
      if (renamed.size() == 1) return *renamed.begin();
    }
    staged_.mismatch(fmt::format(
        "the nested models in it are in the groups {}, and which of them is which in this model cannot be "
        "told: make the nested models of the classes, or give them the names, that they had in Keras",
        listed(groups)));
    return std::nullopt;
  }

  /// The children, the nested models among them of this class.
  static std::vector<Child> with_stem(std::vector<Child> children, const std::string& stem) {
    for (Child& child : children) {
      if (is_model(*child.layer)) child.stem = stem;
    }
    return children;
  }

  /// Whether all nested models have their names in the file.
  static bool take_by_name(const std::vector<Child>& children,
                           const std::map<std::string, std::string>& groups, Names& names) {
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (!is_model(*children[i].layer) || !needs_group(children[i])) continue;
      const auto found = groups.find(children[i].layer->name());
      if (found == groups.end()) return false;
      names[i] = found->second;
    }
    return true;
  }

  const Keras3Group& list_;
  std::set<std::string> in_file_;
  bool older_;
  StagedWeights& staged_;
};

}  // namespace

std::optional<Hdf5Group> Keras3Group::vars() const {
  if (prefix_.empty()) return group_.find_group("vars");
  const auto own = group_.find_group(prefix_.substr(0, prefix_.size() - 1));
  return own ? own->find_group("vars") : std::nullopt;
}

std::optional<Keras3Group> Keras3Group::find(const std::string& name) const {
  if (prefix_.empty()) {
    if (auto group = group_.find_group(name)) return Keras3Group(std::move(*group));
  }
  const std::string path = prefix_ + name;
  if (!group_.has_name(path) && !group_.has_name_from(path + "\\")) return std::nullopt;
  return Keras3Group(group_, path + "\\");
}

std::set<std::string> Keras3Group::names() const {
  std::set<std::string> names;
  for (const std::string& name : group_.names_from(prefix_)) {
    const std::string own = name.substr(prefix_.size());
    names.insert(own.substr(0, own.find('\\')));
  }
  return names;
}

std::vector<std::string> keras3_names(const ModelLayer& model) {
  return number(children_of(model, nullptr), Numbering::all).first;
}

std::vector<std::optional<Keras3Group>> find_layers(const ModelLayer& model, const Keras3Group& group,
                                                    const std::set<const Layer*>* seen,
                                                    StagedWeights& staged) {
  const std::vector<Child> children = children_of(model, seen);
  std::vector<std::optional<Keras3Group>> found(children.size());
  std::optional<Keras3Group> list = group.find(layers_name);
  const bool older = !list;
  if (older) list = group.find(older_layers_name);
  if (!list) return found;
  const Names names = LayerGroups(*list, older, staged).names_of(children);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!names[i].empty()) found[i] = list->find(names[i]);
  }
  return found;
}

}  // namespace keratin::saving
