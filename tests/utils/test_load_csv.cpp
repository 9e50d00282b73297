#include <cmath>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/utils/load_csv.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"

namespace keratin::utils {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;
using Names = std::vector<std::string>;

/// A file with this text.
struct CsvFile : testing::Folder {
  std::string name = file("a.csv");
  explicit CsvFile(const std::string& text) { std::ofstream(name, std::ios::binary) << text; }
};

CsvTable read(const std::string& text, const LoadCsvOptions& options = {}) {
  return load_csv(CsvFile(text).name, options);
}

/// The message about a file with this text, from the file's name on.
std::string message(const std::string& text, const LoadCsvOptions& options = {}) {
  try {
    read(text, options);
  } catch (const IOError& error) {
    const std::string what = error.what();
    return what.substr(what.find("a.csv"));
  } catch (const ValueError& error) {
    return error.what();
  }
  return "no error";
}

const std::string flowers = "width,length,species\n0.2,1.4,setosa\n1.5,4.5,virginica\n1.3,4,setosa\n";

}  // namespace

TEST_CASE("load_csv: numbers, names of columns, classes in order of their names") {
  const CsvTable table = read(flowers, {.label = "species"});
  CHECK((table.x == Tensor{{0.2F, 1.4F}, {1.5F, 4.5F}, {1.3F, 4.0F}}));
  CHECK((table.y == xt::xarray<int>{0, 1, 0}));
  CHECK(table.columns == Names{"width", "length"});
  CHECK(table.class_names == Names{"setosa", "virginica"});
}

TEST_CASE("load_csv: columns by name or number, in the order of the list") {
  const CsvTable table = read(flowers, {.columns = {1, "width"}, .label = -1});
  CHECK((table.x == Tensor{{1.4F, 0.2F}, {4.5F, 1.5F}, {4.0F, 1.3F}}));
  CHECK(table.columns == Names{"length", "width"});
  CHECK(table.class_names.size() == 2);
  const CsvTable one = read(flowers, {.columns = "length"});
  CHECK(shape_of(one.x) == Shape{3, 1});
  CHECK(std::vector<float>(one.x.begin(), one.x.end()) == std::vector<float>{1.4F, 4.5F, 4.0F});
  CHECK(one.y.size() == 0);
  CHECK(one.class_names.empty());
}

TEST_CASE("load_csv: classes that are numbers keep their order") {
  const CsvTable table = read("10,1\n9,2\n-1,3\n9,4\n", {.label = 0, .header = false});
  CHECK(table.class_names == Names{"-1", "9", "10"});
  CHECK((table.y == xt::xarray<int>{2, 1, 0, 1}));
  CHECK(table.columns.empty());
}

TEST_CASE("load_csv: quotes, line ends, blanks, empty lines and the mark of UTF-8") {
  const std::string text = "\xef\xbb\xbf\"a,\"\"1\"\"\", b \r\n\r\n1 ,\"2\"\r\n\"-3e2\", +4\n\n+.5,0x\n";
  CHECK(message(text) ==
        "a.csv' cannot be read: line 6, column 2 (\"b\"): expected a number, but found "
        "\"0x\". If these are names of classes, give the column as .label.");
  const CsvTable table = read("\xef\xbb\xbf\"a,\"\"1\"\"\", b \r\n\r\n1 ,\"2\"\r\n\"-3e2\", +4\n\n+.5,0.25");
  CHECK((table.x == Tensor{{1, 2}, {-300, 4}, {0.5F, 0.25F}}));
  CHECK(table.columns == Names{"a,\"1\"", "b"});
  const CsvTable lines = read("x,y\n1,\"two\nlines\"\n2,\"two\r\nlines\"\n3,\"\"\"\"\n", {.label = "y"});
  CHECK(lines.class_names == Names{"\"", "two\nlines", "two\r\nlines"});
  CHECK(read("1;2,5\n", {.columns = 0, .header = false, .delimiter = ';'}).x(0, 0) == 1);
  CHECK((read("1\t2\n", {.header = false, .delimiter = '\t'}).x == Tensor{{1, 2}}));
}

TEST_CASE("load_csv: missing fields take the value of .missing") {
  const CsvTable table = read("a,b\n1,\n,2\n", {.missing = -1.0F});
  CHECK((table.x == Tensor{{1, -1}, {-1, 2}}));
  CHECK(std::isnan(read("a,b\n1,\n", {.missing = NAN}).x(0, 1)));
  CHECK((read("a,b\nnan,NaN\nNA,\"\"\n", {.missing = 7.0F}).x == Tensor{{7, 7}, {7, 7}}));
  CHECK(
      message("a,b\n1,nan\n") ==
      "a.csv' cannot be read: line 2, column 2 (\"b\"): there is no number, but \"nan\". Give .missing, the "
      "value of fields that are empty or nan.");
  CHECK(message("a,b\n1,\n") ==
        "a.csv' cannot be read: line 2, column 2 (\"b\"): the field is empty. Give .missing, the value of "
        "fields that are empty or nan.");
}

TEST_CASE("load_csv: wrong files are refused with line and column") {
  const std::string begin = "a.csv' cannot be read: ";
  CHECK(message("") == begin + "it is empty.");
  CHECK(message("a,b\n") == begin + "it has no row below the header.");
  CHECK(message("a,b\n1,2\n3\n") == begin + "line 3, it has 1 field, but the first line has 2.");
  CHECK(message("a,b\n1,2,3\n") == begin + "line 2, it has 3 fields, but the first line has 2.");
  CHECK(message("a\n\"1\n2\n") == begin + "line 2, column 1: the quote does not end.");
  CHECK(message("a\n\"1\"2\n") ==
        begin +
            "line 2, column 1: there is text behind the closing quote. Write a quote in a quoted field "
            "twice.");
  CHECK(message("a\n1\"2\"\n") ==
        begin + "line 2, column 1: there is a quote inside of a field that does not begin with one.");
  CHECK(message("a,b\n\"x\ny\",1\n\n2,z\n", {.label = "a"}) ==
        begin + "line 5, column 2 (\"b\"): expected a number, but found \"z\".");
  CHECK(message("1,\n", {.label = 1, .header = false}) == begin + "line 1, column 2: the label is empty.");
  for (const std::string number : {"--1", "+-1", "1 2", "1,5x", "one", "nan(x)", "NAN", "+nan"})
    CHECK_THAT(message("1\n\"" + number + "\"\n", {.header = false}),
               Contains("line 2, column 1: expected a number, but found \"" + number + "\""));
  CHECK_THAT(message(std::string("a\n1\0\n", 5)), Contains("line 2, column 1 (\"a\"): expected a number"));
  CHECK_THROWS_AS(load_csv("/absent/a.csv"), IOError);
}

TEST_CASE("load_csv: numbers that are not finite or no floats") {
  const std::string place = "a.csv' cannot be read: line 1, column 1: ";
  for (const std::string number : {"inf", "-inf", "+Infinity"})
    CHECK(message(number, {.header = false, .missing = 0.0F}) ==
          place + "expected a finite number, but found \"" + number + "\".");
  const std::string zeros(400, '0');
  for (const std::string& number :
       {std::string("1e300"), std::string("-3.5e38"), std::string("1e999"), "1" + zeros,
        "0." + zeros + "1e+800", std::string("1e99999999999999999999")})
    CHECK_THAT(message(number, {.header = false}),
               StartsWith(place + "the number \"" + number.substr(0, 5)) &&
                   EndsWith("\" is too large for a float, which holds at most 3.4e+38."));
  for (const std::string& number : {std::string("1e-320"), std::string("1e-400"), std::string("-1e-999"),
                                    "0." + zeros + "1e+2", "1" + zeros + "e-900", "0e" + zeros + "999"})
    CHECK(read(number, {.header = false}).x(0) == 0);
  CHECK(read("3.4028235e38", {.header = false}).x(0) == std::numeric_limits<float>::max());
}

TEST_CASE("load_csv: labels of one number are one class, as for numpy.unique") {
  const CsvTable table = read("2,0\n01,0\n1,0\n+1,0\n2.0,0\n1.0,0\n1e0,0\n", {.label = 0, .header = false});
  CHECK(table.class_names == Names{"01", "2"});
  CHECK((table.y == xt::xarray<int>{1, 0, 0, 0, 1, 0, 0}));
  CHECK(read("inf,0\n10,0\n-inf,0\n9,0\n", {.label = 0, .header = false}).class_names ==
        Names{"-inf", "9", "10", "inf"});
  CHECK(read("nan,0\n10,0\n9,0\nb,0\n", {.label = 0, .header = false}).class_names ==
        Names{"10", "9", "b", "nan"});
  CHECK(read("NA,0\nNA,0\n", {.label = 0, .header = false}).class_names == Names{"NA"});
  const std::string begin = "a.csv' cannot be read: the labels are numbers, but ";
  CHECK(message("10,0\nnan,0\n9,0\n", {.label = 0, .header = false}) == begin + "\"nan\" is none.");
  CHECK(message("10,0\n1e999,0\n9,0\n", {.label = 0, .header = false}) ==
        begin + "\"1e999\" is too large for a number of type double.");
}

TEST_CASE("load_csv: a table of a spreadsheet that writes decimal commas") {
  const std::string text = "width;kind\n1,5;2,0\n-0,25;2\n";
  const CsvTable table = read(text, {.label = "kind", .delimiter = ';', .decimal = ','});
  CHECK((xt::flatten(table.x) == Tensor{1.5F, -0.25F}));
  CHECK(table.class_names == Names{"2,0"});
  CHECK(message("1.234,5\n", {.header = false, .delimiter = ';', .decimal = ','}) ==
        "a.csv' cannot be read: line 1, column 1: expected a number, but found \"1.234,5\". If these are "
        "names of "
        "classes, give the column as .label.");
  CHECK(message(text, {.delimiter = ';'}) ==
        "a.csv' cannot be read: line 2, column 1 (\"width\"): expected a number, but found \"1,5\". If the "
        "comma is "
        "the decimal point, give .decimal = ','.");
  const std::string advice =
      ". The first line is one field that holds ';': if its fields end there, give .delimiter = ';'.";
  CHECK(message(text) == "a.csv' cannot be read: line 2, it has 3 fields, but the first line has 1" + advice);
  CHECK(message("a;b\n1;2\n") ==
        "a.csv' cannot be read: line 2, column 1 (\"a;b\"): expected a number, but found \"1;2\"" + advice);
  CHECK(message(text, {.label = "kind"}) ==
        "load_csv: there is no column \"kind\". The header has: \"width;kind\"" + advice);
  CHECK_THAT(message("a\tb\n1\t2\n"), Contains("give .delimiter = '\\t'."));
  CHECK(message("a\n1\n", {.decimal = ','}) ==
        "load_csv: decimal must be '.', or ',' with another delimiter such as ';', but received ','.");
}

TEST_CASE("load_csv: a line of delimiters alone is refused before it fills the memory") {
  CHECK(message("a\n" + std::string(1'000'000, ',')) ==
        "a.csv' cannot be read: line 2, it has more than 65536 fields.");
  const CsvTable table = read("1" + std::string(65'535, ',') + "\n", {.header = false, .missing = 2.0F});
  CHECK(shape_of(table.x) == Shape{1, 65'536});
  CHECK(table.x(0, 65'535) == 2);
}

TEST_CASE("load_csv: columns that are not there") {
  CHECK(message(flowers, {.label = "specis"}) ==
        "load_csv: there is no column \"specis\". The header has: \"width\", \"length\", \"species\".");
  CHECK(message("a,a\n1,2\n", {.columns = "a"}) ==
        "load_csv: there is more than one column \"a\". The header has: \"a\", \"a\". Give the column's "
        "number, "
        "from 0.");
  CHECK(message(flowers, {.columns = 3}) ==
        "load_csv: the file has 3 columns, numbers -3 to 2, but the column 3 was asked for.");
  CHECK(message("1,2\n", {.columns = "a", .header = false}) ==
        "load_csv: without a header columns have no names, but the column \"a\" was asked for. Give its "
        "number, "
        "from 0.");
  CHECK(message("a\n1\n", {.label = 0}) == "load_csv: the file has no column but the label: there is no x.");
  CHECK(message("a\n1\n", {.delimiter = '.'}) ==
        "load_csv: delimiter must be a character such as ',', ';' or '\\t', but received '.'.");
}

}  // namespace keratin::utils
