// verify.py as it stands in this folder, put into the program by CMake.
#ifndef BYLAW_REPORT_SRC_VERIFY_SCRIPT_H_
#define BYLAW_REPORT_SRC_VERIFY_SCRIPT_H_

#include <string_view>

namespace bylaw::report {

std::string_view VerifyScript();

}  // namespace bylaw::report

#endif  // BYLAW_REPORT_SRC_VERIFY_SCRIPT_H_
