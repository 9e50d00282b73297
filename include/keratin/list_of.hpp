#pragma once

#include <concepts>
#include <initializer_list>
#include <iterator>
#include <type_traits>
#include <utility>
#include <vector>

namespace keratin {

/// The value of an argument that Keras takes as one or as a list: `.metrics = "mae"` or `.metrics = {"mae",
/// "mse"}`.
template <class T>
class ListOf : public std::vector<T> {
 public:
  ListOf();
  ListOf(std::initializer_list<T> list);
  ListOf(std::vector<T> list);
  ListOf(const ListOf&);
  ListOf(ListOf&&) noexcept;
  ListOf& operator=(const ListOf&);
  ListOf& operator=(ListOf&&) noexcept;
  ~ListOf();

  /// Of values that are no T yet: names in a vector of std::string.
  template <class Other>
  requires(!std::same_as<Other, T> && std::convertible_to<const Other&, T>)
      ListOf(const std::vector<Other>& list)
      : std::vector<T>(list.begin(), list.end()) {}

  template <std::input_iterator Iterator>
  ListOf(Iterator first, Iterator last) : std::vector<T>(first, last) {}

  template <std::convertible_to<T> One>
  requires(!std::derived_from<std::remove_cvref_t<One>, std::vector<T>>)
      // NOLINTNEXTLINE(bugprone-forwarding-reference-overload): `requires` leaves lists to the others
      ListOf(One&& one)
      : std::vector<T>({T(std::forward<One>(one))}) {}
};

// Not in the class, so that programs do not compile them for a T whose ListOf the library has: where such a T
// is declared, `extern template class ListOf<T>` says so.

template <class T>
ListOf<T>::ListOf() = default;
template <class T>
ListOf<T>::ListOf(std::initializer_list<T> list) : std::vector<T>(list) {}
template <class T>
ListOf<T>::ListOf(std::vector<T> list) : std::vector<T>(std::move(list)) {}
template <class T>
ListOf<T>::ListOf(const ListOf&) = default;
template <class T>
ListOf<T>::ListOf(ListOf&&) noexcept = default;
template <class T>
ListOf<T>& ListOf<T>::operator=(const ListOf&) = default;
template <class T>
ListOf<T>& ListOf<T>::operator=(ListOf&&) noexcept = default;
template <class T>
ListOf<T>::~ListOf() = default;

}  // namespace keratin
