#pragma once

namespace keratin {

/// The padding around an image for a sliding window: none, or as many zeros as keep its size at stride 1, on
/// both sides or (causal) all before it.
enum class Padding { valid, same, causal };

}  // namespace keratin
