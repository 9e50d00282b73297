#include "keratin/layers/identity.hpp"

#include "layers/common/layer_config.hpp"

namespace keratin::layers {

Identity::Identity(const IdentityOptions& options) : Layer("Identity", options), options_(options) {}

std::shared_ptr<Layer> Identity::clone() const { return std::make_shared<Identity>(own(options_)); }

template <class Fields>
void list_fields(Fields& /*fields*/, IdentityOptions& /*options*/) {}

Config Identity::get_config() const { return write_config(Layer::get_config(), options_); }

std::shared_ptr<Layer> Identity::from_config(const Config& config) {
  LayerConfigReader reader(config);
  return std::make_shared<Identity>(reader.options<IdentityOptions>());
}

}  // namespace keratin::layers
