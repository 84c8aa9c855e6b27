
// Generated from Condition.g4 by ANTLR 4.7.2



#include "ConditionParser.h"


using namespace antlrcpp;
using namespace bylaw::grammar;
using namespace antlr4;

ConditionParser::ConditionParser(TokenStream *input) : Parser(input) {
  _interpreter = new atn::ParserATNSimulator(this, _atn, _decisionToDFA, _sharedContextCache);
}

ConditionParser::~ConditionParser() {
  delete _interpreter;
}

std::string ConditionParser::getGrammarFileName() const {
  return "Condition.g4";
}

const std::vector<std::string>& ConditionParser::getRuleNames() const {
  return _ruleNames;
}

dfa::Vocabulary& ConditionParser::getVocabulary() const {
  return _vocabulary;
}


//----------------- ConditionContext ------------------------------------------------------------------

ConditionParser::ConditionContext::ConditionContext(ParserRuleContext *parent, size_t invokingState)
  : ParserRuleContext(parent, invokingState) {
}

ConditionParser::ExprContext* ConditionParser::ConditionContext::expr() {
  return getRuleContext<ConditionParser::ExprContext>(0);
}

tree::TerminalNode* ConditionParser::ConditionContext::EOF() {
  return getToken(ConditionParser::EOF, 0);
}


size_t ConditionParser::ConditionContext::getRuleIndex() const {
  return ConditionParser::RuleCondition;
}


ConditionParser::ConditionContext* ConditionParser::condition() {
  ConditionContext *_localctx = _tracker.createInstance<ConditionContext>(_ctx, getState());
  enterRule(_localctx, 0, ConditionParser::RuleCondition);

  auto onExit = finally([=] {
    exitRule();
  });
  try {
    enterOuterAlt(_localctx, 1);
    setState(34);
    expr();
    setState(35);
    match(ConditionParser::EOF);
   
  }
  catch (RecognitionException &e) {
    _errHandler->reportError(this, e);
    _localctx->exception = std::current_exception();
    _errHandler->recover(this, _localctx->exception);
  }

  return _localctx;
}

//----------------- ExprContext ------------------------------------------------------------------

ConditionParser::ExprContext::ExprContext(ParserRuleContext *parent, size_t invokingState)
  : ParserRuleContext(parent, invokingState) {
}

std::vector<ConditionParser::DisjunctionContext *> ConditionParser::ExprContext::disjunction() {
  return getRuleContexts<ConditionParser::DisjunctionContext>();
}

ConditionParser::DisjunctionContext* ConditionParser::ExprContext::disjunction(size_t i) {
  return getRuleContext<ConditionParser::DisjunctionContext>(i);
}

tree::TerminalNode* ConditionParser::ExprContext::QUESTION() {
  return getToken(ConditionParser::QUESTION, 0);
}

tree::TerminalNode* ConditionParser::ExprContext::COLON() {
  return getToken(ConditionParser::COLON, 0);
}

ConditionParser::ExprContext* ConditionParser::ExprContext::expr() {
  return getRuleContext<ConditionParser::ExprContext>(0);
}


size_t ConditionParser::ExprContext::getRuleIndex() const {
  return ConditionParser::RuleExpr;
}


ConditionParser::ExprContext* ConditionParser::expr() {
  ExprContext *_localctx = _tracker.createInstance<ExprContext>(_ctx, getState());
  enterRule(_localctx, 2, ConditionParser::RuleExpr);
  size_t _la = 0;

  auto onExit = finally([=] {
    exitRule();
  });
  try {
    enterOuterAlt(_localctx, 1);
    setState(37);
    disjunction();
    setState(43);
    _errHandler->sync(this);

    _la = _input->LA(1);
    if (_la == ConditionParser::QUESTION) {
      setState(38);
      match(ConditionParser::QUESTION);
      setState(39);
      disjunction();
      setState(40);
      match(ConditionParser::COLON);
      setState(41);
      expr();
    }
   
  }
  catch (RecognitionException &e) {
    _errHandler->reportError(this, e);
    _localctx->exception = std::current_exception();
    _errHandler->recover(this, _localctx->exception);
  }

  return _localctx;
}

//----------------- DisjunctionContext ------------------------------------------------------------------

ConditionParser::DisjunctionContext::DisjunctionContext(ParserRuleContext *parent, size_t invokingState)
  : ParserRuleContext(parent, invokingState) {
}

std::vector<ConditionParser::ConjunctionContext *> ConditionParser::DisjunctionContext::conjunction() {
  return getRuleContexts<ConditionParser::ConjunctionContext>();
}

ConditionParser::ConjunctionContext* ConditionParser::DisjunctionContext::conjunction(size_t i) {
  return getRuleContext<ConditionParser::ConjunctionContext>(i);
}

std::vector<tree::TerminalNode *> ConditionParser::DisjunctionContext::OR() {
  return getTokens(ConditionParser::OR);
}

tree::TerminalNode* ConditionParser::DisjunctionContext::OR(size_t i) {
  return getToken(ConditionParser::OR, i);
}


size_t ConditionParser::DisjunctionContext::getRuleIndex() const {
  return ConditionParser::RuleDisjunction;
}


ConditionParser::DisjunctionContext* ConditionParser::disjunction() {
  DisjunctionContext *_localctx = _tracker.createInstance<DisjunctionContext>(_ctx, getState());
  enterRule(_localctx, 4, ConditionParser::RuleDisjunction);
  size_t _la = 0;

  auto onExit = finally([=] {
    exitRule();
  });
  try {
    enterOuterAlt(_localctx, 1);
    setState(45);
    conjunction();
    setState(50);
    _errHandler->sync(this);
    _la = _input->LA(1);
    while (_la == ConditionParser::OR) {
      setState(46);
      match(ConditionParser::OR);
      setState(47);
      conjunction();
      setState(52);
      _errHandler->sync(this);
      _la = _input->LA(1);
    }
   
  }
  catch (RecognitionException &e) {
    _errHandler->reportError(this, e);
    _localctx->exception = std::current_exception();
    _errHandler->recover(this, _localctx->exception);
  }

  return _localctx;
}

//----------------- ConjunctionContext ------------------------------------------------------------------

ConditionParser::ConjunctionContext::ConjunctionContext(ParserRuleContext *parent, size_t invokingState)
  : ParserRuleContext(parent, invokingState) {
}

std::vector<ConditionParser::RelationContext *> ConditionParser::ConjunctionContext::relation() {
  return getRuleContexts<ConditionParser::RelationContext>();
}

ConditionParser::RelationContext* ConditionParser::ConjunctionContext::relation(size_t i) {
  return getRuleContext<ConditionParser::RelationContext>(i);
}

std::vector<tree::TerminalNode *> ConditionParser::ConjunctionContext::AND() {
  return getTokens(ConditionParser::AND);
}

tree::TerminalNode* ConditionParser::ConjunctionContext::AND(size_t i) {
  return getToken(ConditionParser::AND, i);
}


size_t ConditionParser::ConjunctionContext::getRuleIndex() const {
  return ConditionParser::RuleConjunction;
}


ConditionParser::ConjunctionContext* ConditionParser::conjunction() {
  ConjunctionContext *_localctx = _tracker.createInstance<ConjunctionContext>(_ctx, getState());
  enterRule(_localctx, 6, ConditionParser::RuleConjunction);
  size_t _la = 0;

  auto onExit = finally([=] {
    exitRule();
  });
  try {
    enterOuterAlt(_localctx, 1);
    setState(53);
    relation();
    setState(58);
    _errHandler->sync(this);
    _la = _input->LA(1);
    while (_la == ConditionParser::AND) {
      setState(54);
      match(ConditionParser::AND);
      setState(55);
      relation();
      setState(60);
      _errHandler->sync(this);
      _la = _input->LA(1);
    }
   
  }
  catch (RecognitionException &e) {
    _errHandler->reportError(this, e);
    _localctx->exception = std::current_exception();
    _errHandler->recover(this, _localctx->exception);
  }

  return _localctx;
}

//----------------- RelationContext ------------------------------------------------------------------

ConditionParser::RelationContext::RelationContext(ParserRuleContext *parent, size_t invokingState)
  : ParserRuleContext(parent, invokingState) {
}

std::vector<ConditionParser::SumContext *> ConditionParser::RelationContext::sum() {
  return getRuleContexts<ConditionParser::SumContext>();
}

ConditionParser::SumContext* ConditionParser::RelationContext::sum(size_t i) {
  return getRuleContext<ConditionParser::SumContext>(i);
}

std::vector<tree::TerminalNode *> ConditionParser::RelationContext::LESS() {
  return getTokens(ConditionParser::LESS);
}

tree::TerminalNode* ConditionParser::RelationContext::LESS(size_t i) {
  return getToken(ConditionParser::LESS, i);
}

std::vector<tree::TerminalNode *> ConditionParser::RelationContext::LESS_EQUAL() {
  return getTokens(ConditionParser::LESS_EQUAL);
}

tree::TerminalNode* ConditionParser::RelationContext::LESS_EQUAL(size_t i) {
  return getToken(ConditionParser::LESS_EQUAL, i);
}

std::vector<tree::TerminalNode *> ConditionParser::RelationContext::GREATER() {
  return getTokens(ConditionParser::GREATER);
}

tree::TerminalNode* ConditionParser::RelationContext::GREATER(size_t i) {
  return getToken(ConditionParser::GREATER, i);
}

std::vector<tree::TerminalNode *> ConditionParser::RelationContext::GREATER_EQUAL() {
  return getTokens(ConditionParser::GREATER_EQUAL);
}

tree::TerminalNode* ConditionParser::RelationContext::GREATER_EQUAL(size_t i) {
  return getToken(ConditionParser::GREATER_EQUAL, i);
}

std::vector<tree::TerminalNode *> ConditionParser::RelationContext::EQUAL() {
  return getTokens(ConditionParser::EQUAL);
}

tree::TerminalNode* ConditionParser::RelationContext::EQUAL(size_t i) {
  return getToken(ConditionParser::EQUAL, i);
}

std::vector<tree::TerminalNode *> ConditionParser::RelationContext::NOT_EQUAL() {
  return getTokens(ConditionParser::NOT_EQUAL);
}

tree::TerminalNode* ConditionParser::RelationContext::NOT_EQUAL(size_t i) {
  return getToken(ConditionParser::NOT_EQUAL, i);
}

std::vector<tree::TerminalNode *> ConditionParser::RelationContext::IN() {
  return getTokens(ConditionParser::IN);
}

tree::TerminalNode* ConditionParser::RelationContext::IN(size_t i) {
  return getToken(ConditionParser::IN, i);
}


size_t ConditionParser::RelationContext::getRuleIndex() const {
  return ConditionParser::RuleRelation;
}


ConditionParser::RelationContext* ConditionParser::relation() {
  RelationContext *_localctx = _tracker.createInstance<RelationContext>(_ctx, getState());
  enterRule(_localctx, 8, ConditionParser::RuleRelation);
  size_t _la = 0;

  auto onExit = finally([=] {
    exitRule();
  });
  try {
    enterOuterAlt(_localctx, 1);
    setState(61);
    sum();
    setState(66);
    _errHandler->sync(this);
    _la = _input->LA(1);
    while ((((_la & ~ 0x3fULL) == 0) &&
      ((1ULL << _la) & ((1ULL << ConditionParser::LESS_EQUAL)
      | (1ULL << ConditionParser::LESS)
      | (1ULL << ConditionParser::GREATER_EQUAL)
      | (1ULL << ConditionParser::GREATER)
      | (1ULL << ConditionParser::EQUAL)
      | (1ULL << ConditionParser::NOT_EQUAL)
      | (1ULL << ConditionParser::IN))) != 0)) {
      setState(62);
      _la = _input->LA(1);
      if (!((((_la & ~ 0x3fULL) == 0) &&
        ((1ULL << _la) & ((1ULL << ConditionParser::LESS_EQUAL)
        | (1ULL << ConditionParser::LESS)
        | (1ULL << ConditionParser::GREATER_EQUAL)
        | (1ULL << ConditionParser::GREATER)
        | (1ULL << ConditionParser::EQUAL)
        | (1ULL << ConditionParser::NOT_EQUAL)
        | (1ULL << ConditionParser::IN))) != 0))) {
      _errHandler->recoverInline(this);
      }
      else {
        _errHandler->reportMatch(this);
        consume();
      }
      setState(63);
      sum();
      setState(68);
      _errHandler->sync(this);
      _la = _input->LA(1);
    }
   
  }
  catch (RecognitionException &e) {
    _errHandler->reportError(this, e);
    _localctx->exception = std::current_exception();
    _errHandler->recover(this, _localctx->exception);
  }

  return _localctx;
}

//----------------- SumContext ------------------------------------------------------------------

ConditionParser::SumContext::SumContext(ParserRuleContext *parent, size_t invokingState)
  : ParserRuleContext(parent, invokingState) {
}

std::vector<ConditionParser::ProductContext *> ConditionParser::SumContext::product() {
  return getRuleContexts<ConditionParser::ProductContext>();
}

ConditionParser::ProductContext* ConditionParser::SumContext::product(size_t i) {
  return getRuleContext<ConditionParser::ProductContext>(i);
}

std::vector<tree::TerminalNode *> ConditionParser::SumContext::PLUS() {
  return getTokens(ConditionParser::PLUS);
}

tree::TerminalNode* ConditionParser::SumContext::PLUS(size_t i) {
  return getToken(ConditionParser::PLUS, i);
}

std::vector<tree::TerminalNode *> ConditionParser::SumContext::MINUS() {
  return getTokens(ConditionParser::MINUS);
}

tree::TerminalNode* ConditionParser::SumContext::MINUS(size_t i) {
  return getToken(ConditionParser::MINUS, i);
}


size_t ConditionParser::SumContext::getRuleIndex() const {
  return ConditionParser::RuleSum;
}


ConditionParser::SumContext* ConditionParser::sum() {
  SumContext *_localctx = _tracker.createInstance<SumContext>(_ctx, getState());
  enterRule(_localctx, 10, ConditionParser::RuleSum);
  size_t _la = 0;

  auto onExit = finally([=] {
    exitRule();
  });
  try {
    enterOuterAlt(_localctx, 1);
    setState(69);
    product();
    setState(74);
    _errHandler->sync(this);
    _la = _input->LA(1);
    while (_la == ConditionParser::PLUS

    || _la == ConditionParser::MINUS) {
      setState(70);
      _la = _input->LA(1);
      if (!(_la == ConditionParser::PLUS

      || _la == ConditionParser::MINUS)) {
      _errHandler->recoverInline(this);
      }
      else {
        _errHandler->reportMatch(this);
        consume();
      }
      setState(71);
      product();
      setState(76);
      _errHandler->sync(this);
      _la = _input->LA(1);
    }
   
  }
  catch (RecognitionException &e) {
    _errHandler->reportError(this, e);
    _localctx->exception = std::current_exception();
    _errHandler->recover(this, _localctx->exception);
  }

  return _localctx;
}

//----------------- ProductContext ------------------------------------------------------------------

ConditionParser::ProductContext::ProductContext(ParserRuleContext *parent, size_t invokingState)
  : ParserRuleContext(parent, invokingState) {
}

std::vector<ConditionParser::UnaryContext *> ConditionParser::ProductContext::unary() {
  return getRuleContexts<ConditionParser::UnaryContext>();
}

ConditionParser::UnaryContext* ConditionParser::ProductContext::unary(size_t i) {
  return getRuleContext<ConditionParser::UnaryContext>(i);
}

std::vector<tree::TerminalNode *> ConditionParser::ProductContext::STAR() {
  return getTokens(ConditionParser::STAR);
}

tree::TerminalNode* ConditionParser::ProductContext::STAR(size_t i) {
  return getToken(ConditionParser::STAR, i);
}

std::vector<tree::TerminalNode *> ConditionParser::ProductContext::SLASH() {
  return getTokens(ConditionParser::SLASH);
}

tree::TerminalNode* ConditionParser::ProductContext::SLASH(size_t i) {
  return getToken(ConditionParser::SLASH, i);
}

std::vector<tree::TerminalNode *> ConditionParser::ProductContext::PERCENT() {
  return getTokens(ConditionParser::PERCENT);
}

tree::TerminalNode* ConditionParser::ProductContext::PERCENT(size_t i) {
  return getToken(ConditionParser::PERCENT, i);
}


size_t ConditionParser::ProductContext::getRuleIndex() const {
  return ConditionParser::RuleProduct;
}


ConditionParser::ProductContext* ConditionParser::product() {
  ProductContext *_localctx = _tracker.createInstance<ProductContext>(_ctx, getState());
  enterRule(_localctx, 12, ConditionParser::RuleProduct);
  size_t _la = 0;

  auto onExit = finally([=] {
    exitRule();
  });
  try {
    enterOuterAlt(_localctx, 1);
    setState(77);
    unary();
    setState(82);
    _errHandler->sync(this);
    _la = _input->LA(1);
    while ((((_la & ~ 0x3fULL) == 0) &&
      ((1ULL << _la) & ((1ULL << ConditionParser::STAR)
      | (1ULL << ConditionParser::SLASH)
      | (1ULL << ConditionParser::PERCENT))) != 0)) {
      setState(78);
      _la = _input->LA(1);
      if (!((((_la & ~ 0x3fULL) == 0) &&
        ((1ULL << _la) & ((1ULL << ConditionParser::STAR)
        | (1ULL << ConditionParser::SLASH)
        | (1ULL << ConditionParser::PERCENT))) != 0))) {
      _errHandler->recoverInline(this);
      }
      else {
        _errHandler->reportMatch(this);
        consume();
      }
      setState(79);
      unary();
      setState(84);
      _errHandler->sync(this);
      _la = _input->LA(1);
    }
   
  }
  catch (RecognitionException &e) {
    _errHandler->reportError(this, e);
    _localctx->exception = std::current_exception();
    _errHandler->recover(this, _localctx->exception);
  }

  return _localctx;
}

//----------------- UnaryContext ------------------------------------------------------------------

ConditionParser::UnaryContext::UnaryContext(ParserRuleContext *parent, size_t invokingState)
  : ParserRuleContext(parent, invokingState) {
}

ConditionParser::MemberContext* ConditionParser::UnaryContext::member() {
  return getRuleContext<ConditionParser::MemberContext>(0);
}

std::vector<tree::TerminalNode *> ConditionParser::UnaryContext::NOT() {
  return getTokens(ConditionParser::NOT);
}

tree::TerminalNode* ConditionParser::UnaryContext::NOT(size_t i) {
  return getToken(ConditionParser::NOT, i);
}

std::vector<tree::TerminalNode *> ConditionParser::UnaryContext::MINUS() {
  return getTokens(ConditionParser::MINUS);
}

tree::TerminalNode* ConditionParser::UnaryContext::MINUS(size_t i) {
  return getToken(ConditionParser::MINUS, i);
}


size_t ConditionParser::UnaryContext::getRuleIndex() const {
  return ConditionParser::RuleUnary;
}


ConditionParser::UnaryContext* ConditionParser::unary() {
  UnaryContext *_localctx = _tracker.createInstance<UnaryContext>(_ctx, getState());
  enterRule(_localctx, 14, ConditionParser::RuleUnary);
  size_t _la = 0;

  auto onExit = finally([=] {
    exitRule();
  });
  try {
    enterOuterAlt(_localctx, 1);
    setState(95);
    _errHandler->sync(this);
    switch (_input->LA(1)) {
      case ConditionParser::NOT: {
        setState(86); 
        _errHandler->sync(this);
        _la = _input->LA(1);
        do {
          setState(85);
          match(ConditionParser::NOT);
          setState(88); 
          _errHandler->sync(this);
          _la = _input->LA(1);
        } while (_la == ConditionParser::NOT);
        break;
      }

      case ConditionParser::MINUS: {
        setState(91); 
        _errHandler->sync(this);
        _la = _input->LA(1);
        do {
          setState(90);
          match(ConditionParser::MINUS);
          setState(93); 
          _errHandler->sync(this);
          _la = _input->LA(1);
        } while (_la == ConditionParser::MINUS);
        break;
      }

      case ConditionParser::DOT:
      case ConditionParser::LPAREN:
      case ConditionParser::LBRACKET:
      case ConditionParser::LBRACE:
      case ConditionParser::TRUE:
      case ConditionParser::FALSE:
      case ConditionParser::NULL_:
      case ConditionParser::FLOAT:
      case ConditionParser::INT:
      case ConditionParser::UINT:
      case ConditionParser::STRING:
      case ConditionParser::BYTES:
      case ConditionParser::IDENTIFIER: {
        break;
      }

    default:
      break;
    }
    setState(97);
    member();
   
  }
  catch (RecognitionException &e) {
    _errHandler->reportError(this, e);
    _localctx->exception = std::current_exception();
    _errHandler->recover(this, _localctx->exception);
  }

  return _localctx;
}

//----------------- MemberContext ------------------------------------------------------------------

ConditionParser::MemberContext::MemberContext(ParserRuleContext *parent, size_t invokingState)
  : ParserRuleContext(parent, invokingState) {
}

ConditionParser::PrimaryContext* ConditionParser::MemberContext::primary() {
  return getRuleContext<ConditionParser::PrimaryContext>(0);
}

std::vector<ConditionParser::SuffixContext *> ConditionParser::MemberContext::suffix() {
  return getRuleContexts<ConditionParser::SuffixContext>();
}

ConditionParser::SuffixContext* ConditionParser::MemberContext::suffix(size_t i) {
  return getRuleContext<ConditionParser::SuffixContext>(i);
}


size_t ConditionParser::MemberContext::getRuleIndex() const {
  return ConditionParser::RuleMember;
}


ConditionParser::MemberContext* ConditionParser::member() {
  MemberContext *_localctx = _tracker.createInstance<MemberContext>(_ctx, getState());
  enterRule(_localctx, 16, ConditionParser::RuleMember);
  size_t _la = 0;

  auto onExit = finally([=] {
    exitRule();
  });
  try {
    enterOuterAlt(_localctx, 1);
    setState(99);
    primary();
    setState(103);
    _errHandler->sync(this);
    _la = _input->LA(1);
    while (_la == ConditionParser::DOT

    || _la == ConditionParser::LBRACKET) {
      setState(100);
      suffix();
      setState(105);
      _errHandler->sync(this);
      _la = _input->LA(1);
    }
   
  }
  catch (RecognitionException &e) {
    _errHandler->reportError(this, e);
    _localctx->exception = std::current_exception();
    _errHandler->recover(this, _localctx->exception);
  }

  return _localctx;
}

//----------------- SuffixContext ------------------------------------------------------------------

ConditionParser::SuffixContext::SuffixContext(ParserRuleContext *parent, size_t invokingState)
  : ParserRuleContext(parent, invokingState) {
}

tree::TerminalNode* ConditionParser::SuffixContext::DOT() {
  return getToken(ConditionParser::DOT, 0);
}

tree::TerminalNode* ConditionParser::SuffixContext::IDENTIFIER() {
  return getToken(ConditionParser::IDENTIFIER, 0);
}

tree::TerminalNode* ConditionParser::SuffixContext::QUOTED_NAME() {
  return getToken(ConditionParser::QUOTED_NAME, 0);
}

tree::TerminalNode* ConditionParser::SuffixContext::QUESTION() {
  return getToken(ConditionParser::QUESTION, 0);
}

ConditionParser::CallContext* ConditionParser::SuffixContext::call() {
  return getRuleContext<ConditionParser::CallContext>(0);
}

tree::TerminalNode* ConditionParser::SuffixContext::LBRACKET() {
  return getToken(ConditionParser::LBRACKET, 0);
}

ConditionParser::ExprContext* ConditionParser::SuffixContext::expr() {
  return getRuleContext<ConditionParser::ExprContext>(0);
}

tree::TerminalNode* ConditionParser::SuffixContext::RBRACKET() {
  return getToken(ConditionParser::RBRACKET, 0);
}


size_t ConditionParser::SuffixContext::getRuleIndex() const {
  return ConditionParser::RuleSuffix;
}


ConditionParser::SuffixContext* ConditionParser::suffix() {
  SuffixContext *_localctx = _tracker.createInstance<SuffixContext>(_ctx, getState());
  enterRule(_localctx, 18, ConditionParser::RuleSuffix);
  size_t _la = 0;

  auto onExit = finally([=] {
    exitRule();
  });
  try {
    setState(123);
    _errHandler->sync(this);
    switch (_input->LA(1)) {
      case ConditionParser::DOT: {
        enterOuterAlt(_localctx, 1);
        setState(106);
        match(ConditionParser::DOT);
        setState(114);
        _errHandler->sync(this);
        switch (_input->LA(1)) {
          case ConditionParser::IDENTIFIER: {
            setState(107);
            match(ConditionParser::IDENTIFIER);
            setState(109);
            _errHandler->sync(this);

            _la = _input->LA(1);
            if (_la == ConditionParser::LPAREN) {
              setState(108);
              call();
            }
            break;
          }

          case ConditionParser::QUOTED_NAME: {
            setState(111);
            match(ConditionParser::QUOTED_NAME);
            break;
          }

          case ConditionParser::QUESTION: {
            setState(112);
            match(ConditionParser::QUESTION);
            setState(113);
            _la = _input->LA(1);
            if (!(_la == ConditionParser::IDENTIFIER

            || _la == ConditionParser::QUOTED_NAME)) {
            _errHandler->recoverInline(this);
            }
            else {
              _errHandler->reportMatch(this);
              consume();
            }
            break;
          }

        default:
          throw NoViableAltException(this);
        }
        break;
      }

      case ConditionParser::LBRACKET: {
        enterOuterAlt(_localctx, 2);
        setState(116);
        match(ConditionParser::LBRACKET);
        setState(118);
        _errHandler->sync(this);

        _la = _input->LA(1);
        if (_la == ConditionParser::QUESTION) {
          setState(117);
          match(ConditionParser::QUESTION);
        }
        setState(120);
        expr();
        setState(121);
        match(ConditionParser::RBRACKET);
        break;
      }

    default:
      throw NoViableAltException(this);
    }
   
  }
  catch (RecognitionException &e) {
    _errHandler->reportError(this, e);
    _localctx->exception = std::current_exception();
    _errHandler->recover(this, _localctx->exception);
  }

  return _localctx;
}

//----------------- CallContext ------------------------------------------------------------------

ConditionParser::CallContext::CallContext(ParserRuleContext *parent, size_t invokingState)
  : ParserRuleContext(parent, invokingState) {
}

tree::TerminalNode* ConditionParser::CallContext::LPAREN() {
  return getToken(ConditionParser::LPAREN, 0);
}

tree::TerminalNode* ConditionParser::CallContext::RPAREN() {
  return getToken(ConditionParser::RPAREN, 0);
}

std::vector<ConditionParser::ExprContext *> ConditionParser::CallContext::expr() {
  return getRuleContexts<ConditionParser::ExprContext>();
}

ConditionParser::ExprContext* ConditionParser::CallContext::expr(size_t i) {
  return getRuleContext<ConditionParser::ExprContext>(i);
}

std::vector<tree::TerminalNode *> ConditionParser::CallContext::COMMA() {
  return getTokens(ConditionParser::COMMA);
}

tree::TerminalNode* ConditionParser::CallContext::COMMA(size_t i) {
  return getToken(ConditionParser::COMMA, i);
}


size_t ConditionParser::CallContext::getRuleIndex() const {
  return ConditionParser::RuleCall;
}


ConditionParser::CallContext* ConditionParser::call() {
  CallContext *_localctx = _tracker.createInstance<CallContext>(_ctx, getState());
  enterRule(_localctx, 20, ConditionParser::RuleCall);
  size_t _la = 0;

  auto onExit = finally([=] {
    exitRule();
  });
  try {
    enterOuterAlt(_localctx, 1);
    setState(125);
    match(ConditionParser::LPAREN);
    setState(134);
    _errHandler->sync(this);

    _la = _input->LA(1);
    if ((((_la & ~ 0x3fULL) == 0) &&
      ((1ULL << _la) & ((1ULL << ConditionParser::MINUS)
      | (1ULL << ConditionParser::NOT)
      | (1ULL << ConditionParser::DOT)
      | (1ULL << ConditionParser::LPAREN)
      | (1ULL << ConditionParser::LBRACKET)
      | (1ULL << ConditionParser::LBRACE)
      | (1ULL << ConditionParser::TRUE)
      | (1ULL << ConditionParser::FALSE)
      | (1ULL << ConditionParser::NULL_)
      | (1ULL << ConditionParser::FLOAT)
      | (1ULL << ConditionParser::INT)
      | (1ULL << ConditionParser::UINT)
      | (1ULL << ConditionParser::STRING)
      | (1ULL << ConditionParser::BYTES)
      | (1ULL << ConditionParser::IDENTIFIER))) != 0)) {
      setState(126);
      expr();
      setState(131);
      _errHandler->sync(this);
      _la = _input->LA(1);
      while (_la == ConditionParser::COMMA) {
        setState(127);
        match(ConditionParser::COMMA);
        setState(128);
        expr();
        setState(133);
        _errHandler->sync(this);
        _la = _input->LA(1);
      }
    }
    setState(136);
    match(ConditionParser::RPAREN);
   
  }
  catch (RecognitionException &e) {
    _errHandler->reportError(this, e);
    _localctx->exception = std::current_exception();
    _errHandler->recover(this, _localctx->exception);
  }

  return _localctx;
}

//----------------- PrimaryContext ------------------------------------------------------------------

ConditionParser::PrimaryContext::PrimaryContext(ParserRuleContext *parent, size_t invokingState)
  : ParserRuleContext(parent, invokingState) {
}

tree::TerminalNode* ConditionParser::PrimaryContext::IDENTIFIER() {
  return getToken(ConditionParser::IDENTIFIER, 0);
}

tree::TerminalNode* ConditionParser::PrimaryContext::DOT() {
  return getToken(ConditionParser::DOT, 0);
}

ConditionParser::CallContext* ConditionParser::PrimaryContext::call() {
  return getRuleContext<ConditionParser::CallContext>(0);
}

tree::TerminalNode* ConditionParser::PrimaryContext::LPAREN() {
  return getToken(ConditionParser::LPAREN, 0);
}

ConditionParser::ExprContext* ConditionParser::PrimaryContext::expr() {
  return getRuleContext<ConditionParser::ExprContext>(0);
}

tree::TerminalNode* ConditionParser::PrimaryContext::RPAREN() {
  return getToken(ConditionParser::RPAREN, 0);
}

ConditionParser::ListContext* ConditionParser::PrimaryContext::list() {
  return getRuleContext<ConditionParser::ListContext>(0);
}

ConditionParser::MapContext* ConditionParser::PrimaryContext::map() {
  return getRuleContext<ConditionParser::MapContext>(0);
}

ConditionParser::LiteralContext* ConditionParser::PrimaryContext::literal() {
  return getRuleContext<ConditionParser::LiteralContext>(0);
}


size_t ConditionParser::PrimaryContext::getRuleIndex() const {
  return ConditionParser::RulePrimary;
}


ConditionParser::PrimaryContext* ConditionParser::primary() {
  PrimaryContext *_localctx = _tracker.createInstance<PrimaryContext>(_ctx, getState());
  enterRule(_localctx, 22, ConditionParser::RulePrimary);
  size_t _la = 0;

  auto onExit = finally([=] {
    exitRule();
  });
  try {
    setState(152);
    _errHandler->sync(this);
    switch (_input->LA(1)) {
      case ConditionParser::DOT:
      case ConditionParser::IDENTIFIER: {
        enterOuterAlt(_localctx, 1);
        setState(139);
        _errHandler->sync(this);

        _la = _input->LA(1);
        if (_la == ConditionParser::DOT) {
          setState(138);
          match(ConditionParser::DOT);
        }
        setState(141);
        match(ConditionParser::IDENTIFIER);
        setState(143);
        _errHandler->sync(this);

        _la = _input->LA(1);
        if (_la == ConditionParser::LPAREN) {
          setState(142);
          call();
        }
        break;
      }

      case ConditionParser::LPAREN: {
        enterOuterAlt(_localctx, 2);
        setState(145);
        match(ConditionParser::LPAREN);
        setState(146);
        expr();
        setState(147);
        match(ConditionParser::RPAREN);
        break;
      }

      case ConditionParser::LBRACKET: {
        enterOuterAlt(_localctx, 3);
        setState(149);
        list();
        break;
      }

      case ConditionParser::LBRACE: {
        enterOuterAlt(_localctx, 4);
        setState(150);
        map();
        break;
      }

      case ConditionParser::TRUE:
      case ConditionParser::FALSE:
      case ConditionParser::NULL_:
      case ConditionParser::FLOAT:
      case ConditionParser::INT:
      case ConditionParser::UINT:
      case ConditionParser::STRING:
      case ConditionParser::BYTES: {
        enterOuterAlt(_localctx, 5);
        setState(151);
        literal();
        break;
      }

    default:
      throw NoViableAltException(this);
    }
   
  }
  catch (RecognitionException &e) {
    _errHandler->reportError(this, e);
    _localctx->exception = std::current_exception();
    _errHandler->recover(this, _localctx->exception);
  }

  return _localctx;
}

//----------------- ListContext ------------------------------------------------------------------

ConditionParser::ListContext::ListContext(ParserRuleContext *parent, size_t invokingState)
  : ParserRuleContext(parent, invokingState) {
}

tree::TerminalNode* ConditionParser::ListContext::LBRACKET() {
  return getToken(ConditionParser::LBRACKET, 0);
}

tree::TerminalNode* ConditionParser::ListContext::RBRACKET() {
  return getToken(ConditionParser::RBRACKET, 0);
}

std::vector<ConditionParser::ElementContext *> ConditionParser::ListContext::element() {
  return getRuleContexts<ConditionParser::ElementContext>();
}

ConditionParser::ElementContext* ConditionParser::ListContext::element(size_t i) {
  return getRuleContext<ConditionParser::ElementContext>(i);
}

std::vector<tree::TerminalNode *> ConditionParser::ListContext::COMMA() {
  return getTokens(ConditionParser::COMMA);
}

tree::TerminalNode* ConditionParser::ListContext::COMMA(size_t i) {
  return getToken(ConditionParser::COMMA, i);
}


size_t ConditionParser::ListContext::getRuleIndex() const {
  return ConditionParser::RuleList;
}


ConditionParser::ListContext* ConditionParser::list() {
  ListContext *_localctx = _tracker.createInstance<ListContext>(_ctx, getState());
  enterRule(_localctx, 24, ConditionParser::RuleList);
  size_t _la = 0;

  auto onExit = finally([=] {
    exitRule();
  });
  try {
    size_t alt;
    enterOuterAlt(_localctx, 1);
    setState(154);
    match(ConditionParser::LBRACKET);
    setState(166);
    _errHandler->sync(this);

    _la = _input->LA(1);
    if ((((_la & ~ 0x3fULL) == 0) &&
      ((1ULL << _la) & ((1ULL << ConditionParser::MINUS)
      | (1ULL << ConditionParser::NOT)
      | (1ULL << ConditionParser::QUESTION)
      | (1ULL << ConditionParser::DOT)
      | (1ULL << ConditionParser::LPAREN)
      | (1ULL << ConditionParser::LBRACKET)
      | (1ULL << ConditionParser::LBRACE)
      | (1ULL << ConditionParser::TRUE)
      | (1ULL << ConditionParser::FALSE)
      | (1ULL << ConditionParser::NULL_)
      | (1ULL << ConditionParser::FLOAT)
      | (1ULL << ConditionParser::INT)
      | (1ULL << ConditionParser::UINT)
      | (1ULL << ConditionParser::STRING)
      | (1ULL << ConditionParser::BYTES)
      | (1ULL << ConditionParser::IDENTIFIER))) != 0)) {
      setState(155);
      element();
      setState(160);
      _errHandler->sync(this);
      alt = getInterpreter<atn::ParserATNSimulator>()->adaptivePredict(_input, 19, _ctx);
      while (alt != 2 && alt != atn::ATN::INVALID_ALT_NUMBER) {
        if (alt == 1) {
          setState(156);
          match(ConditionParser::COMMA);
          setState(157);
          element(); 
        }
        setState(162);
        _errHandler->sync(this);
        alt = getInterpreter<atn::ParserATNSimulator>()->adaptivePredict(_input, 19, _ctx);
      }
      setState(164);
      _errHandler->sync(this);

      _la = _input->LA(1);
      if (_la == ConditionParser::COMMA) {
        setState(163);
        match(ConditionParser::COMMA);
      }
    }
    setState(168);
    match(ConditionParser::RBRACKET);
   
  }
  catch (RecognitionException &e) {
    _errHandler->reportError(this, e);
    _localctx->exception = std::current_exception();
    _errHandler->recover(this, _localctx->exception);
  }

  return _localctx;
}

//----------------- ElementContext ------------------------------------------------------------------

ConditionParser::ElementContext::ElementContext(ParserRuleContext *parent, size_t invokingState)
  : ParserRuleContext(parent, invokingState) {
}

ConditionParser::ExprContext* ConditionParser::ElementContext::expr() {
  return getRuleContext<ConditionParser::ExprContext>(0);
}

tree::TerminalNode* ConditionParser::ElementContext::QUESTION() {
  return getToken(ConditionParser::QUESTION, 0);
}


size_t ConditionParser::ElementContext::getRuleIndex() const {
  return ConditionParser::RuleElement;
}


ConditionParser::ElementContext* ConditionParser::element() {
  ElementContext *_localctx = _tracker.createInstance<ElementContext>(_ctx, getState());
  enterRule(_localctx, 26, ConditionParser::RuleElement);
  size_t _la = 0;

  auto onExit = finally([=] {
    exitRule();
  });
  try {
    enterOuterAlt(_localctx, 1);
    setState(171);
    _errHandler->sync(this);

    _la = _input->LA(1);
    if (_la == ConditionParser::QUESTION) {
      setState(170);
      match(ConditionParser::QUESTION);
    }
    setState(173);
    expr();
   
  }
  catch (RecognitionException &e) {
    _errHandler->reportError(this, e);
    _localctx->exception = std::current_exception();
    _errHandler->recover(this, _localctx->exception);
  }

  return _localctx;
}

//----------------- MapContext ------------------------------------------------------------------

ConditionParser::MapContext::MapContext(ParserRuleContext *parent, size_t invokingState)
  : ParserRuleContext(parent, invokingState) {
}

tree::TerminalNode* ConditionParser::MapContext::LBRACE() {
  return getToken(ConditionParser::LBRACE, 0);
}

tree::TerminalNode* ConditionParser::MapContext::RBRACE() {
  return getToken(ConditionParser::RBRACE, 0);
}

std::vector<ConditionParser::EntryContext *> ConditionParser::MapContext::entry() {
  return getRuleContexts<ConditionParser::EntryContext>();
}

ConditionParser::EntryContext* ConditionParser::MapContext::entry(size_t i) {
  return getRuleContext<ConditionParser::EntryContext>(i);
}

std::vector<tree::TerminalNode *> ConditionParser::MapContext::COMMA() {
  return getTokens(ConditionParser::COMMA);
}

tree::TerminalNode* ConditionParser::MapContext::COMMA(size_t i) {
  return getToken(ConditionParser::COMMA, i);
}


size_t ConditionParser::MapContext::getRuleIndex() const {
  return ConditionParser::RuleMap;
}


ConditionParser::MapContext* ConditionParser::map() {
  MapContext *_localctx = _tracker.createInstance<MapContext>(_ctx, getState());
  enterRule(_localctx, 28, ConditionParser::RuleMap);
  size_t _la = 0;

  auto onExit = finally([=] {
    exitRule();
  });
  try {
    size_t alt;
    enterOuterAlt(_localctx, 1);
    setState(175);
    match(ConditionParser::LBRACE);
    setState(187);
    _errHandler->sync(this);

    _la = _input->LA(1);
    if ((((_la & ~ 0x3fULL) == 0) &&
      ((1ULL << _la) & ((1ULL << ConditionParser::MINUS)
      | (1ULL << ConditionParser::NOT)
      | (1ULL << ConditionParser::QUESTION)
      | (1ULL << ConditionParser::DOT)
      | (1ULL << ConditionParser::LPAREN)
      | (1ULL << ConditionParser::LBRACKET)
      | (1ULL << ConditionParser::LBRACE)
      | (1ULL << ConditionParser::TRUE)
      | (1ULL << ConditionParser::FALSE)
      | (1ULL << ConditionParser::NULL_)
      | (1ULL << ConditionParser::FLOAT)
      | (1ULL << ConditionParser::INT)
      | (1ULL << ConditionParser::UINT)
      | (1ULL << ConditionParser::STRING)
      | (1ULL << ConditionParser::BYTES)
      | (1ULL << ConditionParser::IDENTIFIER))) != 0)) {
      setState(176);
      entry();
      setState(181);
      _errHandler->sync(this);
      alt = getInterpreter<atn::ParserATNSimulator>()->adaptivePredict(_input, 23, _ctx);
      while (alt != 2 && alt != atn::ATN::INVALID_ALT_NUMBER) {
        if (alt == 1) {
          setState(177);
          match(ConditionParser::COMMA);
          setState(178);
          entry(); 
        }
        setState(183);
        _errHandler->sync(this);
        alt = getInterpreter<atn::ParserATNSimulator>()->adaptivePredict(_input, 23, _ctx);
      }
      setState(185);
      _errHandler->sync(this);

      _la = _input->LA(1);
      if (_la == ConditionParser::COMMA) {
        setState(184);
        match(ConditionParser::COMMA);
      }
    }
    setState(189);
    match(ConditionParser::RBRACE);
   
  }
  catch (RecognitionException &e) {
    _errHandler->reportError(this, e);
    _localctx->exception = std::current_exception();
    _errHandler->recover(this, _localctx->exception);
  }

  return _localctx;
}

//----------------- EntryContext ------------------------------------------------------------------

ConditionParser::EntryContext::EntryContext(ParserRuleContext *parent, size_t invokingState)
  : ParserRuleContext(parent, invokingState) {
}

std::vector<ConditionParser::ExprContext *> ConditionParser::EntryContext::expr() {
  return getRuleContexts<ConditionParser::ExprContext>();
}

ConditionParser::ExprContext* ConditionParser::EntryContext::expr(size_t i) {
  return getRuleContext<ConditionParser::ExprContext>(i);
}

tree::TerminalNode* ConditionParser::EntryContext::COLON() {
  return getToken(ConditionParser::COLON, 0);
}

tree::TerminalNode* ConditionParser::EntryContext::QUESTION() {
  return getToken(ConditionParser::QUESTION, 0);
}


size_t ConditionParser::EntryContext::getRuleIndex() const {
  return ConditionParser::RuleEntry;
}


ConditionParser::EntryContext* ConditionParser::entry() {
  EntryContext *_localctx = _tracker.createInstance<EntryContext>(_ctx, getState());
  enterRule(_localctx, 30, ConditionParser::RuleEntry);
  size_t _la = 0;

  auto onExit = finally([=] {
    exitRule();
  });
  try {
    enterOuterAlt(_localctx, 1);
    setState(192);
    _errHandler->sync(this);

    _la = _input->LA(1);
    if (_la == ConditionParser::QUESTION) {
      setState(191);
      match(ConditionParser::QUESTION);
    }
    setState(194);
    expr();
    setState(195);
    match(ConditionParser::COLON);
    setState(196);
    expr();
   
  }
  catch (RecognitionException &e) {
    _errHandler->reportError(this, e);
    _localctx->exception = std::current_exception();
    _errHandler->recover(this, _localctx->exception);
  }

  return _localctx;
}

//----------------- LiteralContext ------------------------------------------------------------------

ConditionParser::LiteralContext::LiteralContext(ParserRuleContext *parent, size_t invokingState)
  : ParserRuleContext(parent, invokingState) {
}

tree::TerminalNode* ConditionParser::LiteralContext::INT() {
  return getToken(ConditionParser::INT, 0);
}

tree::TerminalNode* ConditionParser::LiteralContext::UINT() {
  return getToken(ConditionParser::UINT, 0);
}

tree::TerminalNode* ConditionParser::LiteralContext::FLOAT() {
  return getToken(ConditionParser::FLOAT, 0);
}

tree::TerminalNode* ConditionParser::LiteralContext::STRING() {
  return getToken(ConditionParser::STRING, 0);
}

tree::TerminalNode* ConditionParser::LiteralContext::BYTES() {
  return getToken(ConditionParser::BYTES, 0);
}

tree::TerminalNode* ConditionParser::LiteralContext::TRUE() {
  return getToken(ConditionParser::TRUE, 0);
}

tree::TerminalNode* ConditionParser::LiteralContext::FALSE() {
  return getToken(ConditionParser::FALSE, 0);
}

tree::TerminalNode* ConditionParser::LiteralContext::NULL_() {
  return getToken(ConditionParser::NULL_, 0);
}


size_t ConditionParser::LiteralContext::getRuleIndex() const {
  return ConditionParser::RuleLiteral;
}


ConditionParser::LiteralContext* ConditionParser::literal() {
  LiteralContext *_localctx = _tracker.createInstance<LiteralContext>(_ctx, getState());
  enterRule(_localctx, 32, ConditionParser::RuleLiteral);
  size_t _la = 0;

  auto onExit = finally([=] {
    exitRule();
  });
  try {
    enterOuterAlt(_localctx, 1);
    setState(198);
    _la = _input->LA(1);
    if (!((((_la & ~ 0x3fULL) == 0) &&
      ((1ULL << _la) & ((1ULL << ConditionParser::TRUE)
      | (1ULL << ConditionParser::FALSE)
      | (1ULL << ConditionParser::NULL_)
      | (1ULL << ConditionParser::FLOAT)
      | (1ULL << ConditionParser::INT)
      | (1ULL << ConditionParser::UINT)
      | (1ULL << ConditionParser::STRING)
      | (1ULL << ConditionParser::BYTES))) != 0))) {
    _errHandler->recoverInline(this);
    }
    else {
      _errHandler->reportMatch(this);
      consume();
    }
   
  }
  catch (RecognitionException &e) {
    _errHandler->reportError(this, e);
    _localctx->exception = std::current_exception();
    _errHandler->recover(this, _localctx->exception);
  }

  return _localctx;
}

// Static vars and initialization.
std::vector<dfa::DFA> ConditionParser::_decisionToDFA;
atn::PredictionContextCache ConditionParser::_sharedContextCache;

// We own the ATN which in turn owns the ATN states.
atn::ATN ConditionParser::_atn;
std::vector<uint16_t> ConditionParser::_serializedATN;

std::vector<std::string> ConditionParser::_ruleNames = {
  "condition", "expr", "disjunction", "conjunction", "relation", "sum", 
  "product", "unary", "member", "suffix", "call", "primary", "list", "element", 
  "map", "entry", "literal"
};

std::vector<std::string> ConditionParser::_literalNames = {
  "", "'||'", "'&&'", "'<='", "'<'", "'>='", "'>'", "'=='", "'!='", "'in'", 
  "'+'", "'-'", "'*'", "'/'", "'%'", "'!'", "'?'", "':'", "','", "'.'", 
  "'('", "')'", "'['", "']'", "'{'", "'}'", "'true'", "'false'", "'null'"
};

std::vector<std::string> ConditionParser::_symbolicNames = {
  "", "OR", "AND", "LESS_EQUAL", "LESS", "GREATER_EQUAL", "GREATER", "EQUAL", 
  "NOT_EQUAL", "IN", "PLUS", "MINUS", "STAR", "SLASH", "PERCENT", "NOT", 
  "QUESTION", "COLON", "COMMA", "DOT", "LPAREN", "RPAREN", "LBRACKET", "RBRACKET", 
  "LBRACE", "RBRACE", "TRUE", "FALSE", "NULL_", "FLOAT", "INT", "UINT", 
  "STRING", "BYTES", "IDENTIFIER", "QUOTED_NAME", "WHITESPACE", "COMMENT", 
  "UNTERMINATED_STRING", "FOREIGN_OPERATOR", "UNKNOWN"
};

dfa::Vocabulary ConditionParser::_vocabulary(_literalNames, _symbolicNames);

std::vector<std::string> ConditionParser::_tokenNames;

ConditionParser::Initializer::Initializer() {
	for (size_t i = 0; i < _symbolicNames.size(); ++i) {
		std::string name = _vocabulary.getLiteralName(i);
		if (name.empty()) {
			name = _vocabulary.getSymbolicName(i);
		}

		if (name.empty()) {
			_tokenNames.push_back("<INVALID>");
		} else {
      _tokenNames.push_back(name);
    }
	}

  _serializedATN = {
    0x3, 0x608b, 0xa72a, 0x8133, 0xb9ed, 0x417c, 0x3be7, 0x7786, 0x5964, 
    0x3, 0x2a, 0xcb, 0x4, 0x2, 0x9, 0x2, 0x4, 0x3, 0x9, 0x3, 0x4, 0x4, 0x9, 
    0x4, 0x4, 0x5, 0x9, 0x5, 0x4, 0x6, 0x9, 0x6, 0x4, 0x7, 0x9, 0x7, 0x4, 
    0x8, 0x9, 0x8, 0x4, 0x9, 0x9, 0x9, 0x4, 0xa, 0x9, 0xa, 0x4, 0xb, 0x9, 
    0xb, 0x4, 0xc, 0x9, 0xc, 0x4, 0xd, 0x9, 0xd, 0x4, 0xe, 0x9, 0xe, 0x4, 
    0xf, 0x9, 0xf, 0x4, 0x10, 0x9, 0x10, 0x4, 0x11, 0x9, 0x11, 0x4, 0x12, 
    0x9, 0x12, 0x3, 0x2, 0x3, 0x2, 0x3, 0x2, 0x3, 0x3, 0x3, 0x3, 0x3, 0x3, 
    0x3, 0x3, 0x3, 0x3, 0x3, 0x3, 0x5, 0x3, 0x2e, 0xa, 0x3, 0x3, 0x4, 0x3, 
    0x4, 0x3, 0x4, 0x7, 0x4, 0x33, 0xa, 0x4, 0xc, 0x4, 0xe, 0x4, 0x36, 0xb, 
    0x4, 0x3, 0x5, 0x3, 0x5, 0x3, 0x5, 0x7, 0x5, 0x3b, 0xa, 0x5, 0xc, 0x5, 
    0xe, 0x5, 0x3e, 0xb, 0x5, 0x3, 0x6, 0x3, 0x6, 0x3, 0x6, 0x7, 0x6, 0x43, 
    0xa, 0x6, 0xc, 0x6, 0xe, 0x6, 0x46, 0xb, 0x6, 0x3, 0x7, 0x3, 0x7, 0x3, 
    0x7, 0x7, 0x7, 0x4b, 0xa, 0x7, 0xc, 0x7, 0xe, 0x7, 0x4e, 0xb, 0x7, 0x3, 
    0x8, 0x3, 0x8, 0x3, 0x8, 0x7, 0x8, 0x53, 0xa, 0x8, 0xc, 0x8, 0xe, 0x8, 
    0x56, 0xb, 0x8, 0x3, 0x9, 0x6, 0x9, 0x59, 0xa, 0x9, 0xd, 0x9, 0xe, 0x9, 
    0x5a, 0x3, 0x9, 0x6, 0x9, 0x5e, 0xa, 0x9, 0xd, 0x9, 0xe, 0x9, 0x5f, 
    0x5, 0x9, 0x62, 0xa, 0x9, 0x3, 0x9, 0x3, 0x9, 0x3, 0xa, 0x3, 0xa, 0x7, 
    0xa, 0x68, 0xa, 0xa, 0xc, 0xa, 0xe, 0xa, 0x6b, 0xb, 0xa, 0x3, 0xb, 0x3, 
    0xb, 0x3, 0xb, 0x5, 0xb, 0x70, 0xa, 0xb, 0x3, 0xb, 0x3, 0xb, 0x3, 0xb, 
    0x5, 0xb, 0x75, 0xa, 0xb, 0x3, 0xb, 0x3, 0xb, 0x5, 0xb, 0x79, 0xa, 0xb, 
    0x3, 0xb, 0x3, 0xb, 0x3, 0xb, 0x5, 0xb, 0x7e, 0xa, 0xb, 0x3, 0xc, 0x3, 
    0xc, 0x3, 0xc, 0x3, 0xc, 0x7, 0xc, 0x84, 0xa, 0xc, 0xc, 0xc, 0xe, 0xc, 
    0x87, 0xb, 0xc, 0x5, 0xc, 0x89, 0xa, 0xc, 0x3, 0xc, 0x3, 0xc, 0x3, 0xd, 
    0x5, 0xd, 0x8e, 0xa, 0xd, 0x3, 0xd, 0x3, 0xd, 0x5, 0xd, 0x92, 0xa, 0xd, 
    0x3, 0xd, 0x3, 0xd, 0x3, 0xd, 0x3, 0xd, 0x3, 0xd, 0x3, 0xd, 0x3, 0xd, 
    0x5, 0xd, 0x9b, 0xa, 0xd, 0x3, 0xe, 0x3, 0xe, 0x3, 0xe, 0x3, 0xe, 0x7, 
    0xe, 0xa1, 0xa, 0xe, 0xc, 0xe, 0xe, 0xe, 0xa4, 0xb, 0xe, 0x3, 0xe, 0x5, 
    0xe, 0xa7, 0xa, 0xe, 0x5, 0xe, 0xa9, 0xa, 0xe, 0x3, 0xe, 0x3, 0xe, 0x3, 
    0xf, 0x5, 0xf, 0xae, 0xa, 0xf, 0x3, 0xf, 0x3, 0xf, 0x3, 0x10, 0x3, 0x10, 
    0x3, 0x10, 0x3, 0x10, 0x7, 0x10, 0xb6, 0xa, 0x10, 0xc, 0x10, 0xe, 0x10, 
    0xb9, 0xb, 0x10, 0x3, 0x10, 0x5, 0x10, 0xbc, 0xa, 0x10, 0x5, 0x10, 0xbe, 
    0xa, 0x10, 0x3, 0x10, 0x3, 0x10, 0x3, 0x11, 0x5, 0x11, 0xc3, 0xa, 0x11, 
    0x3, 0x11, 0x3, 0x11, 0x3, 0x11, 0x3, 0x11, 0x3, 0x12, 0x3, 0x12, 0x3, 
    0x12, 0x2, 0x2, 0x13, 0x2, 0x4, 0x6, 0x8, 0xa, 0xc, 0xe, 0x10, 0x12, 
    0x14, 0x16, 0x18, 0x1a, 0x1c, 0x1e, 0x20, 0x22, 0x2, 0x7, 0x3, 0x2, 
    0x5, 0xb, 0x3, 0x2, 0xc, 0xd, 0x3, 0x2, 0xe, 0x10, 0x3, 0x2, 0x24, 0x25, 
    0x3, 0x2, 0x1c, 0x23, 0x2, 0xd9, 0x2, 0x24, 0x3, 0x2, 0x2, 0x2, 0x4, 
    0x27, 0x3, 0x2, 0x2, 0x2, 0x6, 0x2f, 0x3, 0x2, 0x2, 0x2, 0x8, 0x37, 
    0x3, 0x2, 0x2, 0x2, 0xa, 0x3f, 0x3, 0x2, 0x2, 0x2, 0xc, 0x47, 0x3, 0x2, 
    0x2, 0x2, 0xe, 0x4f, 0x3, 0x2, 0x2, 0x2, 0x10, 0x61, 0x3, 0x2, 0x2, 
    0x2, 0x12, 0x65, 0x3, 0x2, 0x2, 0x2, 0x14, 0x7d, 0x3, 0x2, 0x2, 0x2, 
    0x16, 0x7f, 0x3, 0x2, 0x2, 0x2, 0x18, 0x9a, 0x3, 0x2, 0x2, 0x2, 0x1a, 
    0x9c, 0x3, 0x2, 0x2, 0x2, 0x1c, 0xad, 0x3, 0x2, 0x2, 0x2, 0x1e, 0xb1, 
    0x3, 0x2, 0x2, 0x2, 0x20, 0xc2, 0x3, 0x2, 0x2, 0x2, 0x22, 0xc8, 0x3, 
    0x2, 0x2, 0x2, 0x24, 0x25, 0x5, 0x4, 0x3, 0x2, 0x25, 0x26, 0x7, 0x2, 
    0x2, 0x3, 0x26, 0x3, 0x3, 0x2, 0x2, 0x2, 0x27, 0x2d, 0x5, 0x6, 0x4, 
    0x2, 0x28, 0x29, 0x7, 0x12, 0x2, 0x2, 0x29, 0x2a, 0x5, 0x6, 0x4, 0x2, 
    0x2a, 0x2b, 0x7, 0x13, 0x2, 0x2, 0x2b, 0x2c, 0x5, 0x4, 0x3, 0x2, 0x2c, 
    0x2e, 0x3, 0x2, 0x2, 0x2, 0x2d, 0x28, 0x3, 0x2, 0x2, 0x2, 0x2d, 0x2e, 
    0x3, 0x2, 0x2, 0x2, 0x2e, 0x5, 0x3, 0x2, 0x2, 0x2, 0x2f, 0x34, 0x5, 
    0x8, 0x5, 0x2, 0x30, 0x31, 0x7, 0x3, 0x2, 0x2, 0x31, 0x33, 0x5, 0x8, 
    0x5, 0x2, 0x32, 0x30, 0x3, 0x2, 0x2, 0x2, 0x33, 0x36, 0x3, 0x2, 0x2, 
    0x2, 0x34, 0x32, 0x3, 0x2, 0x2, 0x2, 0x34, 0x35, 0x3, 0x2, 0x2, 0x2, 
    0x35, 0x7, 0x3, 0x2, 0x2, 0x2, 0x36, 0x34, 0x3, 0x2, 0x2, 0x2, 0x37, 
    0x3c, 0x5, 0xa, 0x6, 0x2, 0x38, 0x39, 0x7, 0x4, 0x2, 0x2, 0x39, 0x3b, 
    0x5, 0xa, 0x6, 0x2, 0x3a, 0x38, 0x3, 0x2, 0x2, 0x2, 0x3b, 0x3e, 0x3, 
    0x2, 0x2, 0x2, 0x3c, 0x3a, 0x3, 0x2, 0x2, 0x2, 0x3c, 0x3d, 0x3, 0x2, 
    0x2, 0x2, 0x3d, 0x9, 0x3, 0x2, 0x2, 0x2, 0x3e, 0x3c, 0x3, 0x2, 0x2, 
    0x2, 0x3f, 0x44, 0x5, 0xc, 0x7, 0x2, 0x40, 0x41, 0x9, 0x2, 0x2, 0x2, 
    0x41, 0x43, 0x5, 0xc, 0x7, 0x2, 0x42, 0x40, 0x3, 0x2, 0x2, 0x2, 0x43, 
    0x46, 0x3, 0x2, 0x2, 0x2, 0x44, 0x42, 0x3, 0x2, 0x2, 0x2, 0x44, 0x45, 
    0x3, 0x2, 0x2, 0x2, 0x45, 0xb, 0x3, 0x2, 0x2, 0x2, 0x46, 0x44, 0x3, 
    0x2, 0x2, 0x2, 0x47, 0x4c, 0x5, 0xe, 0x8, 0x2, 0x48, 0x49, 0x9, 0x3, 
    0x2, 0x2, 0x49, 0x4b, 0x5, 0xe, 0x8, 0x2, 0x4a, 0x48, 0x3, 0x2, 0x2, 
    0x2, 0x4b, 0x4e, 0x3, 0x2, 0x2, 0x2, 0x4c, 0x4a, 0x3, 0x2, 0x2, 0x2, 
    0x4c, 0x4d, 0x3, 0x2, 0x2, 0x2, 0x4d, 0xd, 0x3, 0x2, 0x2, 0x2, 0x4e, 
    0x4c, 0x3, 0x2, 0x2, 0x2, 0x4f, 0x54, 0x5, 0x10, 0x9, 0x2, 0x50, 0x51, 
    0x9, 0x4, 0x2, 0x2, 0x51, 0x53, 0x5, 0x10, 0x9, 0x2, 0x52, 0x50, 0x3, 
    0x2, 0x2, 0x2, 0x53, 0x56, 0x3, 0x2, 0x2, 0x2, 0x54, 0x52, 0x3, 0x2, 
    0x2, 0x2, 0x54, 0x55, 0x3, 0x2, 0x2, 0x2, 0x55, 0xf, 0x3, 0x2, 0x2, 
    0x2, 0x56, 0x54, 0x3, 0x2, 0x2, 0x2, 0x57, 0x59, 0x7, 0x11, 0x2, 0x2, 
    0x58, 0x57, 0x3, 0x2, 0x2, 0x2, 0x59, 0x5a, 0x3, 0x2, 0x2, 0x2, 0x5a, 
    0x58, 0x3, 0x2, 0x2, 0x2, 0x5a, 0x5b, 0x3, 0x2, 0x2, 0x2, 0x5b, 0x62, 
    0x3, 0x2, 0x2, 0x2, 0x5c, 0x5e, 0x7, 0xd, 0x2, 0x2, 0x5d, 0x5c, 0x3, 
    0x2, 0x2, 0x2, 0x5e, 0x5f, 0x3, 0x2, 0x2, 0x2, 0x5f, 0x5d, 0x3, 0x2, 
    0x2, 0x2, 0x5f, 0x60, 0x3, 0x2, 0x2, 0x2, 0x60, 0x62, 0x3, 0x2, 0x2, 
    0x2, 0x61, 0x58, 0x3, 0x2, 0x2, 0x2, 0x61, 0x5d, 0x3, 0x2, 0x2, 0x2, 
    0x61, 0x62, 0x3, 0x2, 0x2, 0x2, 0x62, 0x63, 0x3, 0x2, 0x2, 0x2, 0x63, 
    0x64, 0x5, 0x12, 0xa, 0x2, 0x64, 0x11, 0x3, 0x2, 0x2, 0x2, 0x65, 0x69, 
    0x5, 0x18, 0xd, 0x2, 0x66, 0x68, 0x5, 0x14, 0xb, 0x2, 0x67, 0x66, 0x3, 
    0x2, 0x2, 0x2, 0x68, 0x6b, 0x3, 0x2, 0x2, 0x2, 0x69, 0x67, 0x3, 0x2, 
    0x2, 0x2, 0x69, 0x6a, 0x3, 0x2, 0x2, 0x2, 0x6a, 0x13, 0x3, 0x2, 0x2, 
    0x2, 0x6b, 0x69, 0x3, 0x2, 0x2, 0x2, 0x6c, 0x74, 0x7, 0x15, 0x2, 0x2, 
    0x6d, 0x6f, 0x7, 0x24, 0x2, 0x2, 0x6e, 0x70, 0x5, 0x16, 0xc, 0x2, 0x6f, 
    0x6e, 0x3, 0x2, 0x2, 0x2, 0x6f, 0x70, 0x3, 0x2, 0x2, 0x2, 0x70, 0x75, 
    0x3, 0x2, 0x2, 0x2, 0x71, 0x75, 0x7, 0x25, 0x2, 0x2, 0x72, 0x73, 0x7, 
    0x12, 0x2, 0x2, 0x73, 0x75, 0x9, 0x5, 0x2, 0x2, 0x74, 0x6d, 0x3, 0x2, 
    0x2, 0x2, 0x74, 0x71, 0x3, 0x2, 0x2, 0x2, 0x74, 0x72, 0x3, 0x2, 0x2, 
    0x2, 0x75, 0x7e, 0x3, 0x2, 0x2, 0x2, 0x76, 0x78, 0x7, 0x18, 0x2, 0x2, 
    0x77, 0x79, 0x7, 0x12, 0x2, 0x2, 0x78, 0x77, 0x3, 0x2, 0x2, 0x2, 0x78, 
    0x79, 0x3, 0x2, 0x2, 0x2, 0x79, 0x7a, 0x3, 0x2, 0x2, 0x2, 0x7a, 0x7b, 
    0x5, 0x4, 0x3, 0x2, 0x7b, 0x7c, 0x7, 0x19, 0x2, 0x2, 0x7c, 0x7e, 0x3, 
    0x2, 0x2, 0x2, 0x7d, 0x6c, 0x3, 0x2, 0x2, 0x2, 0x7d, 0x76, 0x3, 0x2, 
    0x2, 0x2, 0x7e, 0x15, 0x3, 0x2, 0x2, 0x2, 0x7f, 0x88, 0x7, 0x16, 0x2, 
    0x2, 0x80, 0x85, 0x5, 0x4, 0x3, 0x2, 0x81, 0x82, 0x7, 0x14, 0x2, 0x2, 
    0x82, 0x84, 0x5, 0x4, 0x3, 0x2, 0x83, 0x81, 0x3, 0x2, 0x2, 0x2, 0x84, 
    0x87, 0x3, 0x2, 0x2, 0x2, 0x85, 0x83, 0x3, 0x2, 0x2, 0x2, 0x85, 0x86, 
    0x3, 0x2, 0x2, 0x2, 0x86, 0x89, 0x3, 0x2, 0x2, 0x2, 0x87, 0x85, 0x3, 
    0x2, 0x2, 0x2, 0x88, 0x80, 0x3, 0x2, 0x2, 0x2, 0x88, 0x89, 0x3, 0x2, 
    0x2, 0x2, 0x89, 0x8a, 0x3, 0x2, 0x2, 0x2, 0x8a, 0x8b, 0x7, 0x17, 0x2, 
    0x2, 0x8b, 0x17, 0x3, 0x2, 0x2, 0x2, 0x8c, 0x8e, 0x7, 0x15, 0x2, 0x2, 
    0x8d, 0x8c, 0x3, 0x2, 0x2, 0x2, 0x8d, 0x8e, 0x3, 0x2, 0x2, 0x2, 0x8e, 
    0x8f, 0x3, 0x2, 0x2, 0x2, 0x8f, 0x91, 0x7, 0x24, 0x2, 0x2, 0x90, 0x92, 
    0x5, 0x16, 0xc, 0x2, 0x91, 0x90, 0x3, 0x2, 0x2, 0x2, 0x91, 0x92, 0x3, 
    0x2, 0x2, 0x2, 0x92, 0x9b, 0x3, 0x2, 0x2, 0x2, 0x93, 0x94, 0x7, 0x16, 
    0x2, 0x2, 0x94, 0x95, 0x5, 0x4, 0x3, 0x2, 0x95, 0x96, 0x7, 0x17, 0x2, 
    0x2, 0x96, 0x9b, 0x3, 0x2, 0x2, 0x2, 0x97, 0x9b, 0x5, 0x1a, 0xe, 0x2, 
    0x98, 0x9b, 0x5, 0x1e, 0x10, 0x2, 0x99, 0x9b, 0x5, 0x22, 0x12, 0x2, 
    0x9a, 0x8d, 0x3, 0x2, 0x2, 0x2, 0x9a, 0x93, 0x3, 0x2, 0x2, 0x2, 0x9a, 
    0x97, 0x3, 0x2, 0x2, 0x2, 0x9a, 0x98, 0x3, 0x2, 0x2, 0x2, 0x9a, 0x99, 
    0x3, 0x2, 0x2, 0x2, 0x9b, 0x19, 0x3, 0x2, 0x2, 0x2, 0x9c, 0xa8, 0x7, 
    0x18, 0x2, 0x2, 0x9d, 0xa2, 0x5, 0x1c, 0xf, 0x2, 0x9e, 0x9f, 0x7, 0x14, 
    0x2, 0x2, 0x9f, 0xa1, 0x5, 0x1c, 0xf, 0x2, 0xa0, 0x9e, 0x3, 0x2, 0x2, 
    0x2, 0xa1, 0xa4, 0x3, 0x2, 0x2, 0x2, 0xa2, 0xa0, 0x3, 0x2, 0x2, 0x2, 
    0xa2, 0xa3, 0x3, 0x2, 0x2, 0x2, 0xa3, 0xa6, 0x3, 0x2, 0x2, 0x2, 0xa4, 
    0xa2, 0x3, 0x2, 0x2, 0x2, 0xa5, 0xa7, 0x7, 0x14, 0x2, 0x2, 0xa6, 0xa5, 
    0x3, 0x2, 0x2, 0x2, 0xa6, 0xa7, 0x3, 0x2, 0x2, 0x2, 0xa7, 0xa9, 0x3, 
    0x2, 0x2, 0x2, 0xa8, 0x9d, 0x3, 0x2, 0x2, 0x2, 0xa8, 0xa9, 0x3, 0x2, 
    0x2, 0x2, 0xa9, 0xaa, 0x3, 0x2, 0x2, 0x2, 0xaa, 0xab, 0x7, 0x19, 0x2, 
    0x2, 0xab, 0x1b, 0x3, 0x2, 0x2, 0x2, 0xac, 0xae, 0x7, 0x12, 0x2, 0x2, 
    0xad, 0xac, 0x3, 0x2, 0x2, 0x2, 0xad, 0xae, 0x3, 0x2, 0x2, 0x2, 0xae, 
    0xaf, 0x3, 0x2, 0x2, 0x2, 0xaf, 0xb0, 0x5, 0x4, 0x3, 0x2, 0xb0, 0x1d, 
    0x3, 0x2, 0x2, 0x2, 0xb1, 0xbd, 0x7, 0x1a, 0x2, 0x2, 0xb2, 0xb7, 0x5, 
    0x20, 0x11, 0x2, 0xb3, 0xb4, 0x7, 0x14, 0x2, 0x2, 0xb4, 0xb6, 0x5, 0x20, 
    0x11, 0x2, 0xb5, 0xb3, 0x3, 0x2, 0x2, 0x2, 0xb6, 0xb9, 0x3, 0x2, 0x2, 
    0x2, 0xb7, 0xb5, 0x3, 0x2, 0x2, 0x2, 0xb7, 0xb8, 0x3, 0x2, 0x2, 0x2, 
    0xb8, 0xbb, 0x3, 0x2, 0x2, 0x2, 0xb9, 0xb7, 0x3, 0x2, 0x2, 0x2, 0xba, 
    0xbc, 0x7, 0x14, 0x2, 0x2, 0xbb, 0xba, 0x3, 0x2, 0x2, 0x2, 0xbb, 0xbc, 
    0x3, 0x2, 0x2, 0x2, 0xbc, 0xbe, 0x3, 0x2, 0x2, 0x2, 0xbd, 0xb2, 0x3, 
    0x2, 0x2, 0x2, 0xbd, 0xbe, 0x3, 0x2, 0x2, 0x2, 0xbe, 0xbf, 0x3, 0x2, 
    0x2, 0x2, 0xbf, 0xc0, 0x7, 0x1b, 0x2, 0x2, 0xc0, 0x1f, 0x3, 0x2, 0x2, 
    0x2, 0xc1, 0xc3, 0x7, 0x12, 0x2, 0x2, 0xc2, 0xc1, 0x3, 0x2, 0x2, 0x2, 
    0xc2, 0xc3, 0x3, 0x2, 0x2, 0x2, 0xc3, 0xc4, 0x3, 0x2, 0x2, 0x2, 0xc4, 
    0xc5, 0x5, 0x4, 0x3, 0x2, 0xc5, 0xc6, 0x7, 0x13, 0x2, 0x2, 0xc6, 0xc7, 
    0x5, 0x4, 0x3, 0x2, 0xc7, 0x21, 0x3, 0x2, 0x2, 0x2, 0xc8, 0xc9, 0x9, 
    0x6, 0x2, 0x2, 0xc9, 0x23, 0x3, 0x2, 0x2, 0x2, 0x1d, 0x2d, 0x34, 0x3c, 
    0x44, 0x4c, 0x54, 0x5a, 0x5f, 0x61, 0x69, 0x6f, 0x74, 0x78, 0x7d, 0x85, 
    0x88, 0x8d, 0x91, 0x9a, 0xa2, 0xa6, 0xa8, 0xad, 0xb7, 0xbb, 0xbd, 0xc2, 
  };

  atn::ATNDeserializer deserializer;
  _atn = deserializer.deserialize(_serializedATN);

  size_t count = _atn.getNumberOfDecisions();
  _decisionToDFA.reserve(count);
  for (size_t i = 0; i < count; i++) { 
    _decisionToDFA.emplace_back(_atn.getDecisionState(i), i);
  }
}

ConditionParser::Initializer ConditionParser::_init;
