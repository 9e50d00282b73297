#pragma once

#include <map>
#include <string>

#include "keratin/tensor.hpp"

// Arrays in NumPy's files.

namespace keratin::utils {

/// The array in a .npy file, as numpy.save() writes it: floats of 16, 32 or 64 bits, integers and bools, in
/// C's or Fortran's order, of either byte order. Throws IOError if the file cannot be read, is damaged or
/// holds something else, such as objects or text.
Tensor load_npy(const std::string& path);

/// Writes an array as float32, as numpy.save() does. The file is the old one or the new one at every moment.
/// Throws ValueError if the name does not end in .npy, IOError if the file cannot be written.
void save_npy(const std::string& path, const Tensor& array);

/// The arrays in a .npz file, by name, as numpy.savez() and numpy.savez_compressed() write them. Throws as
/// load_npy(), and ValueError if the library was built without libzip.
std::map<std::string, Tensor> load_npz(const std::string& path);

/// Writes arrays, not compressed, as numpy.savez() does. Throws ValueError if the name does not end in .npz
/// and as above, IOError if the file cannot be written.
void save_npz(const std::string& path, const std::map<std::string, Tensor>& arrays);

}  // namespace keratin::utils
