#pragma once

#include <vector>

#include "kernels/simd/vector_kernels.hpp"

namespace keratin::kernels {

/// What the kernels written in vectors are compiled for; `plain` runs on every processor.
enum class InstructionSet { plain, neon, avx2, avx512 };

/// Those that this processor and this build have, the fastest last.
const std::vector<InstructionSet>& instruction_sets();

/// The one in use: at first the fastest.
InstructionSet instruction_set();

/// Takes another one of instruction_sets(), for tests and measurements; not while a model runs.
void set_instruction_set(InstructionSet set);

/// The kernels of the one in use.
const VectorKernels& vector_kernels();

}  // namespace keratin::kernels
