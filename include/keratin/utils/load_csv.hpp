#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "keratin/list_of.hpp"
#include "keratin/tensor.hpp"

namespace keratin::utils {

/// A column of a table: its name in the header or its number, which counts from the end if it is negative.
class CsvColumn {
 public:
  CsvColumn(const char* name) : name_(name) {}
  CsvColumn(std::string name) : name_(std::move(name)) {}
  CsvColumn(int number) : number_(number) {}

  /// Null if it is the other of the two.
  [[nodiscard]] const std::string* name() const { return number_ ? nullptr : &name_; }
  [[nodiscard]] const int* number() const { return number_ ? &*number_ : nullptr; }

 private:
  std::string name_;
  std::optional<int> number_;
};

}  // namespace keratin::utils

extern template class keratin::ListOf<keratin::utils::CsvColumn>;

namespace keratin::utils {

/// The named arguments of load_csv().
struct LoadCsvOptions {
  ListOf<CsvColumn> columns = {};       ///< the columns of x, in this order; all but `label` if empty
  std::optional<CsvColumn> label = {};  ///< the column of the classes, numbers or text
  bool header = true;                   ///< whether the first line holds the columns' names
  char delimiter = ',';                 ///< what stands between two fields
  std::optional<float> missing = {};    ///< the value of missing fields of x; without it, they are an error
  char decimal = '.';                   ///< or ',', the decimal point of numbers
};

/// What load_csv() returns.
struct CsvTable {
  Tensor x;                              ///< (rows, columns)
  xt::xarray<int> y;                     ///< (rows,): the number of each row's class; (0,) without a label
  std::vector<std::string> columns;      ///< the names of x's columns; empty without a header
  std::vector<std::string> class_names;  ///< by class number: in order of numbers if all are, else of bytes
};

/// A table in a text file: a line per row, fields with commas in between. A field in double quotes may hold
/// commas, line breaks and, doubled, quotes (RFC 4180); blanks around other fields are left out. Lines end in
/// LF or CR LF; those without any character are skipped. A field of x that is empty, nan, NaN or NA is
/// missing; a number too close to 0 for a float is 0. Labels that are all numbers make one class of equal
/// ones (1, 1.0, 01), named as the first in the file. Throws IOError, with line and column, for a field that
/// is no finite number, a number too large for a float, a line of another number of fields or of more than
/// 65,536, and wrong quotes; also for a label that is missing or too large for a double if the others are
/// numbers, and for a file that cannot be read, has no row or over 2^31 bytes. Throws ValueError for a column
/// that is not there or whose name the header has twice, for a delimiter that is a part of numbers, a letter
/// or a quote, and for a decimal point that is the delimiter or no point or comma.
CsvTable load_csv(const std::string& path, const LoadCsvOptions& options = {});

}  // namespace keratin::utils
