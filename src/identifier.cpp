#include "keratin/identifier.hpp"

#include "keratin/activations.hpp"
#include "keratin/constraints.hpp"
#include "keratin/initializers.hpp"
#include "keratin/losses/loss.hpp"
#include "keratin/metrics/metric.hpp"
#include "keratin/optimizers/optimizer.hpp"
#include "keratin/regularizers.hpp"

namespace keratin {

template <class Base>
Identifier<Base>::Identifier() = default;
template <class Base>
Identifier<Base>::Identifier(const char* name) : name_(name) {}
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

template class Identifier<activations::Function>;
template class Identifier<constraints::Constraint>;
template class Identifier<initializers::Initializer>;
template class Identifier<losses::Loss>;
template class Identifier<metrics::Metric>;
template class Identifier<optimizers::Optimizer>;
template class Identifier<regularizers::Regularizer>;

}  // namespace keratin
