#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "serve/ask.hpp"
#include "serve/served_model.hpp"

namespace keratin::serving {

/// Answers predictions that arrived together: runs those together that get the same bits so. The work of
/// large ones is left to jobs, which it returns. Before each step it leaves out those for which `is_over`,
/// which then has answered them.
std::vector<std::unique_ptr<Job>> answer_predictions(
    std::vector<Ask> asks, const std::shared_ptr<ServedModel>& served,
    const std::function<bool(Ask&)>& is_over = [](Ask&) { return false; });

/// The answer of POST /features.
Reply features(ServedModel& served, Request& request);

}  // namespace keratin::serving
