#pragma once

#include <memory>
#include <string>

#include "keratin/models/model.hpp"

namespace keratin {

/// The named arguments of serve().
struct ServeOptions {
  int port = 8080;                 ///< 0: any free one
  std::string host = "127.0.0.1";  ///< where it listens; only this computer reaches 127.0.0.1
  double timeout = 60.0;           ///< seconds within which a request is answered or refused
  int max_body = 64;               ///< MiB that a request may hold
};

/// What serve() returns: a page that shows a model, as long as this lives.
class ModelServer {
 public:
  class Running;

  explicit ModelServer(std::unique_ptr<Running> running);
  ModelServer(ModelServer&& other) noexcept;
  ModelServer& operator=(ModelServer&& other) noexcept;

  /// Calls stop().
  ~ModelServer();

  /// The page's address, such as `http://127.0.0.1:8080/`, and the port in it.
  [[nodiscard]] std::string url() const;
  [[nodiscard]] int port() const;

  /// Ends the page: requests that wait are refused, and later ones find nobody. It may be called again.
  void stop();

 private:
  std::unique_ptr<Running> running_;
};

/// Shows a built model on a page that fits it, and answers programs that `POST /predict`, in threads of its
/// own: it returns at once. The model may train meanwhile: a request is answered with the weights after a
/// whole step of fit() or train_on_batch(), set_weights() or load_weights(). It waits a second at most for
/// the steps that run, of all models that train in the program, and then gets the weights of the last copy.
/// Their next steps wait meanwhile, until the weights are copied. Layers that are added or removed later are
/// not shown. Throws ValueError before the model is built, for a layer that cannot be cloned, for options out
/// of range, and if the library was built without Boost and nlohmann-json; IOError if it cannot listen there.
[[nodiscard]] ModelServer serve(const Model& model, const ServeOptions& options = {});

}  // namespace keratin
