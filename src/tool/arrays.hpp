#pragma once

#include <string>
#include <vector>

#include "keratin/models/sequential.hpp"
#include "keratin/tensor.hpp"
#include "tool/commands.hpp"

namespace keratin::tool {

/// A model's inputs or outputs, and the option that names the file of their arrays.
struct NamedArrays {
  std::string option;  ///< "--input"
  std::string what;    ///< "input"
  std::vector<std::string> names;
};

NamedArrays inputs_of(const Model& model, const std::string& option);
NamedArrays outputs_of(const Model& model, const std::string& option);

/// Adds the options --x and --y.
void add_samples(CLI::App& command, std::string& x, std::string& y);

/// The arrays in a file, in order: that of a .npy; those of a .npz by the names, or called arr_0, arr_1, as
/// numpy.savez() calls arrays without names; of one, by any name. Throws ValueError, saying which are missing
/// or too many; IOError, naming the option, for a file that cannot be read.
std::vector<Tensor> load_arrays(const std::string& path, const NamedArrays& named);

/// Throws ValueError unless the file can hold the arrays: a .npz any number of them, a .npy one.
void check_array_file(const std::string& path, const NamedArrays& named);

/// Writes the arrays, to a .npz by their names.
void save_arrays(const std::string& path, const NamedArrays& named, const std::vector<Tensor>& arrays);

}  // namespace keratin::tool
