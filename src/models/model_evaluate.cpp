#include "models/model_evaluate.hpp"

#include <fmt/format.h>

#include "distribution/team.hpp"
#include "keratin/error.hpp"
#include "models/interrupt.hpp"
#include "models/model_layer.hpp"
#include "models/trainer.hpp"

namespace keratin {

using callbacks::Callback;
using callbacks::CallbackList;
using distribution::together;

Logs evaluate(const ModelLayer& model, EpochIterator& batches, const CallbackList& callbacks) {
  callbacks.call(&Callback::on_test_begin);
  MetricResults results(model);
  int step = 0;
  batches.reset();
  batches.begin_epoch();
  for (const DataView* batch = batches.next(); batch != nullptr; batch = batches.next(), ++step) {
    callbacks.call(&Callback::on_test_batch_begin, step);
    results.add(trainer_of(model).test(*batch, results.metrics_for(*batch)), batch->count());
    Logs logs = callbacks.reads_batches() ? results.sorted_logs() : Logs{};
    callbacks.call(&Callback::on_test_batch_end, step, logs);
    Interrupt::agree();
    if (Interrupt::requested()) break;
  }
  batches.end_epoch();
  if (results.empty()) return {};
  Logs logs = results.sorted_logs();
  callbacks.call(&Callback::on_test_end, logs);
  return results.logs();
}

namespace {

Logs run(const Model& handle, const ModelLayer& model, std::unique_ptr<BatchSource> source,
         const EvaluateOptions& options) {
  EpochIterator batches(std::move(source), options.steps);
  const CallbackList callbacks(handle, options.callbacks,
                               {.verbose = options.verbose, .steps = batches.steps()},
                               CallbackList::Kind::other);
  Logs logs = evaluate(model, batches, callbacks);
  if (logs.size() == 0) model.fail("there is no data to evaluate: it gave no batch.");
  return logs;
}

template <class Stream>
Logs evaluate_stream(const Model& handle, ModelLayer& model, Stream& stream, const EvaluateOptions& options) {
  check_no_sample_weight(options.sample_weight, options.sample_weights);
  trainer_of(model);
  return run(handle, model, stream_source(model, stream, batching_of(options)), options);
}

}  // namespace

Logs Model::evaluate(const Arrays& x, const Arrays& y, const EvaluateOptions& options) const {
  return together([&] {
    const Batching batching = batching_of(options);
    const SampleWeights weights(*model_, y, options.sample_weight, options.sample_weights);
    const DataView data = prepare(*model_, x, y, weights);
    return run(*this, *model_, array_source(data, batching), options);
  });
}

Logs Model::evaluate(utils::Dataset& dataset, const EvaluateOptions& options) const {
  return together([&] { return evaluate_stream(*this, *model_, dataset, options); });
}

Logs Model::evaluate(const Generator& generator, const EvaluateOptions& options) const {
  return together([&] { return evaluate_stream(*this, *model_, generator, options); });
}

}  // namespace keratin
