#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "keratin/callbacks/frequency.hpp"
#include "keratin/logs.hpp"

namespace keratin::callbacks {

/// How many batches a callback waits; 0 for "epoch". Throws ValueError for a number that is not positive and
/// for another word; `argument` is what it calls the frequency.
int batches_between(const Frequency& frequency, std::string_view argument, bool takes_batch = false);

/// A file's name with its fields filled in, as Python's str.format does it: `{epoch:02d}` and `{batch}`,
/// which count from 1 there, and metrics, `{val_loss:.2f}`. Throws ValueError for fields that are not known
/// and formats that do not fit.
std::string filled_path(const std::string& path, int epoch, std::optional<int> batch, const Logs& logs);

/// Makes the folder that a file is to lie in; if that fails, writing the file says what is wrong.
void make_parent_folder(const std::string& path);

}  // namespace keratin::callbacks
