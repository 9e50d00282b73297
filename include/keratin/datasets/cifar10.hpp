#pragma once

#include <string>

#include "keratin/datasets/split.hpp"

/// 60,000 small color images of ten classes: airplane, automobile, bird, cat, deer, dog, frog, horse, ship,
/// truck (Krizhevsky, 2009).
namespace keratin::datasets::cifar10 {

/// Reads the folder `path` with the binary version's files data_batch_1.bin … data_batch_5.bin and
/// test_batch.bin, or each with .gz if the library was built with zlib: x (n, 32, 32, 3) from 0 to 255, y (n,
/// 1) as in Keras. Throws IOError for a file that is missing or damaged, and says where to get the files.
Split load_data(const std::string& path);

}  // namespace keratin::datasets::cifar10
