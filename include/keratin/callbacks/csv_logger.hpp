#pragma once

#include <string>
#include <vector>

#include "keratin/callbacks/callback.hpp"

namespace keratin::callbacks {

/// The named arguments of CSVLogger, in Keras's order.
struct CSVLoggerOptions {
  std::string separator = ",";
  bool append = false;  ///< whether to continue an existing file
};

/// Writes each epoch's metrics as a line of a file, byte for byte as Keras does. The columns are those of the
/// first epoch, with `val_` columns even if that epoch had none.
class CSVLogger : public Callback {
 public:
  /// Throws ValueError unless the separator is one character, and for a filename with a NUL in it.
  explicit CSVLogger(std::string filename, const CSVLoggerOptions& options = {});

  /// Throws IOError if the file cannot be written.
  void on_train_begin() override;
  void on_epoch_end(int epoch, Logs& logs) override;

 private:
  void write(const std::vector<std::string>& fields);

  std::string filename_;
  CSVLoggerOptions options_;
  bool needs_header_ = true;
  std::vector<std::string> keys_;
};

}  // namespace keratin::callbacks
