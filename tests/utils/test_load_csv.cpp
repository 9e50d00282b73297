#include <cmath>
#include <fstream>
#include <string>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/utils/load_csv.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"

namespace keratin::utils {
namespace {

using Catch::Matchers::Contains;
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

TEST_CASE("load_csv: empty fields take the value of .missing") {
  const CsvTable table = read("a,b\n1,\n,2\n", {.missing = -1.0F});
  CHECK((table.x == Tensor{{1, -1}, {-1, 2}}));
  CHECK(std::isnan(read("a,b\n1,\n", {.missing = NAN}).x(0, 1)));
  CHECK(message("a,b\n1,\n") ==
        "a.csv' cannot be read: line 2, column 2 (\"b\"): the field is empty. Give .missing, the value of "
        "empty "
        "fields.");
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
  for (const std::string number : {"1e999", "--1", "+-1", "1 2", "1,5x", "one"})
    CHECK_THAT(message("1\n\"" + number + "\"\n", {.header = false}),
               Contains("line 2, column 1: expected a number, but found \"" + number + "\""));
  CHECK_THAT(message(std::string("a\n1\0\n", 5)), Contains("line 2, column 1 (\"a\"): expected a number"));
  CHECK_THROWS_AS(load_csv("/absent/a.csv"), IOError);
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
