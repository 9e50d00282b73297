#pragma once

#include <cstdint>
#include <vector>

#include "keratin/tensor.hpp"

/// Random numbers from one generator for the whole program: after the same seed, those of NumPy's legacy
/// functions (`numpy.random.seed`, `rand` ...), computed in double and then rounded to float as
/// `.astype("float32")` does. A size that NumPy takes last or as separate arguments is a list here:
/// `rand({5, 100})`. All functions may be called from several threads at once. All throw ValueError for a
/// shape with an open dimension.
namespace keratin::random {

/// Restarts the generator. Throws ValueError outside 0 ... 2^32 - 1.
void seed(std::int64_t value);

/// Uniform numbers in [0, 1).
Tensor rand(const Shape& shape);

/// Normal numbers of mean 0 and standard deviation 1.
Tensor randn(const Shape& shape);

/// One such number, in double precision.
double rand();
double randn();

/// Integers from `low` to `high` - 1. Throws ValueError unless low < high.
xt::xarray<int> randint(int low, int high, const Shape& shape);

/// One such integer.
int randint(int low, int high);

/// Uniform numbers in [low, high). Throws ValueError if low > high or one of them is not finite.
Tensor uniform(double low, double high, const Shape& shape);

/// One such number, in double precision.
double uniform(double low, double high);

/// Normal numbers of mean `loc` and standard deviation `scale`. Throws ValueError if scale < 0 or one of them
/// is not finite.
Tensor normal(double loc, double scale, const Shape& shape);

/// One such number, in double precision.
double normal(double loc, double scale);

/// The integers 0 ... n - 1 in a random order, shape `(n,)`. Throws ValueError if n < 0.
xt::xarray<int> permutation(int n);

/// Shuffles the rows of x (along its first axis). Throws ValueError if x has no axis.
void shuffle(Tensor& x);
void shuffle(xt::xarray<int>& x);

/// A copy of x, an array of float or int, with its rows in a random order. Throws ValueError if x has no
/// axis.
template <class E>
xt::xarray<typename E::value_type> permutation(const xt::xexpression<E>& x) {
  xt::xarray<typename E::value_type> rows = x;
  shuffle(rows);
  return rows;
}

/// The named arguments of choice(), in Keras's order.
struct ChoiceOptions {
  bool replace = true;         ///< whether a number may be drawn more than once
  std::vector<double> p = {};  ///< the probability of each of the n numbers; uniform if empty
};

/// Integers from 0 to n - 1. Throws ValueError unless n > 0; if `p` is not n numbers from 0 to 1 that sum to
/// 1; and, without replacement, if the shape holds more than n elements or more than there are nonzero
/// probabilities.
xt::xarray<int> choice(int n, const Shape& shape, const ChoiceOptions& options = {});

}  // namespace keratin::random
