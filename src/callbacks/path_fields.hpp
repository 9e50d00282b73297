#pragma once

#include <optional>
#include <string>

#include "keratin/logs.hpp"

namespace keratin::callbacks {

/// A file's name with its fields filled in, as Python's str.format does it: `{epoch:02d}` and `{batch}`,
/// which count from 1 there, and figures, `{val_loss:.2f}`. Throws ValueError for fields that are not known
/// and formats that do not fit.
std::string filled_path(const std::string& path, int epoch, std::optional<int> batch, const Logs& logs);

/// Makes the folder that a file is to lie in; where that fails, writing the file says what is wrong.
void make_parent_folder(const std::string& path);

}  // namespace keratin::callbacks
