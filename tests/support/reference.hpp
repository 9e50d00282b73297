#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "keratin/tensor.hpp"

/// Every operation once more as the plainest loop in double precision: what the fast code is compared with.
/// Images are (batch, rows, columns, channels), volumes (batch, depth, rows, columns, channels).
namespace keratin::reference {

struct Array {
  Shape shape;
  std::vector<double> data;

  /// The element of a rank-4 array.
  double& at(int b, int r, int c, int channel) { return data[offset(b, r, c, channel)]; }
  [[nodiscard]] double at(int b, int r, int c, int channel) const { return data[offset(b, r, c, channel)]; }

  /// The element of a rank-5 array.
  double& at(int b, int d, int r, int c, int channel) {
    return data[offset(b * shape[1] + d, r, c, channel)];
  }
  [[nodiscard]] double at(int b, int d, int r, int c, int channel) const {
    return data[offset(b * shape[1] + d, r, c, channel)];
  }

 private:
  [[nodiscard]] std::size_t offset(int b, int r, int c, int channel) const;
};

Array zeros(const Shape& shape);
Array from_tensor(const Tensor& tensor);
Tensor to_tensor(const Array& array);

/// d(sum(f(x) * dy)) / dx by central differences, one element of x after the other.
Array central_difference(const std::function<Array(const Array&)>& f, const Array& x, const Array& dy,
                         double epsilon = 1e-5);

using Pair = std::array<int, 2>;    ///< rows, columns
using Sides = std::array<Pair, 2>;  ///< (top, bottom), (left, right)
using Triple = std::array<int, 3>;  ///< depth, rows, columns
enum class Padding { valid, same };

/// `"valid"` or `"same"`.
Padding padding_from(const std::string& name);

// Convolutions. A bias without elements is none.

/// kernel: (rows, columns, input channels of one group, filters).
Array conv2d(const Array& x, const Array& kernel, const Array& bias, Pair strides, Padding padding,
             Pair dilation);

/// kernel: (rows, columns, input channels, filters of each).
Array depthwise_conv2d(const Array& x, const Array& kernel, const Array& bias, Pair strides, Padding padding,
                       Pair dilation);

/// kernel: (rows, columns, filters, input channels).
Array conv2d_transpose(const Array& x, const Array& kernel, const Array& bias, Pair strides, Padding padding,
                       std::optional<Pair> output_padding, Pair dilation);

// Images.

Array upsample_nearest(const Array& x, Pair size);
Array upsample_bilinear(const Array& x, Pair size);

/// Images of new_size as TensorFlow makes them: nearest, bilinear, bicubic, lanczos3, lanczos5 or area.
Array resize(const Array& x, Pair new_size, const std::string& interpolation, bool antialias);

Array max_pool(const Array& x, Pair pool, Pair strides, Padding padding);
Array average_pool(const Array& x, Pair pool, Pair strides, Padding padding);
Array global_max_pool(const Array& x, bool keepdims);
Array global_average_pool(const Array& x, bool keepdims);
Array zero_padding(const Array& x, Sides padding);
Array cropping(const Array& x, Sides cropping);

// Volumes.

/// kernel: (depth, rows, columns, input channels of one group, filters).
Array conv3d(const Array& x, const Array& kernel, const Array& bias, Triple strides, Padding padding,
             Triple dilation);

/// kernel: (depth, rows, columns, filters, input channels).
Array conv3d_transpose(const Array& x, const Array& kernel, const Array& bias, Triple strides,
                       Padding padding, std::optional<Triple> output_padding, Triple dilation);

Array upsample3d(const Array& x, Triple size);
Array max_pool3d(const Array& x, Triple pool, Triple strides, Padding padding);
Array average_pool3d(const Array& x, Triple pool, Triple strides, Padding padding);

/// The sides are (front, back), (top, bottom), (left, right).
Array zero_padding3d(const Array& x, const std::array<Pair, 3>& padding);
Array cropping3d(const Array& x, const std::array<Pair, 3>& cropping);

// Dense and BatchNormalization.

/// kernel: (inputs, units), applied to the last axis of x.
Array dense(const Array& x, const Array& kernel, const Array& bias);

/// The mean of x for each place on `axis`.
Array mean_along(const Array& x, int axis);

/// The biased variance of x for each place on `axis`.
Array variance_along(const Array& x, int axis);

/// gamma and beta without elements are 1 and 0.
Array batch_norm_inference(const Array& x, const Array& gamma, const Array& beta, const Array& mean,
                           const Array& variance, int axis, double epsilon);
Array batch_norm_training(const Array& x, const Array& gamma, const Array& beta, int axis, double epsilon);

// Normalization within each sample. axes are counted from 0 and in order.

/// gamma and beta have one number for each place on the axes.
Array layer_norm(const Array& x, const Array& gamma, const Array& beta, const std::vector<int>& axes,
                 double epsilon);

/// gamma and beta have one number for each place on the axis.
Array group_norm(const Array& x, const Array& gamma, const Array& beta, int groups, int axis, double epsilon);

Array unit_norm(const Array& x, const std::vector<int>& axes);

// Activations.

/// Keras's activation of that name. Throws std::invalid_argument if there is none.
Array activation(const std::string& name, const Array& x);

Array relu(const Array& x, std::optional<double> max_value, double negative_slope, double threshold);
Array leaky_relu(const Array& x, double negative_slope);
Array elu(const Array& x, double alpha);

/// alpha has the shape of one sample, or 1 along shared axes.
Array prelu(const Array& x, const Array& alpha);

Array softmax(const Array& x, int axis);

/// The first half of the last axis, multiplied by the sigmoid of the second.
Array glu(const Array& x);

// Losses: one value for each place of the axes before the last.

Array mean_squared_error(const Array& y_true, const Array& y_pred);
Array mean_absolute_error(const Array& y_true, const Array& y_pred);
Array binary_crossentropy(const Array& y_true, const Array& y_pred, bool from_logits, double label_smoothing);
Array categorical_crossentropy(const Array& y_true, const Array& y_pred, bool from_logits,
                               double label_smoothing);
Array sparse_categorical_crossentropy(const Array& y_true, const Array& y_pred, bool from_logits);

/// The mean of all elements, as an array of shape ().
Array mean(const Array& x);

}  // namespace keratin::reference
