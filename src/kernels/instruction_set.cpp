#include "kernels/instruction_set.hpp"

namespace keratin::kernels {

namespace {

std::vector<InstructionSet> find_instruction_sets() {
  std::vector<InstructionSet> sets = {InstructionSet::plain};
#if defined(KERATIN_NEON)
  sets.push_back(InstructionSet::neon);
#elif defined(KERATIN_AVX)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) sets.push_back(InstructionSet::avx2);
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")) {
    sets.push_back(InstructionSet::avx512);
  }
#endif
  return sets;
}

const VectorKernels* kernels_of(InstructionSet set) {
  switch (set) {
#if defined(KERATIN_NEON)
    case InstructionSet::neon:
      return &neon_kernels;
#elif defined(KERATIN_AVX)
    case InstructionSet::avx2:
      return &avx2_kernels;
    case InstructionSet::avx512:
      return &avx512_kernels;
#endif
    default:
      return &plain_kernels;
  }
}

struct InUse {
  InstructionSet set = instruction_sets().back();
  const VectorKernels* kernels = kernels_of(set);
};

InUse& in_use() {
  static InUse in_use;
  return in_use;
}

}  // namespace

const std::vector<InstructionSet>& instruction_sets() {
  static const std::vector<InstructionSet> sets = find_instruction_sets();
  return sets;
}

InstructionSet instruction_set() { return in_use().set; }

void set_instruction_set(InstructionSet set) { in_use() = {set, kernels_of(set)}; }

const VectorKernels& vector_kernels() { return *in_use().kernels; }

}  // namespace keratin::kernels
