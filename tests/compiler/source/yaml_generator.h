// Documents in every style of YAML, each made from a seed. Not all of them are valid.

#ifndef BYLAW_TESTS_COMPILER_SOURCE_YAML_GENERATOR_H_
#define BYLAW_TESTS_COMPILER_SOURCE_YAML_GENERATOR_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

namespace bylaw::compiler {

class YamlGenerator {
 public:
  explicit YamlGenerator(uint32_t seed) : random_(seed) {}

  size_t Below(size_t bound) { return random_() % bound; }
  template <typename T, size_t kCount>
  const T& Pick(const T (&from)[kCount]) {
    return from[Below(kCount)];
  }

  std::string Document() {
    out_.clear();
    Mapping(0, 0);
    return out_;
  }

 private:
  std::string Indent(size_t columns) { return std::string(columns, ' '); }

  std::string Word() {
    static constexpr const char* kWords[] = {
        "a",   "b c", "x-y", "it's", "1.5", "a:b",    "-1", "a#b", "é€😀", "true", "f(x)",
        "d\"", "'q",  "?a",  "a  b", ":x",  "x == y", "[",  "{a",  "a, b", "# no"};
    return Pick(kWords);
  }

  std::string Comment() { return Below(5) == 0 ? " # " + Word() : ""; }

  std::string Quoted() {
    std::string text = "'";
    for (const char c : Word()) text += c == '\'' ? "''" : std::string(1, c);
    return text + "'";
  }

  std::string DoubleQuoted(size_t columns) {
    static constexpr const char* kPieces[] = {"a",       " ",     "  ",         "\\n",  "\\t",
                                              "\\u00e9", "\\x41", "\\\"",       "\\\\", "é",
                                              ":",       "#",     "\\U0001F600"};
    std::string text = "\"";
    for (size_t i = Below(6); i > 0; --i) {
      text += Pick(kPieces);
      // Not right behind an escape: libfyaml 0.7.12 reads the text after the break wrongly there.
      if (Below(6) == 0) text += (Below(2) == 0 ? "z\\\n" : "\n") + Indent(columns) + "y";
      if (Below(20) == 0) text += "\n\n" + Indent(columns);
    }
    return text + "\"";
  }

  std::string Flow(size_t depth) {
    if (depth > 2 || Below(2) == 0) return Below(2) == 0 ? Quoted() : Pick(kFlowWords);
    const bool mapping = Below(2) == 0;
    std::string text = mapping ? "{" : "[";
    for (size_t i = Below(4); i > 0; --i) {
      if (mapping) text += "k" + std::to_string(i) + ": ";
      text += Flow(depth + 1) + (i > 1 || Below(4) == 0 ? Pick(kCommas) : "");
    }
    return text + (mapping ? "}" : "]");
  }

  void Block(size_t columns) {
    static constexpr const char* kHeaders[] = {"|", ">", "|-", ">-", "|+", ">+", "|2", ">2-"};
    const std::string header = Pick(kHeaders);
    out_ += header + "\n";
    const bool given = header.find('2') != std::string::npos;
    for (size_t i = 1 + Below(5); i > 0; --i) {
      const size_t extra = Below(3);
      if (Below(4) == 0) {
        out_ += "\n";
      } else {
        out_ += Indent(columns + 2 + (given || i < 5 ? extra : 0)) + Word() + "\n";
      }
    }
  }

  void Value(size_t columns, size_t depth) {
    switch (Below(depth > 4 ? 6 : 8)) {
      case 0:
        out_ += " " + Word() + Comment() + "\n";
        break;
      case 1:
        out_ += " " + Quoted() + Comment() + "\n";
        break;
      case 2:
        out_ += " " + DoubleQuoted(columns + 1) + "\n";
        break;
      case 3:
        out_ += " " + Flow(0) + Comment() + "\n";
        break;
      case 4:
        out_ += " a\n" + Indent(columns + 1 + Below(3)) + Word() + "\n";
        break;
      case 5:
        out_ += " ", Block(columns);
        break;
      case 6:
        out_ += Comment() + "\n", Mapping(columns + 1 + Below(3), depth + 1);
        break;
      default:
        out_ += "\n", Sequence(columns + 1 + Below(3), depth + 1);
        break;
    }
  }

  void Mapping(size_t columns, size_t depth) {
    for (size_t i = 1 + Below(4); i > 0; --i) {
      if (Below(8) == 0) out_ += Below(2) == 0 ? "\n" : Indent(Below(4)) + "# note\n";
      out_ += Indent(columns) + "k" + std::to_string(i) + ":";
      Value(columns, depth);
    }
  }

  void Sequence(size_t columns, size_t depth) {
    for (size_t i = 1 + Below(4); i > 0; --i) {
      out_ += Indent(columns) + "-";
      if (Below(4) == 0) {
        out_ += " k: " + Quoted() + "\n" + Indent(columns + 2) + "l:";
        Value(columns + 2, depth);
      } else {
        Value(columns, depth);
      }
    }
  }

  static constexpr const char* kFlowWords[] = {"a",      "b c", "1", "x == y",
                                               "a.b(c)", "é",   "!", "a:b"};
  static constexpr const char* kCommas[] = {",", ", ", " ,", ",\n         "};

  std::mt19937 random_;
  std::string out_;
};

}  // namespace bylaw::compiler

#endif  // BYLAW_TESTS_COMPILER_SOURCE_YAML_GENERATOR_H_
