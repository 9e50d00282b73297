#pragma once

#include <optional>
#include <string>
#include <vector>

#include "keratin/tensor.hpp"

namespace keratin::utils {

/// tf.math.confusion_matrix(): how often samples of the class of a row were predicted to be of the class of a
/// column, (classes, classes). `labels` and `predictions` are class numbers, (samples,) or (samples, 1). The
/// default of num_classes is the largest number plus 1. Throws ValueError for other shapes, no sample without
/// num_classes, numbers that are not whole or not from 0 to num_classes - 1, and more than 4,096 classes.
xt::xarray<int> confusion_matrix(const TensorArgument& labels, const TensorArgument& predictions,
                                 std::optional<int> num_classes = {});

/// The named arguments of plot_confusion_matrix().
struct PlotConfusionMatrixOptions {
  std::vector<std::string> class_names = {};  ///< by class number; the numbers themselves if empty
};

/// Draws a confusion matrix (classes, classes) into a file that ends in .svg or .png, as plot_lines() does: a
/// cell's text is its number, its color the share of the samples of its row. Throws ValueError for another
/// ending, for a matrix that is not square or empty, has more than 64 classes or a negative number, and
/// unless there is one name for each class; IOError if the file cannot be written.
void plot_confusion_matrix(const xt::xarray<int>& matrix, const std::string& path,
                           const PlotConfusionMatrixOptions& options = {});

}  // namespace keratin::utils
