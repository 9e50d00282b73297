#include "keratin/callbacks/csv_logger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "callbacks/text.hpp"
#include "keratin/error.hpp"

namespace keratin::callbacks {

CSVLogger::CSVLogger(std::string filename, const CSVLoggerOptions& options)
    : filename_(std::move(filename)), options_(options) {
  if (options.separator.size() != 1) {
    throw ValueError(
        fmt::format("CSVLogger: separator must be one character, but received \"{}\".", options.separator));
  }
}

void CSVLogger::on_train_begin() {
  needs_header_ = !options_.append || std::ifstream(filename_).peek() == std::ifstream::traits_type::eof();
  const std::ofstream file(filename_, options_.append ? std::ios::app : std::ios::trunc);
  if (!file) throw IOError(fmt::format("{}: CSVLogger cannot write to this file.", filename_));
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
  std::ofstream file(filename_, std::ios::app);
  file << fmt::format("{}\r\n", fmt::join(fields, options_.separator)) << std::flush;
  if (!file) throw IOError(fmt::format("{}: CSVLogger cannot write to this file.", filename_));
}

}  // namespace keratin::callbacks
