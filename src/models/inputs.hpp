#pragma once

#include <optional>
#include <span>
#include <vector>

#include "keratin/models/sequential.hpp"

namespace keratin {

/// Arrays, batch first, in the order of a model's inputs or outputs.
using Views = std::vector<View>;

/// The samples [begin, end) of each array; empty where the array is empty.
Views slice(const Views& arrays, std::size_t begin, std::size_t end);

std::vector<Shape> shapes_of(const Views& views);

/// Inputs, targets and how much each output's loss counts for each sample; without weights all count alike.
struct DataView {
  Views x, y = {};
  Views sample_weight = {};         ///< for each output, or none at all
  std::vector<Shape> outputs = {};  ///< the shapes of the model's outputs for `x`

  [[nodiscard]] std::size_t count() const { return static_cast<std::size_t>(x.front().shape()[0]); }

  /// Of one output; empty if its samples count alike.
  [[nodiscard]] View weights_of(std::size_t output) const {
    return sample_weight.empty() ? View() : sample_weight[output];
  }
  [[nodiscard]] DataView part(std::size_t begin, std::size_t end) const;
};

/// `x` as inputs of the model, which is built for them if it was not: an array of rank 1 is taken as one
/// number a sample if the model expects that. Throws ValueError for empty data, for numbers that the first
/// layer does not take and for shapes that do not fit.
DataView prepare(ModelLayer& model, const Arrays& x);

/// What Data holds, one array or a list. Throw ValueError if it holds both.
Arrays inputs_of(const Data& data);
Arrays targets_of(const Data& data);

/// The weights of one call's samples, as they were given, for all outputs or for each, or by the classes of
/// the targets.
class SampleWeights {
 public:
  /// Throws ValueError if more than one of them is given, for a list of another length than the outputs, and
  /// for class_weight if the targets do not give each sample one class: a number, (n,) or (n, 1), or the
  /// place of the largest of (n, classes).
  SampleWeights(const ModelLayer& model, const Arrays& y, const Tensor& for_all,
                const std::vector<Tensor>& for_each, const ClassWeight& class_weight = {});

  /// As in DataView. Valid as long as this and what it was made of are.
  [[nodiscard]] const Views& views() const { return views_; }

  [[nodiscard]] bool are_of_classes() const { return !of_classes_.empty(); }

 private:
  void take_classes(const ModelLayer& model, const Arrays& y, const ClassWeight& class_weight);

  std::vector<float> of_classes_;
  Views views_;
};

/// Data that fit the compiled model, which is built for them if it was not, the loss and each other. Throws
/// ValueError, with nothing built, if they do not.
DataView prepare(ModelLayer& model, const Arrays& x, const Arrays& y, const SampleWeights& weights);

/// Copies chosen samples of arrays one after the other, into memory that is kept for the next batch.
class SampleCopies {
 public:
  Views operator()(const Views& data, std::span<const std::size_t> indices);

 private:
  std::vector<std::vector<float>> memory_;  // of each array
};

/// Throws ValueError if the model has several outputs, for calls that return one array.
void require_one_output(const ModelLayer& model);

/// Throws ValueError unless `count`, if given, is positive.
void check_count(const char* option, std::optional<int> count);

/// Throws ValueError unless it is 0, 1 or 2.
void check_verbose(int verbose);

/// Throws ValueError unless all weights are finite and not negative, those of classes that do not occur too.
void check_class_weight(const ClassWeight& class_weight);

/// Throws ValueError for options that no data could make right.
void check_options(const FitOptions& options);

/// Throws ValueError for sample weights, which only arrays take: batches hold theirs.
void check_no_sample_weight(const Tensor& for_all, const std::vector<Tensor>& for_each);

/// Throws ValueError for options that only arrays take.
void check_options_of_batches(const FitOptions& options);

}  // namespace keratin
