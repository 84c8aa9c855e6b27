#include "generator.h"

namespace bylaw::compiler {

std::string Joined(std::initializer_list<std::string> pieces) {
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  return text;
}

std::string Generator::Bool(int depth) {
  if (depth == 0) {
    if (vocabulary_ != Vocabulary::kReference && Pick(4) == 0) return BoolOfLibrary(0);
    if (vocabulary_ == Vocabulary::kLoopFree) {
      return One({"a", "b", "c", "j > 3", "i >= 3", "x < 2.5", "y <= 2.5", "10 > y", "s == 'u'",
                  "t != 'u'", "t in ['u', 'v']", "!(i in [1, 2, 3])", "params.p == 'u'"});
    }
    return One({"a", "b", "c", "true", "false", "has(i)", "has(s)", "params.p", "params.p == true",
                "params.p > 3", "params.p == 'u'", "x < 2.5", "i >= 3", "s == 'u'",
                "t in ['u', 'v']", "!(i in [1, 2, 3])", "10 > y"});
  }
  const int below = depth - 1;
  if (vocabulary_ != Vocabulary::kReference && Pick(4) == 0) return BoolOfLibrary(below);
  switch (Pick(vocabulary_ == Vocabulary::kLoopFree ? 11 : 13)) {
    case 11:
    case 12:
      return Loop(below);
    case 0:
      return Joined({"!(", Bool(below), ")"});
    case 1:
    case 2:
      return Joined({"(", Bool(below), " && ", Bool(below),
                     Pick(3) == 0 ? Joined({" && ", Bool(0)}) : "", ")"});
    case 3:
    case 4:
      return Joined({"(", Bool(below), " || ", Bool(below),
                     Pick(3) == 0 ? Joined({" || ", Bool(0)}) : "", ")"});
    case 5:
      return Joined({"(", Bool(below), " ? ", Bool(below), " : ", Bool(below), ")"});
    case 6:
      return Joined({Int(below), Relation(), Int(below)});
    case 7:
      return Joined({Decimal(below), Relation(), Pick(2) == 0 ? Int(below) : Decimal(below)});
    case 8:
      return Joined({String(below), Relation(), String(below)});
    case 9:
      return Joined({"(", Bool(below), ") == (", Bool(below), ")"});
    default:
      return Pick(2) == 0 ? Joined({String(below), ".contains(", String(below), ")"})
                          : Joined({Decimal(below), " in [1, 2.5, ", Decimal(0), "]"});
  }
}

// Over the list `l`, whose items may be of any kind.
std::string Generator::Loop(int depth) {
  const std::string variable = "v" + std::to_string(loop_depth_++);
  std::string predicate = Predicate(variable, depth > 1 ? 1 : 0);
  if (loop_depth_ < 3 && depth > 0 && Pick(4) == 0) {
    predicate = Joined({"(", predicate, One({" && ", " || "}), Loop(depth - 1), ")"});
  }
  --loop_depth_;
  const std::string call = Joined({"(", variable, ", ", predicate, ")"});
  if (Pick(4) == 0) return Joined({"size(l.filter", call, ")", One({" > 1", " == 0", " < i"})});
  return Joined({"l.", One({"all", "exists", "exists_one"}), call});
}

std::string Generator::Predicate(const std::string& variable, int depth) {
  if (depth > 0) {
    return Joined({"(", Predicate(variable, 0), One({" && ", " || "}),
                   Pick(2) == 0 ? Predicate(variable, 0) : Bool(0), ")"});
  }
  const std::string text = One({"? == 3", "!(? in [3, 2.5])", "? > 2.5", "? != 'u'", "? == true",
                                "? < x", "? in [3, 2.5]", "!(? == s)", "? + 1 > 3", "i >= ?", "a"});
  const size_t at = text.find('?');
  return at == std::string::npos ? text : text.substr(0, at) + variable + text.substr(at + 1);
}

std::string Generator::Int(int depth) {
  if (depth == 0 && vocabulary_ == Vocabulary::kLoopFree) return One({"i", "j", "size(s)"});
  if (depth == 0) return One({"i", "j", "3", "0", "-2", "9223372036854775807", "size(s)"});
  const int below = depth - 1;
  switch (Pick(vocabulary_ == Vocabulary::kReference ? 4 : 6)) {
    case 0:
      return Joined({"-(", Int(below), ")"});
    case 1:
      return Joined({"(", Bool(below), " ? ", Int(below), " : ", Int(below), ")"});
    case 4:
      return Joined({"size(", Pick(2) == 0 ? List() : String(below), ")"});
    case 5:
      return Joined({String(below), One({".indexOf(", ".lastIndexOf("}), String(0), ")"});
    default:
      return Joined({"(", Int(below), One({" + ", " - ", " * ", " / ", " % "}), Int(below), ")"});
  }
}

std::string Generator::Decimal(int depth) {
  if (depth == 0) return One({"x", "y"});
  const int below = depth - 1;
  switch (Pick(vocabulary_ == Vocabulary::kReference ? 4 : 5)) {
    case 0:
      return Joined(
          {"(", Decimal(below), One({" * ", " / ", " + "}), One({"0.1", "4", "2.50"}), ")"});
    case 1:
      return Joined(
          {"(", Bool(below), " ? ", Decimal(below), One({" : 1.5", " : x", " : (i + y)"}), ")"});
    case 2:
      return Joined({"(", Int(below), One({" - ", " * "}), Decimal(below), ")"});
    case 4:
      return Joined({One({"math.abs(", "math.ceil("}), Decimal(below), ")"});
    default:
      return Joined({"(", Decimal(below), One({" + ", " - ", " * ", " / "}), Decimal(below), ")"});
  }
}

std::string Generator::String(int depth) {
  if (depth == 0 && vocabulary_ == Vocabulary::kLoopFree) return One({"s", "t"});
  if (depth == 0) return One({"s", "t", "'u'", "'uv'", "''"});
  const int below = depth - 1;
  if (vocabulary_ != Vocabulary::kReference && Pick(3) != 0) return StringOfLibrary(below);
  return Pick(2) == 0 ? Joined({"(", String(below), " + ", String(below), ")"}) : String(0);
}

std::string Generator::BoolOfLibrary(int depth) {
  switch (Pick(14)) {
    case 0:
      return Joined({String(depth), One({".startsWith(", ".endsWith("}), String(depth), ")"});
    case 1:
      return Joined({String(depth), One({".matches('^u+$')", ".matches('[a-f]+v?$')"})});
    case 2:
      return Joined({"e", One({" == ", " != "}), One({"k1", "k2", "k9"})});
    case 3:
      return One({"e in [k1, k2, k3]", "!(e in [k8, k9])"});
    case 4:
      return Joined({One({"params.p", "params.q"}), Relation(), One({"params.q", "s", "x", "i"})});
    case 5:
      return Joined({One({"params.q.k", "params.q[0].k", "params.q['k']", "params.q[i]"}),
                     One({" == 3", " == s", " > 2.5", " == 'u'"})});
    case 6:
      return Joined({String(depth), " in [", String(depth), ", ", String(depth), ", 'u']"});
    case 7:
      return Joined({One({"has(params.q.k)", "has(params.p)", "has(params.q)"}), " && ",
                     One({"s", "t"}), ".matches('^[uv]*$')"});
    default:
      return vocabulary_ == Vocabulary::kWhole ? BoolOfContainer(depth) : BoolOfChangingContainer();
  }
}

std::string Generator::BoolOfContainer(int depth) {
  switch (Pick(6)) {
    case 0:
      return Joined({One({"{'k': i, 's': x}", "{'k': 3, 't': t}", "{?'k': params.?q, 'u': s}"}),
                     One({".k == 3", ".k == s"})});
    case 1:
      return Joined({One({"[?params.?q, i]", "[?l[?0], 'u']", "[params.?p]", "[l, l]"}),
                     One({"[0] == 3", "[0] == s", "[i] == x"})});
    case 2:
      return Pick(2) == 0 ? Joined({String(depth), " in ", TextList()})
                          : Joined({One({"x", "i", "params.p"}), " in ", NumberList()});
    case 3:
      return Joined({List(), "[", One({"0", "3", "i"}), "] == ", One({"3", "s", "'u'", "x"})});
    case 4:
      // Not with a list that is longer by its own making: they are never compared item by item.
      return Joined({List(), One({" == ", " != "}),
                     One({"params.p", "params.q", "s.split(',')", "['u', t]"})});
    default:
      return Joined({"sets.contains(", List(), ", [3, 'u'])"});
  }
}

// The same tests, of what inputs can bring to any outcome.
std::string Generator::BoolOfChangingContainer() {
  switch (Pick(6)) {
    case 0:
      return One({"{'k': i, 's': x}.k == 3", "{?'k': params.?q, 'u': s}.k == 3",
                  "{?'k': params.?q, 'u': s}.k == s"});
    case 1:
      return One({"[?params.?q, i][0] == 3", "[?params.?q, t][0] == s", "[?l[?0], 'u'][0] == s",
                  "[?l[?0], i][0] == x"});
    case 2:
      return One({"s in ['u', t]", "t in s.split(',')", "s in t.split('u')", "t in (l + ['u'])",
                  "s in l", "x in [i, y]", "i in [j, x]", "params.p in [i, x]", "x in (l + [1])"});
    case 3:
      return One({"l[0] == 3", "l[3] == s", "l[i] == x", "['u', t][i] == s", "[j, x][i] == y",
                  "s.split(',')[i] == t", "t.split('u')[i] == s", "(l + ['u'])[i] == s"});
    case 4:
      return Joined({One({"l", "['u', t]", "s.split(',')", "t.split('u')", "(l + ['u'])", "[i, x]",
                          "(l + [1])"}),
                     One({" == ", " != "}), One({"params.p", "params.q"})});
    default:
      return Joined({"size(", One({"params.p", "params.q"}), One({") > 3", ") == 0"})});
  }
}

std::string Generator::StringOfLibrary(int depth) {
  switch (Pick(5)) {
    case 0:
      return Joined({String(depth), One({".lowerAscii()", ".upperAscii()", ".trim()",
                                         ".substring(1)", ".charAt(0)", ".reverse()"})});
    case 1:
      return Joined({String(depth), ".replace(", One({"'u'", "'uv'", "t"}), ", ", String(0), ")"});
    case 2:
      return Joined({"string(", Pick(2) == 0 ? Int(0) : Decimal(0), ")"});
    case 3:
      return Joined({String(depth), ".split(", One({"','", "'u'", "t"}), ")[0]"});
    default:
      return Joined({"(", Bool(depth), " ? ", String(depth), " : ", String(0), ")"});
  }
}

std::string Generator::List() {
  return Pick(2) == 0 ? TextList() : NumberList();
}
std::string Generator::TextList() {
  return One({"l", "['u', t]", "s.split(',')", "t.split('u')", "(l + ['u'])"});
}
std::string Generator::NumberList() {
  return One({"l", "[i, x]", "(l + [1])"});
}

}  // namespace bylaw::compiler
