# How the kernels are compiled: those in vectors (src/kernels/simd) once for each instruction set, of which one is
# chosen when a program starts.

set(kernel_sources ${keratin_sources})
list(FILTER kernel_sources INCLUDE REGEX "^src/kernels/")
set(kernel_options -fno-math-errno -fno-trapping-math -fvisibility=hidden)  # hidden: they are no API
set_source_files_properties(${kernel_sources} PROPERTIES
  COMPILE_OPTIONS "$<$<NOT:$<CONFIG:Debug>>:-O3>;${kernel_options};-ffp-contract=off")

# keratin_add_vector_kernels(<name> <option>...): src/kernels/simd/<name>.cpp, compiled with the options. A product
# and its sum become one instruction where there is one.
function(keratin_add_vector_kernels name)
  set(source src/kernels/simd/${name}.cpp)
  target_sources(keratin PRIVATE ${source})
  set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS
    "$<IF:$<CONFIG:Debug>,-O1,-O3>;${kernel_options};-ffp-contract=fast;${ARGN}")
endfunction()

keratin_add_vector_kernels(plain)
if(KERATIN_HAS_XSIMD AND CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  keratin_add_vector_kernels(avx2 -mavx2 -mfma)
  # GCC bug 105593: a false alarm in its own header.
  keratin_add_vector_kernels(avx512 -mavx512f -mavx512cd -mavx512dq -mavx512bw -mfma -mprefer-vector-width=512
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized> $<$<CONFIG:Debug>:-Wno-uninitialized>)
  target_compile_definitions(keratin PRIVATE KERATIN_AVX=1)
elseif(KERATIN_HAS_XSIMD AND CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  keratin_add_vector_kernels(neon)
  target_compile_definitions(keratin PRIVATE KERATIN_NEON=1)
endif()
