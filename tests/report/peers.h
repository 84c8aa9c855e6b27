// What Python says of what is made.

#ifndef BYLAW_TESTS_REPORT_PEERS_H_
#define BYLAW_TESTS_REPORT_PEERS_H_

#include <gtest/gtest.h>

#include <string>

#include "subprocess.h"

namespace bylaw::report {

// Runs Python with this program and input; what it printed. A failure is one of the test.
inline std::string Python(const std::string& program, const std::string& in) {
  test::RunOptions options;
  options.in = in;
  const test::RunResult result = test::RunProgram({"/usr/bin/python3", "-c", program}, options);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return result.out;
}

// A page is well-formed XML and brings nothing that acts or is fetched.
inline void ExpectInertXml(const std::string& page) {
  const std::string found = Python(
      "import sys, xml.etree.ElementTree as tree\n"
      "page = tree.fromstring(sys.stdin.buffer.read())\n"
      "active = {'script', 'img', 'link', 'iframe', 'object', 'a', 'form', 'foreignObject'}\n"
      "print([e.tag for e in page.iter() if e.tag in active])\n"
      "print([name for e in page.iter() for name in e.attrib if name.startswith('on')])",
      page);
  EXPECT_EQ(found, "[]\n[]\n");
}

}  // namespace bylaw::report

#endif  // BYLAW_TESTS_REPORT_PEERS_H_
