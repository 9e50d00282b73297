#include "keratin/callbacks/csv_logger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <system_error>
#include <utility>

#include "callbacks/messages.hpp"
#include "files/system_file.hpp"
#include "keratin/error.hpp"

namespace keratin::callbacks {

using Start = saving::OutputFile::Start;

CSVLogger::CSVLogger(std::string filename, const CSVLoggerOptions& options)
    : filename_(std::move(filename)), options_(options) {
  saving::system_path(filename_);
  if (options.separator.size() != 1) {
    throw ValueError(
        fmt::format("CSVLogger: separator must be one character, but received \"{}\".", options.separator));
  }
}

void CSVLogger::on_train_begin() {
  const saving::OutputFile file(filename_, options_.append ? Start::at_end : Start::empty);
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(filename_, error);
  needs_header_ = error || size == 0;
  keys_.clear();
}

void CSVLogger::on_epoch_end(int epoch, Logs& logs) {
  if (keys_.empty()) {
    for (const auto& [name, value] : logs) keys_.push_back(name);
    std::sort(keys_.begin(), keys_.end());
    const std::size_t count = keys_.size();
    if (std::none_of(keys_.begin(), keys_.end(), [](const auto& key) { return key.starts_with("val_"); })) {
      for (std::size_t i = 0; i < count; ++i) keys_.push_back("val_" + keys_[i]);
    }
    std::vector<std::string> header = {"epoch"};
    header.insert(header.end(), keys_.begin(), keys_.end());
    if (needs_header_) write(header);
  }
  std::vector<std::string> row = {std::to_string(epoch)};
  for (const std::string& key : keys_) {
    const std::optional<double> value = logs.find(key);
    row.push_back(value ? python_number(*value) : "NA");
  }
  write(row);
}

void CSVLogger::write(const std::vector<std::string>& fields) {
  const std::string line = fmt::format("{}\r\n", fmt::join(fields, options_.separator));
  saving::OutputFile(filename_, Start::at_end).write(saving::bytes_of(line));
}

}  // namespace keratin::callbacks
