#pragma once

namespace keratin {

/// What stands around an image for a sliding window: nothing, or as many zeros as keep its size at stride 1,
/// on both sides or (causal) all before it.
enum class Padding { valid, same, causal };

}  // namespace keratin
