// Does a transposed convolution insert zeros? It equals: zeros between the pixels, zeros around them, then a
// convolution with the kernel turned by half a turn. No zero is really made: the library multiplies each
// pixel by the kernel once.
#include <algorithm>
#include <cstdio>
#include <keratin/keratin.hpp>
#include <string>

using namespace keratin;
using namespace keratin::layers;

/// An image (1, rows, columns, 1) with a zero between adjacent pixels: 2 · rows − 1 and 2 · columns − 1.
Tensor with_zeros_between(const Tensor& x) {
  const int rows = static_cast<int>(x.shape(1)), columns = static_cast<int>(x.shape(2));
  Tensor y = xt::zeros<float>({1, 2 * rows - 1, 2 * columns - 1, 1});
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) y(0, 2 * row, 2 * column, 0) = x(0, row, column, 0);
  }
  return y;
}

/// Zeros around it, so that a kernel of `size` meets each pixel with all its weights: size − 1 on each side,
/// less the one row or column that padding = "same" cuts off below and right of a 3x3 kernel's result.
Tensor with_zeros_around(const Tensor& x, int size, const std::string& padding) {
  const int before = size - 1, after = padding == "same" ? 1 : size - 1;
  Sequential model;
  model.add(ZeroPadding2D({.padding = {{before, after}, {before, after}}}));
  return model.predict(x);
}

Tensor turned(const Tensor& kernel) {
  Tensor turned = kernel;
  std::reverse(turned.begin(), turned.end());
  return turned;
}

/// What one layer of one filter makes of x with this kernel (rows, columns, 1, 1).
template <class L>
Tensor applied(L layer, const Tensor& x, const Tensor& kernel) {
  Sequential model;
  model.add(std::move(layer));
  model.build(shape_of(x));
  model.set_weights({kernel, xt::zeros<float>({1})});
  return model.predict(x);
}

void print_image(const char* what, const Tensor& x) {
  std::printf("%s\n", what);
  const Tensor matrix = xt::view(x, 0, xt::all(), xt::all(), 0);
  print(xt::cast<int>(matrix));
}

bool show(const Tensor& x, const Tensor& kernel, const std::string& padding) {
  const int size = static_cast<int>(kernel.shape(0));
  std::printf("\n---- kernel %dx%d, strides 2, padding \"%s\"\n", size, size, padding.c_str());
  print_image("the kernel", xt::view(kernel, xt::newaxis(), xt::all(), xt::all(), 0));
  const Tensor enlarged = with_zeros_around(with_zeros_between(x), size, padding);
  print_image("the image with zeros between and around", enlarged);
  const Tensor convolved = applied(Conv2D(1, size), enlarged, turned(kernel));
  print_image("Conv2D of it with the turned kernel", convolved);
  const Tensor transposed = applied(Conv2DTranspose(1, size, {.strides = 2, .padding = padding}), x, kernel);
  print_image("Conv2DTranspose of the image itself", transposed);
  const bool equal = convolved == transposed;
  std::printf(
      "%s. Conv2D takes %zu products, most of them with a zero; %zu pixels times %zu weights are %zu.\n",
      equal ? "Equal" : "DIFFERENT", convolved.size() * kernel.size(), x.size(), kernel.size(),
      x.size() * kernel.size());
  return equal;
}

int main() {
  Tensor x = xt::arange<float>(1, 5), kernel_3x3 = xt::arange<float>(1, 10), kernel_2x2 = {1, 10, 100, 1000};
  x.reshape({1, 2, 2, 1});
  kernel_3x3.reshape({3, 3, 1, 1});
  kernel_2x2.reshape({2, 2, 1, 1});
  print_image("the image", x);
  bool equal = show(x, kernel_3x3, "valid");
  equal = show(x, kernel_3x3, "same") && equal;
  equal = show(x, kernel_2x2, "valid") && equal;
  std::printf(
      "\nA 2x2 kernel at stride 2 tiles: wherever it lies, it covers one pixel and three zeros, so that "
      "each\n"
      "number is one pixel times one weight, and each pixel becomes a tile of its own.\n");
  return equal ? 0 : 1;
}
