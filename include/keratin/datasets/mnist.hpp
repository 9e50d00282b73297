#pragma once

#include <string>

#include "keratin/datasets/split.hpp"

/// 70,000 handwritten digits (LeCun, Cortes and Burges), and whatever else comes in files of the same form,
/// such as Fashion-MNIST.
namespace keratin::datasets::mnist {

/// Reads the folder `path` with the files train-images-idx3-ubyte, train-labels-idx1-ubyte,
/// t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, or each with .gz if the library was built with zlib: x
/// (n, 28, 28) from 0 to 255, y (n). If `path` ends in .npz, reads the file mnist.npz that Keras distributes,
/// with the arrays x_train, y_train, x_test and y_test. Throws IOError for a file that is missing, damaged or
/// of another kind, and says where to get the files; ValueError for an .npz if the library was built without
/// libzip.
Split load_data(const std::string& path);

}  // namespace keratin::datasets::mnist
