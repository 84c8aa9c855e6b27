# How every target of the project is made: C++20, warnings as errors, include/ public and src/ private.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
if(NOT EMSCRIPTEN)
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
endif()
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(BYLAW_CCACHE ccache)
if(BYLAW_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${BYLAW_CCACHE})
endif()

if(BYLAW_SANITIZE)
  # vptr: objects of ANTLR's runtime, which is not built with a sanitizer, would be reported.
  add_compile_options(-fsanitize=${BYLAW_SANITIZE} -fno-sanitize=vptr -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${BYLAW_SANITIZE})
endif()

if(BYLAW_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)  # Coverage of everything, for libFuzzer to follow.
endif()

set(BYLAW_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wundef -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  list(APPEND BYLAW_WARNINGS -Wno-restrict)  # False alarms on std::string's operator+ (GCC bug 105651).
endif()

# bylaw_warnings(target): warnings as errors, for our own code only.
function(bylaw_warnings target)
  target_compile_options(${target} PRIVATE ${BYLAW_WARNINGS})
endfunction()

# bylaw_library(name SOURCES … [DEPENDS …] [PRIVATE_DEPENDS …]): the static library bylaw_<name>, alias bylaw::<name>.
function(bylaw_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  add_library(bylaw_${name} STATIC ${arg_SOURCES})
  add_library(bylaw::${name} ALIAS bylaw_${name})
  target_include_directories(bylaw_${name}
    PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/include
    PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/src)
  target_link_libraries(bylaw_${name} PUBLIC ${arg_DEPENDS} PRIVATE ${arg_PRIVATE_DEPENDS})
  bylaw_warnings(bylaw_${name})
endfunction()

# What every test includes, compiled once; tests test behaviour, not speed, and are built for a short build.
set(BYLAW_TEST_OPTIONS -O1)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # False alarms on std::string at -O1, as above.
  list(APPEND BYLAW_TEST_OPTIONS -Wno-array-bounds -Wno-stringop-overflow)
endif()
function(bylaw_test_options target)
  target_link_libraries(${target} PRIVATE GTest::gmock)
  target_compile_definitions(${target} PRIVATE BYLAW_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  bylaw_warnings(${target})
  target_compile_options(${target} PRIVATE ${BYLAW_TEST_OPTIONS})
endfunction()
function(bylaw_test_precompiled)
  # An executable, as tests are: a precompiled header is only good for the same flags.
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/bylaw_test_precompiled.cc CONTENT "int main() {}\n")
  add_executable(bylaw_test_precompiled ${CMAKE_BINARY_DIR}/bylaw_test_precompiled.cc)
  bylaw_test_options(bylaw_test_precompiled)
  target_precompile_headers(bylaw_test_precompiled PRIVATE
    <filesystem> <fstream> <gmock/gmock.h> <gtest/gtest.h> <map> <nlohmann/json.hpp> <optional> <random> <sstream>
    <string> <vector>)
endfunction()

# bylaw_test(name SOURCES … [DEPENDS …] [LABELS …]): a GoogleTest program, one CTest entry for all its cases. The label `threads`:
# it starts threads; the target thread_tests builds those, for TSan.
add_custom_target(thread_tests)
function(bylaw_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;LABELS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  bylaw_test_options(${name})
  target_link_libraries(${name} PRIVATE ${arg_DEPENDS} GTest::gtest_main)
  target_precompile_headers(${name} REUSE_FROM bylaw_test_precompiled)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT 600)
  if(threads IN_LIST arg_LABELS)
    add_dependencies(thread_tests ${name})
  endif()
endfunction()
