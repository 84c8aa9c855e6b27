
// Generated from Condition.g4 by ANTLR 4.7.2

#pragma once


#include "antlr4-runtime.h"


namespace bylaw::grammar {


class  ConditionLexer : public antlr4::Lexer {
public:
  enum {
    OR = 1, AND = 2, LESS_EQUAL = 3, LESS = 4, GREATER_EQUAL = 5, GREATER = 6, 
    EQUAL = 7, NOT_EQUAL = 8, IN = 9, PLUS = 10, MINUS = 11, STAR = 12, 
    SLASH = 13, PERCENT = 14, NOT = 15, QUESTION = 16, COLON = 17, COMMA = 18, 
    DOT = 19, LPAREN = 20, RPAREN = 21, LBRACKET = 22, RBRACKET = 23, LBRACE = 24, 
    RBRACE = 25, TRUE = 26, FALSE = 27, NULL_ = 28, FLOAT = 29, INT = 30, 
    UINT = 31, STRING = 32, BYTES = 33, IDENTIFIER = 34, QUOTED_NAME = 35, 
    WHITESPACE = 36, COMMENT = 37, UNTERMINATED_STRING = 38, FOREIGN_OPERATOR = 39, 
    UNKNOWN = 40
  };

  ConditionLexer(antlr4::CharStream *input);
  ~ConditionLexer();

  virtual std::string getGrammarFileName() const override;
  virtual const std::vector<std::string>& getRuleNames() const override;

  virtual const std::vector<std::string>& getChannelNames() const override;
  virtual const std::vector<std::string>& getModeNames() const override;
  virtual const std::vector<std::string>& getTokenNames() const override; // deprecated, use vocabulary instead
  virtual antlr4::dfa::Vocabulary& getVocabulary() const override;

  virtual const std::vector<uint16_t> getSerializedATN() const override;
  virtual const antlr4::atn::ATN& getATN() const override;

private:
  static std::vector<antlr4::dfa::DFA> _decisionToDFA;
  static antlr4::atn::PredictionContextCache _sharedContextCache;
  static std::vector<std::string> _ruleNames;
  static std::vector<std::string> _tokenNames;
  static std::vector<std::string> _channelNames;
  static std::vector<std::string> _modeNames;

  static std::vector<std::string> _literalNames;
  static std::vector<std::string> _symbolicNames;
  static antlr4::dfa::Vocabulary _vocabulary;
  static antlr4::atn::ATN _atn;
  static std::vector<uint16_t> _serializedATN;


  // Individual action functions triggered by action() above.

  // Individual semantic predicate functions triggered by sempred() above.

  struct Initializer {
    Initializer();
  };
  static Initializer _init;
};

}  // namespace bylaw::grammar
