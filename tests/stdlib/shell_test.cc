// Command lines: the words of each command, or undecidable. What a shell does with each line was
// tried with bash and dash.
#include <gtest/gtest.h>

#include <string>

#include "written.h"

namespace bylaw::stdlib {
namespace {

constexpr std::string_view kCommands = "shell.commands(string) list(list(string))";

TEST(ShellCommands, AreListsOfWords) {
  struct Case {
    std::string_view line, commands;
  };
  const Case cases[] = {
      {"", "[]"},
      {" \t\n\n ", "[]"},
      {"ls", "[['ls']]"},
      {"  ls\t-l  /tmp ", "[['ls', '-l', '/tmp']]"},
      {"ls; rm -rf /", "[['ls'], ['rm', '-rf', '/']]"},
      {"ls;", "[['ls']]"},
      {"ls|wc -l", "[['ls'], ['wc', '-l']]"},
      {"a && b || c", "[['a'], ['b'], ['c']]"},
      {"a&&b||c", "[['a'], ['b'], ['c']]"},
      {"a & b &", "[['a'], ['b']]"},
      {"a\nb", "[['a'], ['b']]"},
      {"a &&\n\n b |\nc", "[['a'], ['b'], ['c']]"},
      {"a;\nb &\nc", "[['a'], ['b'], ['c']]"},
      // Quoting that hides a name.
      {"r''m -rf /", "[['rm', '-rf', '/']]"},
      {"r\"\"m", "[['rm']]"},
      {"'r'\"m\"", "[['rm']]"},
      {"\\rm", "[['rm']]"},
      {"r\\m", "[['rm']]"},
      {"r\\\nm -r\\\nf", "[['rm', '-rf']]"},
      {"\"r\\\nm\"", "[['rm']]"},
      {"ls \\\n; rm", "[['ls'], ['rm']]"},
      {"ls\\\n&& rm", "[['ls'], ['rm']]"},
      // Quoting that makes text of what would do something.
      {"echo 'a; rm' \"b && c\" d\\;e", "[['echo', 'a; rm', 'b && c', 'd;e']]"},
      {"echo '$(rm)' '`rm`' \\$HOME \\`x \"\\$x \\`y\"",
       "[['echo', '$(rm)', '`rm`', '$HOME', '`x', '$x `y']]"},
      {"echo '#' \\# a#b '>' \\> '~' \\~", "[['echo', '#', '#', 'a#b', '>', '>', '~', '~']]"},
      {"echo ''", "[['echo', '']]"},
      {"echo \"\" ''a", "[['echo', '', 'a']]"},
      {"echo 'a\nb'", "[['echo', 'a\nb']]"},
      {"echo 'a\\nb' \"a\\nb\" a\\nb", "[['echo', 'a\\nb', 'a\\nb', 'anb']]"},
      {"echo \"\\\\ \\\" '\"", "[['echo', '\\ \" '']]"},
      {"echo '\\'", "[['echo', '\\']]"},
      {"echo 'it'\\''s'", "[['echo', 'it's']]"},
      {"'if' x", "bad_argument"},
      {"echo a=b FOO=1 if then !", "[['echo', 'a=b', 'FOO=1', 'if', 'then', '!']]"},
      {"env FOO=1 ls", "[['env', 'FOO=1', 'ls']]"},
      {"a.b=c", "[['a.b=c']]"},
      {"F\"\"OO=1 ls", "[['FOO=1', 'ls']]"},
      {"=x", "[['=x']]"},
      {"1a=b", "[['1a=b']]"},
      // Patterns as text, but not for a command.
      {"rm *.txt a?c [ab]*", "[['rm', '*.txt', 'a?c', '[ab]*']]"},
      {"[ -f x ]", "[['[', '-f', 'x', ']']]"},
      {"find . -exec rm {} \\;", "[['find', '.', '-exec', 'rm', '{}', ';']]"},
      {"echo '{a,b}' \\{a,b\\}", "[['echo', '{a,b}', '{a,b}']]"},
      {"echo x~ a~b ! %1 ^ -- @ ] :",
       "[['echo', 'x~', 'a~b', '!', '%1', '^', '--', '@', ']', ':']]"},
      // Look-alikes are what they are.
      {"ls\u00a0-l", "[['ls\u00a0-l']]"},
      {"echo a\uff1brm", "[['echo', 'a\uff1brm']]"},
      {"echo \u2018a b\u2019", "[['echo', '\u2018a', 'b\u2019']]"},
      {"rм x", "[['rм', 'x']]"},
      {"echo \uff04(rm)", "bad_argument"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(ResultOfText(kCommands, {c.line}), c.commands) << c.line;
  }
}

TEST(ShellCommands, AreUndecidableWhereTheyAreNotRead) {
  const std::string_view cases[] = {
      // Expansions.
      "echo $HOME",
      "echo ${HOME}",
      "echo \"$HOME\"",
      "echo \"${x:-$(rm)}\"",
      "rm$IFS-rf$IFS/",
      "rm${IFS}-rf",
      "$x",
      "$'\\x72m' x",
      "$\"rm\"",
      "echo $",
      "echo \"a$\"",
      "echo $((1+1))",
      "echo $[1+1]",
      "echo $(rm)",
      "echo \"$(rm)\"",
      "echo `rm`",
      "echo \"`rm`\"",
      "`rm`",
      "echo \\\\$x",
      "echo '\\'$x",
      "echo \"\\\\$x\"",
      "~/bin/x",
      "ls ~",
      "ls ~root/",
      "ls a=~/x",
      "ls PATH=/a:~/b",
      "ls --dir=~",
      "/bin/r?",
      "/?\?\?/rm",
      "r[m] x",
      "'r'* x",
      "{rm,-rf,/}",
      "r{m,} x",
      "echo {a,b}",
      "echo a{1..3}",
      "{ rm; }",
      "echo }",
      "echo {",
      "'{'} x",
      "'['* x",
      // Redirections.
      "ls > x",
      "ls >x",
      "ls>x",
      "ls 2>&1",
      "ls >& x",
      "ls &> x",
      "ls >> x",
      "ls >| x",
      "sh < x",
      "cat <<E\nrm\nE",
      "cat <<< x",
      "diff <(a) b",
      "tee >(sh)",
      "ls <> x",
      ">x",
      "2>x ls",
      // Assignments.
      "A=1",
      "A=1 ls",
      "A= ls",
      "_a1+=x ls",
      "PATH=/tmp ls; ls",
      "A='b c' ls",
      "a[0]=1",
      "A\\\nB=1 ls",
      "export A=1",
      "declare A=1",
      "read A",
      "unset A",
      "readonly A",
      "typeset A",
      "local A",
      // Grouping and keywords.
      "(rm)",
      "( rm )",
      "f() { rm; }",
      "f () ( rm )",
      "function f",
      "if true; then rm; fi",
      "then rm",
      "while true; do rm; done",
      "do rm",
      "for x in y; do rm; done",
      "case x in y) rm;; esac",
      "! rm",
      "time rm",
      "time -p rm",
      "until x",
      "select x",
      "coproc rm",
      "[[ a ]]",
      "((a))",
      "a; if",
      "a && ! b",
      "a | time b",
      "@(rm)",
      "!(x)",
      // What runs its arguments, or changes what follows.
      "eval rm",
      "eval 'rm -rf /'",
      "ev\\al rm",
      "e''val rm",
      "source x",
      ". x",
      ".\\\n x",
      "a; . x",
      "command eval rm",
      "builtin eval rm",
      "alias ls=rm",
      "trap 'rm' EXIT",
      "set -- a",
      "shopt -s x",
      "hash -p /bin/rm ls",
      "enable -f x y",
      "mapfile -C rm x",
      "readarray x",
      "let a=1",
      "printf -v 'a[$(rm)]' x",
      "test -v 'a[$(rm)]'",
      "[ -v 'a[$(rm)]' ]",
      "getopts a b",
      // Not balanced, or no command where one must be.
      "'",
      "\"",
      "ls 'a",
      "ls \"a",
      "ls \"a\\",
      "ls \\",
      "ls \"a'",
      "echo 'it's'",
      "ls \\\"a\"",
      ";",
      "&",
      "|",
      "&&",
      "||",
      "; ls",
      "ls ;; ls",
      "ls ; ; ls",
      "ls | | ls",
      "ls |",
      "ls &&",
      "ls ||",
      "ls && \n",
      "ls | ; x",
      "ls & ; x",
      "ls &&& x",
      "ls ||| x",
      "ls |& x",
      "\n; ls",
      "ls &&;",
      "ls ;& x",
      "ls\n&& x",
      "ls && \\\n",
      "ls &\\\n& rm",
      // Comments, if the shell has them.
      "# rm",
      "ls # x",
      "ls; # x\nrm",
      "\\\n# x",
      // Control characters.
      "ls\r",
      "ls\r\nrm",
      "ls\v-l",
      "ls \x1b[2K",
      "ls \x7f",
      "ls '\r'",
      "ls\f-l",
      {"ls\0rm", 5},
  };
  for (const std::string_view line : cases) {
    EXPECT_EQ(ResultOfText(kCommands, {line}), "bad_argument") << line;
  }
}

TEST(ShellCommands, AreBounded) {
  std::string words = "w";
  for (int i = 1; i < 255; ++i) words += " w";
  EXPECT_EQ(ResultOfText(kCommands, {words}).substr(0, 10), "[['w', 'w'");
  EXPECT_EQ(ResultOfText(kCommands, {words + " w"}), "limit_exceeded");
  std::string commands;
  for (int i = 0; i < 128; ++i) commands += "w;";
  EXPECT_EQ(ResultOfText(kCommands, {commands}).substr(0, 12), "[['w'], ['w'");
  EXPECT_EQ(ResultOfText(kCommands, {commands + "w"}), "limit_exceeded");
  CallLimits short_text;
  short_text.string_bytes = 4;
  EXPECT_EQ(ResultOfText(kCommands, {"ls a"}, short_text), "[['ls', 'a']]");
  EXPECT_EQ(ResultOfText(kCommands, {"ls -l"}, short_text), "limit_exceeded");
}

}  // namespace
}  // namespace bylaw::stdlib
