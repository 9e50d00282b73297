#include "files/csv_reader.hpp"

#include <fmt/format.h>

#include <utility>

#include "files/system_file.hpp"

namespace keratin::saving {

namespace {

constexpr std::size_t most_columns = 65'536;

/// What to do about a line that is one field, but holds a character that often stands between fields.
std::string delimiter_advice(const std::vector<std::string>& fields) {
  const std::size_t found = fields.size() == 1 ? fields[0].find_first_of(";\t") : std::string::npos;
  if (found == std::string::npos) return {};
  const char* character = fields[0][found] == ';' ? ";" : "\\t";
  return fmt::format(
      ". The first line is one field that holds '{0}': if its fields end there, give .delimiter = '{0}'",
      character);
}

std::string without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

}  // namespace

CsvReader::CsvReader(std::string path, char delimiter, std::uint64_t most)
    : path_(std::move(path)),
      bytes_(read_file(path_, most)),
      text_(reinterpret_cast<const char*>(bytes_.data()), bytes_.size()),
      delimiter_(delimiter) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text_.starts_with(byte_order_mark)) place_ = byte_order_mark.size();
}

void CsvReader::fail(const std::string& reason) const {
  fail_to_read(path_, fmt::format("line {}, {}", line_, reason));
}

bool CsvReader::at_line_end() const {
  return at_end() || text_[place_] == '\n' || text_.substr(place_).starts_with("\r\n");
}

void CsvReader::skip_line_end() {
  if (at_end()) return;
  place_ += text_[place_] == '\r' ? 2 : 1;
  ++lines_before_;
}

std::string CsvReader::quoted_field(std::size_t column) {
  std::string field;
  for (++place_; !at_end(); ++place_) {
    const char c = text_[place_];
    if (c == '\n') ++lines_before_;
    if (c != '"') {
      field += c;
    } else if (text_.substr(place_ + 1).starts_with('"')) {
      field += text_[place_++];
    } else {
      ++place_;
      if (at_line_end() || text_[place_] == delimiter_) return field;
      fail(
          fmt::format("column {}: there is text behind the closing quote. Write a quote in a quoted field "
                      "twice",
                      column));
    }
  }
  fail(fmt::format("column {}: the quote does not end", column));
}

std::string CsvReader::plain_field(std::size_t column) {
  const std::size_t begin = place_;
  while (!at_line_end() && text_[place_] != delimiter_) {
    if (text_[place_++] != '"') continue;
    fail(fmt::format("column {}: there is a quote inside of a field that does not begin with one", column));
  }
  return without_blanks(text_.substr(begin, place_ - begin));
}

bool CsvReader::next(std::vector<std::string>& fields) {
  while (!at_end() && at_line_end()) skip_line_end();
  if (at_end()) return false;
  fields.clear();
  line_ = lines_before_ + 1;
  for (bool more = true; more;) {
    const std::size_t column = fields.size() + 1;
    if (column > most_columns) fail(fmt::format("it has more than {} fields", most_columns));
    const bool is_quoted = !at_end() && text_[place_] == '"';
    fields.push_back(is_quoted ? quoted_field(column) : plain_field(column));
    more = !at_line_end();
    if (more) ++place_;  // the delimiter
  }
  skip_line_end();
  if (columns_ == 0) {
    columns_ = fields.size();
    advice_ = delimiter_advice(fields);
  }
  if (fields.size() == columns_) return true;
  fail(fmt::format("it has {} field{}, but the first line has {}{}", fields.size(),
                   fields.size() == 1 ? "" : "s", columns_, advice_));
}

}  // namespace keratin::saving
