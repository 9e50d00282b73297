#include "keratin/layers/core/identity.hpp"

#include "layers/described.hpp"

namespace keratin::layers {

Identity::Identity(const IdentityOptions& options) : Described("Identity", {}, options) {}

template <class Fields>
void list_fields(Fields& /*fields*/, IdentityOptions& /*options*/) {}

template class Described<Identity, Layer, IdentityOptions>;

}  // namespace keratin::layers
