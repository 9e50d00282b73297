#pragma once

#include <functional>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "keratin/models/sequential.hpp"

/// The table of wrong arguments: every public class and function that takes a user's data, and every kind of
/// wrong value for each of its arguments. test_bad_arguments.cpp goes through it.
namespace keratin::testing {

/// One wrong call.
struct Row {
  std::string subject;                    ///< the class or function; the message names it or the argument
  std::string argument;                   ///< what is wrong
  std::string received;                   ///< what the message must hold of it
  std::function<void(Sequential&)> call;  ///< on a model that must stay as it was
};

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr int least = std::numeric_limits<int>::min(), most = std::numeric_limits<int>::max();

/// Whether asking for more memory than there is fails, and does not end the program.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool memory_can_be_refused = false;
#else
constexpr bool memory_can_be_refused = true;
#endif

/// Values that cannot be a size (1 or more), a count (0 or more) or a finite number.
const std::vector<int> no_size = {0, -1, least};
const std::vector<int> no_count = {-1, least};
const std::vector<double> not_finite = {not_a_number, infinity, -infinity};
const std::vector<double> not_positive = {0.0, -0.5, not_a_number, infinity, -infinity};
const std::vector<double> negative = {-0.5, not_a_number, infinity, -infinity};
const std::vector<double> no_share = {-0.5, 1.5, not_a_number, infinity, -infinity};
const std::vector<std::string> unknown = {"nonsense"};

std::string text_of(int value);
std::string text_of(double value);
inline std::string text_of(const std::string& value) { return value; }

/// A part of the table.
class Rows {
 public:
  /// The rows that follow are about this class or function.
  Rows& of(const std::string& subject) {
    subject_ = subject;
    return *this;
  }

  /// One wrong call, whose message must hold `received`.
  Rows& add(const std::string& argument, const std::string& received, const std::function<void()>& call) {
    rows_.push_back({subject_, argument, received, [call](Sequential&) { call(); }});
    return *this;
  }

  Rows& with_model(const std::string& argument, const std::string& received,
                   const std::function<void(Sequential&)>& call) {
    rows_.push_back({subject_, argument, received, call});
    return *this;
  }

  /// A call for each of the values.
  template <class Value, class Call>
  Rows& values(const std::string& argument, const std::vector<Value>& values, const Call& call) {
    for (const Value& value : values) add(argument, text_of(value), [value, call] { call(value); });
    return *this;
  }

  /// `make` with options of which one field has each of the values.
  template <class Options, class Field, class Value, class Make>
  Rows& field(const std::string& argument, Field Options::*field, const std::vector<Value>& wrong,
              const Make& make) {
    return values(argument, wrong, [field, make](const Value& value) {
      std::remove_cv_t<Options> options{};
      options.*field = value;
      static_cast<void>(make(options));
    });
  }

  Rows& append(const Rows& others) {
    rows_.insert(rows_.end(), others.rows_.begin(), others.rows_.end());
    return *this;
  }

  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }

 private:
  std::string subject_;
  std::vector<Row> rows_;
};

Rows convolution_rows();
Rows layer_rows();
Rows shape_rows();
Rows loss_rows();
Rows optimizer_rows();
Rows weight_rows();
Rows random_rows();
Rows util_rows();
Rows image_rows();
Rows file_rows();
Rows callback_rows();
Rows model_rows();

}  // namespace keratin::testing
