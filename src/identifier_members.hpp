#pragma once

#include "keratin/identifier.hpp"

// What `template class Identifier<Base>;` beside a Base compiles.
namespace keratin {

template <class Base>
Identifier<Base>::Identifier() = default;
template <class Base>
Identifier<Base>::Identifier(const char* name) : name_(name == nullptr ? "" : name) {}
template <class Base>
Identifier<Base>::Identifier(std::string name) : name_(std::move(name)) {}
template <class Base>
Identifier<Base>::Identifier(std::shared_ptr<const Base> object) : object_(std::move(object)) {}

template <class Base>
Identifier<Base>::Identifier(const Identifier& other) = default;
template <class Base>
Identifier<Base>::Identifier(Identifier&& other) noexcept = default;
template <class Base>
Identifier<Base>& Identifier<Base>::operator=(const Identifier& other) = default;
template <class Base>
Identifier<Base>& Identifier<Base>::operator=(Identifier&& other) noexcept = default;
template <class Base>
Identifier<Base>::~Identifier() = default;

}  // namespace keratin
