# How the kernels are compiled: hidden, for they are no API, and those in vectors (src/kernels/simd) once for each
# instruction set, of which one is chosen when a program starts.

file(GLOB kernel_sources RELATIVE ${PROJECT_SOURCE_DIR} CONFIGURE_DEPENDS src/kernels/*.cpp src/kernels/conv/*.cpp)
add_library(keratin_kernels OBJECT ${kernel_sources})
target_compile_features(keratin_kernels PRIVATE cxx_std_20)
set_target_properties(keratin_kernels PROPERTIES
  CXX_EXTENSIONS OFF
  CXX_VISIBILITY_PRESET hidden
  POSITION_INDEPENDENT_CODE ON)
target_compile_options(keratin_kernels PRIVATE
  $<$<NOT:$<CONFIG:Debug>>:-O3> -fno-math-errno -fno-trapping-math -ffp-contract=off)
target_include_directories(keratin_kernels PRIVATE src)
target_include_directories(keratin_kernels SYSTEM PRIVATE ${KERATIN_XTENSOR_BLAS_INCLUDE_DIR})
target_link_libraries(keratin_kernels PRIVATE xtensor BLAS::BLAS Threads::Threads)
if(KERATIN_HAS_XSIMD)
  target_include_directories(keratin_kernels SYSTEM PRIVATE $<TARGET_PROPERTY:xsimd,INTERFACE_INCLUDE_DIRECTORIES>)
endif()
keratin_developer_options(keratin_kernels)
target_sources(keratin PRIVATE $<TARGET_OBJECTS:keratin_kernels>)

# keratin_add_vector_kernels(<name> <option>...): src/kernels/simd/<name>.cpp, compiled with the options. A product
# and its sum become one instruction where there is one.
function(keratin_add_vector_kernels name)
  set(source src/kernels/simd/${name}.cpp)
  target_sources(keratin_kernels PRIVATE ${source})
  set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS
    "$<IF:$<CONFIG:Debug>,-O1,-O3>;-ffp-contract=fast;${ARGN}")
endfunction()

keratin_add_vector_kernels(plain)
if(KERATIN_HAS_XSIMD AND CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  keratin_add_vector_kernels(avx2 -mavx2 -mfma)
  # GCC bug 105593: a false alarm in its own header.
  keratin_add_vector_kernels(avx512 -mavx512f -mavx512cd -mavx512dq -mavx512bw -mfma -mprefer-vector-width=512
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized> $<$<CONFIG:Debug>:-Wno-uninitialized>)
  target_compile_definitions(keratin_kernels PRIVATE KERATIN_AVX=1)
elseif(KERATIN_HAS_XSIMD AND CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  keratin_add_vector_kernels(neon)
  target_compile_definitions(keratin_kernels PRIVATE KERATIN_NEON=1)
endif()
keratin_unity(keratin_kernels)
