#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// The header-only library that Debian packages, libfccp, is not used: it takes the number of columns when a
// program is compiled, and a user's file has any.

namespace keratin::saving {

/// Reads a text file row by row: fields with a delimiter in between, in double quotes or without blanks
/// around them (RFC 4180). Rows without any character are skipped.
class CsvReader {
 public:
  /// Throws IOError if the file cannot be read or has over `most` bytes.
  CsvReader(std::string path, char delimiter, std::uint64_t most);

  /// Reads the next row; false if there is none. Throws IOError for quotes that do not end or lie inside of a
  /// field, and for a row of another number of fields than the first or of more than 65,536.
  bool next(std::vector<std::string>& fields);

  /// The end of a message if the first row looks as if it had another delimiter; else empty.
  [[nodiscard]] const std::string& advice() const { return advice_; }

  /// Throws IOError about the row that was read last.
  [[noreturn]] void fail(const std::string& reason) const;

 private:
  [[nodiscard]] bool at_end() const { return place_ == text_.size(); }
  [[nodiscard]] bool at_line_end() const;
  void skip_line_end();
  std::string quoted_field(std::size_t column);
  std::string plain_field(std::size_t column);

  std::string path_;
  std::vector<std::uint8_t> bytes_;
  std::string_view text_;
  std::string advice_;
  char delimiter_;
  std::size_t place_ = 0, line_ = 0, lines_before_ = 0, columns_ = 0;
};

}  // namespace keratin::saving
